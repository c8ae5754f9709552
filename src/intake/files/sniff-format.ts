import type { InputFormat } from "../../model/job.ts";

const BRACE = 0x7b;
const BRACKET = 0x5b;
const LF = 10;
const CR = 13;
const SPACES = new Set([9, 10, 13, 32]);

/** Lines end in LF, with or without a CR before it; nothing else ends one. */
export const BARE_CR = {
  message: "the lines of the input file end in CR only",
  hint: "end them in LF or CR LF, and send it again",
} as const;

export interface SniffResult {
  /** Length of the UTF-8 byte order mark. */
  readonly bomBytes: number;
  readonly finding?: { readonly message: string; readonly hint: string };
}

/** Tells from a file's first bytes whether it can be in the format that the job declares. */
export function sniffFormat(
  head: Uint8Array,
  format: InputFormat,
  isUnpacked = false,
): SniffResult {
  const bomBytes = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf ? 3 : 0;
  const finding = encodingFinding(head, isUnpacked) ?? formatFinding(head, bomBytes, format);
  return finding === undefined ? { bomBytes } : { bomBytes, finding };
}

function encodingFinding(head: Uint8Array, isUnpacked: boolean): SniffResult["finding"] {
  if (head.length === 0) return { message: "the input file is empty", hint: "send it again" };
  if (head[0] === 0x1f && head[1] === 0x8b)
    return isUnpacked
      ? { message: "the input file is packed with gzip twice", hint: "unpack it once by hand" }
      : { message: "the input file is packed with gzip", hint: "give it a name that ends in .gz" };
  const isUtf16 = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  if (isUtf16) return { message: "the input file is UTF-16", hint: "convert it to UTF-8" };
  return undefined;
}

function formatFinding(
  head: Uint8Array,
  bomBytes: number,
  format: InputFormat,
): SniffResult["finding"] {
  const first = head.subarray(bomBytes).find((byte) => !SPACES.has(byte));
  if (first === undefined) return { message: "the input file is blank", hint: "send it again" };
  const message = `the input file does not look like ${format}`;
  if (format === "json" && first !== BRACE && first !== BRACKET)
    return { message, hint: "set format: csv" };
  if (format === "ndjson" && first === BRACKET) return { message, hint: "set format: json" };
  if (format === "ndjson" && first !== BRACE && !hasBraceLine(head))
    return { message, hint: "set format: csv" };
  if (format === "ndjson" && hasBareCrLines(head)) return BARE_CR;
  if (format === "csv" && (first === BRACE || first === BRACKET))
    return { message, hint: "set format: json or format: ndjson" };
  return undefined;
}

/** Whether any line begins with a brace: then the first one is just a broken record. */
function hasBraceLine(head: Uint8Array): boolean {
  return head.some((byte, index) => byte === BRACE && head[index - 1] === 10);
}

/** Whether records are separated by CR and no LF occurs. */
function hasBareCrLines(head: Uint8Array): boolean {
  if (head.includes(LF)) return false;
  return head.some((byte, index) => byte === BRACE && head[index - 1] === CR);
}
