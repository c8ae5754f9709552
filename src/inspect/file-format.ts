import type { FileFinding, InspectedFormat } from "../model/inspection.ts";

const SPACES: ReadonlySet<number> = new Set([9, 10, 13, 32]);
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd];

const MAGIC: readonly (readonly [format: InspectedFormat, bytes: readonly number[]])[] = [
  ["xlsx", [0x50, 0x4b, 0x03, 0x04]],
  ["parquet", [0x50, 0x41, 0x52, 0x31]],
  ["sqlite", [...Buffer.from("SQLite format 3\0")]],
];

export function compressionOf(head: Uint8Array): FileFinding["compression"] {
  if (startsWith(head, GZIP)) return "gzip";
  return startsWith(head, ZSTD) ? "zstd" : "none";
}

/** The format that the first bytes of a file tell; `csv` for text that is of no other. */
export function formatOf(head: Uint8Array): InspectedFormat {
  const known = MAGIC.find(([, bytes]) => startsWith(head, bytes));
  if (known !== undefined) return known[0];
  if (isEbcdic(head)) return "fixed";
  if (byteOrderMark(head)?.startsWith("utf-16") === true) return "csv";
  const from = byteOrderMark(head) === "utf-8" ? 3 : 0;
  const first = head.subarray(from).find((byte) => !SPACES.has(byte));
  if (first === 0x3c) return "xml";
  if (first === 0x5b) return "json";
  if (first === 0x7b) return isLines(head) ? "ndjson" : "json";
  return head.includes(0) ? "unknown" : "csv";
}

export function byteOrderMark(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (startsWith(head, [0xff, 0xfe])) return "utf-16le";
  return startsWith(head, [0xfe, 0xff]) ? "utf-16be" : undefined;
}

/** EBCDIC has its blank at 0x40, its letters and digits above 0x80, and hardly an ASCII letter. */
export function isEbcdic(head: Uint8Array): boolean {
  if (head.length === 0) return false;
  const count = (isOf: (byte: number) => boolean): number => head.filter(isOf).length;
  const blanks = count((byte) => byte === 0x40);
  const digits = count((byte) => byte >= 0xf0 && byte <= 0xf9);
  const ascii = count((byte) => byte >= 0x61 && byte <= 0x7a);
  return blanks + digits > head.length / 4 && ascii < head.length / 20;
}

/** Whether each line is an object; a single one is a record unless it has a list of such. */
function isLines(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString("utf8").trim();
  const [line = "", second = ""] = text.split(/\r?\n/, 2);
  try {
    const value: unknown = JSON.parse(line);
    return second !== "" || !innerValues(value).some(holdsRecords);
  } catch {
    return false;
  }
}

/** A record has lists of rows beside single values; what holds records has lists alone. */
function holdsRecords(value: unknown): boolean {
  const inner = innerValues(value);
  return inner.length > 0 && inner.every((one) => one !== null && typeof one === "object");
}

function innerValues(value: unknown): unknown[] {
  return value !== null && typeof value === "object" ? Object.values(value) : [];
}

function startsWith(head: Uint8Array, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
