import { UsageError } from "../../base/diagnostic.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import { type RecordDecode, recordDecodeFor } from "../encoding/byte-decoder.ts";
import { EBCDIC_PAGES } from "../encoding/ebcdic-pages.ts";

/** The decoder of a file whose fields have byte positions. Throws a `UsageError` if it has none. */
export function checkedDecode(encoding: string, { file }: ForeignFile): RecordDecode {
  const decode = recordDecodeFor(encoding);
  if (decode !== undefined) return decode;
  const message = `fields at byte positions cannot be read in the encoding ${encoding}`;
  const hint =
    "write utf-8, one with a character for each byte such as windows-1252 or iso-8859-15, or an " +
    `EBCDIC page: ${EBCDIC_PAGES.join(", ")}`;
  throw new UsageError([inputFinding("input.format", message, { file }, hint)]);
}
