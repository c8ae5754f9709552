import { compressionOf } from "../../base/packing-name.ts";
import { limits } from "../../base/limits.ts";
import { type Packing, SyncUnpack, UnpackError } from "../files/sync-unpack.ts";
import { splitFields } from "./row-fields.ts";
import { QuotedRow, type RowGrammar } from "./row-grammar.ts";

/** What may stand between the columns of a list. */
const DELIMITERS = [",", ";", "\t", "|"];
const MARKS = [
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
] as const;

/** A line of a short list that counts: neither blank nor a comment. */
export interface ListLine {
  /** 1-based. */
  readonly line: number;
  /** Without surrounding blanks; undefined if a quote is stray. */
  readonly fields: readonly string[] | undefined;
}

/**
 * The text of a list made by others, unpacked if its name says that it is packed. It is UTF-8, or
 * UTF-16 if an order mark says so; undefined if it is neither.
 */
export function listText(file: string, bytes: Uint8Array): string | undefined {
  const packing = compressionOf(file);
  if (packing === "zip") return undefined;
  const plain = packing === "none" ? bytes : unpacked(bytes, packing);
  const marked = MARKS.find(([, mark]) => mark.every((byte, at) => plain?.[at] === byte));
  try {
    return new TextDecoder(marked?.[0] ?? "utf-8", { fatal: true }).decode(plain);
  } catch {
    return undefined;
  }
}

/** Bytes that no encoding has, if the list is damaged or unpacks to more than one may hold. */
function unpacked(bytes: Uint8Array, packing: Packing): Uint8Array {
  const unpack = new SyncUnpack(packing);
  const parts: Uint8Array[] = [];
  let sizeBytes = 0;
  try {
    unpack.push(bytes, true, (part) => {
      sizeBytes += part.length;
      if (sizeBytes > limits.listBytesMax) throw new UnpackError("too large", false);
      parts.push(Uint8Array.from(part));
    });
    return Buffer.concat(parts);
  } catch (error) {
    if (error instanceof UnpackError) return Uint8Array.of(0xff);
    throw error;
  } finally {
    unpack.close();
  }
}

/**
 * The lines of a list, as CSV; blank ones and those that begin with # do not count. A header of
 * `columns` tells what stands between them; a comma, where there is none.
 */
export function* listLines(text: string, columns: readonly string[]): Generator<ListLine> {
  const lines = text.split(/\r\n|\n|\r/);
  const counts = (line: string): boolean => line.trim() !== "" && !line.startsWith("#");
  const grammar = grammarOf(lines.find(counts) ?? "", columns);
  const row = new QuotedRow(grammar);
  for (const [index, line] of lines.entries()) {
    if (!counts(line)) continue;
    const fields = fieldsOf(row, line, grammar)?.map((field) => field.trim());
    yield { line: index + 1, fields };
  }
}

function grammarOf(head: string, columns: readonly string[]): RowGrammar {
  const isHeader = (delimiter: string): boolean => {
    const names = head.split(delimiter).map((name) => name.trim().toLowerCase());
    return names.length > 1 && names.some((name) => columns.includes(name));
  };
  const delimiter = DELIMITERS.find(isHeader) ?? ",";
  return { delimiter: delimiter.charCodeAt(0), quote: 0x22, columnCount: 0 };
}

function fieldsOf(row: QuotedRow, line: string, grammar: RowGrammar): string[] | undefined {
  if (!line.includes('"')) return line.split(String.fromCharCode(grammar.delimiter));
  const isWhole = row.walk(Buffer.from(line), 0, true) === "whole";
  return isWhole ? splitFields(line, grammar) : undefined;
}
