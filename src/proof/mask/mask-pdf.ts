import { deflateSync, inflateSync } from "node:zlib";
import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { PdfFile } from "../../pdf/pdf-file.ts";
import { SpoolReader } from "../../pdf/spool-reader.ts";
import { maskContent } from "./mask-content.ts";
import { MaskFont, text } from "./mask-font.ts";
import type { IsKept } from "./mask-text.ts";

/** What a masked file says of itself. */
export interface MaskedFile {
  readonly catalog: string;
  readonly info: string;
}

/**
 * A PDF file that this program has written, with the text of its pages masked: every line, word and
 * page stays in its place, and no letter, digit or code says what it said. Forms, which are the
 * same for all records, and fonts stay as they are.
 */
export function maskPdf(
  pdf: Uint8Array,
  isKeptOn: (page: number) => IsKept,
  { catalog, info }: MaskedFile,
): Uint8Array {
  const reader = SpoolReader.open(fileOf(pdf), "the file to be masked");
  const pages = Array.from({ length: reader.pageCount }, (_, index) => reader.page(index + 1));
  const shared = reader.closure(pages.map(({ resourcesId }) => resourcesId));
  const numbers = new Map(shared.map((id, index) => [id, index + 1]));
  const bodies = shared.map((id) => reader.renumbered(id, numbers));
  const parts: Uint8Array[] = [];
  const out = new PdfFile((bytes) => parts.push(bytes.slice()), { bodies, resourcesId: 1 });
  const fonts = new PageFonts(reader);
  for (const [index, page] of pages.entries()) {
    const { widthPt, heightPt, contentIds, entries, resourcesId } = page;
    const ids = contentIds.map((contentId) => {
      const content = contentOf(reader, contentId);
      const masked = maskContent(content, fonts.of(resourcesId), isKeptOn(index));
      const id = out.allocate();
      out.packedStream(id, deflateSync(Buffer.from(masked, "latin1")));
      return id;
    });
    const resources = defined(numbers.get(resourcesId), "the resources of a page");
    out.page(widthPt, heightPt, ids, entries, resources);
  }
  out.finish(catalog, info, sha256(info).slice(0, 32).toUpperCase());
  return Buffer.concat(parts);
}

/** The fonts that pages name, each read once. */
class PageFonts {
  readonly #reader: SpoolReader;
  readonly #fonts = new Map<number, MaskFont>();
  readonly #named = new Map<number, ReadonlyMap<string, MaskFont>>();

  constructor(reader: SpoolReader) {
    this.#reader = reader;
  }

  of(resourcesId: number): ReadonlyMap<string, MaskFont> {
    const known = this.#named.get(resourcesId);
    if (known !== undefined) return known;
    const resources = text(this.#reader.object(resourcesId));
    const listId = /\/Font (\d+) 0 R/.exec(resources)?.[1];
    const list = listId === undefined ? resources : text(this.#reader.object(Number(listId)));
    const named = new Map(
      [...list.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name = "", id]) => [
        name,
        this.#font(Number(id)),
      ]),
    );
    this.#named.set(resourcesId, named);
    return named;
  }

  #font(id: number): MaskFont {
    const font = this.#fonts.get(id) ?? new MaskFont(this.#reader, id);
    this.#fonts.set(id, font);
    return font;
  }
}

function contentOf(reader: SpoolReader, id: number): string {
  const bytes = reader.streamBytes(id);
  const isPacked = text(reader.object(id).subarray(0, 200))
    .split("stream\n")[0]
    ?.includes("/FlateDecode");
  return text(isPacked === true ? inflateSync(bytes) : bytes);
}

/** Bytes at hand as the one file of a host. */
function fileOf(bytes: Uint8Array): Pick<Host, "openRead" | "sizeBytes"> {
  return {
    sizeBytes: () => bytes.length,
    openRead: () => ({
      read: (buffer, offset, length, position) => {
        const part = bytes.subarray(position, position + length);
        buffer.set(part, offset);
        return part.length;
      },
      write: () => undefined,
      sync: () => undefined,
      close: () => undefined,
    }),
  };
}
