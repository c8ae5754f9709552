import { UsageError } from "../../base/diagnostic.ts";
import type { InputFile, InputFormat } from "../../model/job.ts";
import { inputFinding } from "../check/input-findings.ts";
import { agreesWithMark, markedEncoding } from "./byte-mark.ts";

/** How much of a file is looked at to tell its encoding and line ends. */
export const HEAD_BYTES = 64 * 1024;
const LF = 10;
const CR = 13;
const BRACE = 0x7b;

/** A file of text, and what the job says of it. */
export interface TextFile {
  readonly spec: InputFile;
  /** Undefined if the format is no text, or reads its text itself. */
  readonly format: InputFormat | undefined;
}

/** Whether a file's text can be read as it is; `head` are its first bytes. */
export function isReadable({ spec, format }: TextFile, head: Buffer): boolean {
  if (format === undefined) return true;
  return isReadAs(encodingOf(spec, head)) && !hasCrLines(spec, format, head);
}

/** The encodings that records are read in without more ado. */
export function isReadAs(encoding: string): boolean {
  return encoding === "utf-8" || encoding === "windows-1252";
}

/**
 * The encoding of a file. Its order mark decides; a job that says otherwise gets a `UsageError`.
 */
export function encodingOf(spec: InputFile, head: Buffer): string {
  const ofDialect = spec.foreign?.kind === "delimited" ? spec.foreign.encoding : spec.encoding;
  const declared = spec.recode ?? ofDialect;
  const marked = markedEncoding(head);
  // What a job does not say is UTF-8, so that is no contradiction.
  if (marked !== undefined && declared !== "utf-8" && !agreesWithMark(declared, marked))
    throw refused(
      spec.file,
      `the job says ${declared}, but the file begins with the order mark of ${marked}`,
      `say \`encoding: ${marked}\` in the job, or leave it out`,
    );
  if (marked === undefined && (declared === "utf-16" || declared === "utf-32"))
    throw refused(
      spec.file,
      `the file has no order mark, so it is unknown which ${declared} it is`,
      `say ${declared}le or ${declared}be in the job`,
    );
  return marked ?? declared;
}

/** Whether lines end in CR alone: by the job, or surely, as far as can be seen. */
export function hasCrLines(spec: InputFile, format: InputFormat, text: Buffer): boolean {
  if (spec.crLines === true) return true;
  if (format === "json" || text.includes(LF)) return false;
  const at = text.indexOf(CR);
  if (at < 0 || at === text.length - 1) return false;
  return format === "csv" || text.some((byte, index) => byte === BRACE && text[index - 1] === CR);
}

function refused(file: string, message: string, hint: string): UsageError {
  const place = { file, line: 1, column: 1 };
  return new UsageError([inputFinding("input.encoding", message, place, hint)]);
}
