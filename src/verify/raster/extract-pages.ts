import { PdfReference, type PdfValue } from "../file/pdf-syntax.ts";
import { isArray, isDictionary } from "../file/pdf-values.ts";
import type { SpoolBytes, StoredObject } from "./spool-bytes.ts";

const HEADER = "%PDF-1.7\n%\xe2\xe3\xcf\xd3\n";

/**
 * A small PDF file of some pages of a spool, by their objects, in the given order. Pages and
 * everything they refer to are copied byte by byte, under their own numbers; only what joins them
 * is new (catalog, root of the page tree, cross-reference table). So a renderer that needs a whole
 * file in memory sees what it would see in a spool of any size.
 */
export function extractPages(spool: SpoolBytes, pageIds: readonly number[]): Buffer {
  const copied = new Map<number, StoredObject>();
  const waiting = [...pageIds];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (copied.has(id)) continue;
    const object = spool.object(id);
    copied.set(id, object);
    referencesIn(object.value, waiting);
  }
  const [rootId, catalogId] = [spool.size, spool.size + 1];
  const kids = pageIds.map((id) => `${id} 0 R`).join(" ");
  const joining = [
    object(rootId, `<</Type/Pages/Count ${pageIds.length}/Kids[${kids}]>>`),
    object(catalogId, `<</Type/Catalog/Pages ${rootId} 0 R>>`),
  ];
  const objects = [...[...copied.values()].sort((a, b) => a.id - b.id), ...joining];
  return written(objects, catalogId);
}

function object(id: number, text: string): Pick<StoredObject, "id" | "bytes"> {
  return { id, bytes: Buffer.from(`${id} 0 obj\n${text}\nendobj\n`, "latin1") };
}

/** A node of the page tree has attributes that its pages inherit; it must not bring other pages. */
function referencesIn(value: PdfValue, to: number[]): void {
  if (value instanceof PdfReference) to.push(value.id);
  else if (isArray(value)) for (const item of value) referencesIn(item, to);
  else if (isDictionary(value))
    for (const [key, item] of value) if (key !== "Kids") referencesIn(item, to);
}

function written(
  objects: readonly Pick<StoredObject, "id" | "bytes">[],
  catalogId: number,
): Buffer {
  const header = Buffer.from(HEADER, "latin1");
  let at = header.length;
  const sections = objects.map(({ id, bytes }) => {
    const line = `${id} 1\n${String(at).padStart(10, "0")} 00000 n \n`;
    at += bytes.length;
    return line;
  });
  const end =
    `xref\n0 1\n0000000000 65535 f \n${sections.join("")}` +
    `trailer\n<</Size ${catalogId + 1}/Root ${catalogId} 0 R>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([header, ...objects.map(({ bytes }) => bytes), Buffer.from(end, "latin1")]);
}
