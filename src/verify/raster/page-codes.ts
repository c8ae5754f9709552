import { limits } from "../../base/limits.ts";
import { type ComposedCode, composedCodes } from "../content/composed-codes.ts";
import { idOf } from "../file/cross-references.ts";
import { Inflater } from "../file/inflater.ts";
import { entryOf, isArray } from "../file/pdf-values.ts";
import type { SpoolBytes } from "./spool-bytes.ts";

const STREAM_END = "\nendstream\nendobj\n";

/** The codes that the content of a page, by its object, says it has. */
export function codesOfPage(spool: SpoolBytes, pageId: number): readonly ComposedCode[] {
  const contents = spool.dictionary(pageId).get("Contents");
  const ids = isArray(contents) ? contents.map(idOf) : [idOf(contents)];
  return ids.flatMap((id) => composedCodes(contentOf(spool, id)));
}

/** A content stream, one character per byte; empty where it cannot be read, which others report. */
function contentOf(spool: SpoolBytes, id: number): string {
  const { value, bytes } = spool.object(id);
  const length = entryOf(value, "Length");
  if (typeof length !== "number") return "";
  const end = bytes.length - STREAM_END.length;
  const inflated = new Inflater(limits.pdfObjectBytesMax).inflate(
    bytes.subarray(end - length, end),
  );
  return inflated?.toString("latin1") ?? "";
}
