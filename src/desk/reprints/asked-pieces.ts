import { type Generation, type PieceNumber, asPieceNumber } from "../../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import type { Host } from "../../base/host.ts";
import { readListFile } from "../../intake/lists/list-file.ts";
import type { ListForm } from "../../intake/lists/list-row.ts";
import { parseDataMatrixText, parsePageToken } from "../../mail/marks.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { type AskedPiece, REPRINT_CAUSES, type ReprintCause } from "../../model/reprint.ts";

const COLUMNS = ["piece", "data_matrix", "cause"];
const FORM: ListForm = { only: "piece", columns: COLUMNS, heads: COLUMNS };
const SPAN = /^(\d{1,9})(?:-(\d{1,9}))?$/;

/**
 * Reads pieces such as `17,40-52`; each counts once. `lastPiece` is the highest number there is.
 * Throws a `UsageError` where the text is something else or names a piece past the last.
 */
export function askedByNumbers(text: string, lastPiece: number): AskedPiece[] {
  const pieces = new Set<number>();
  for (const part of text.split(",").map((one) => one.trim())) {
    const [, first = "", last = first] = SPAN.exec(part) ?? [];
    const [from, to] = [Number(first), Number(last)];
    if (first === "" || from > to) throw new UsageError([notNumbers(part)]);
    if (from < 1 || to > lastPiece) throw new UsageError([noSuchPiece(part, lastPiece)]);
    for (let piece = from; piece <= to; piece += 1) pieces.add(piece);
  }
  return [...pieces].map((piece) => ({ piece: asPieceNumber(piece), line: 0 }));
}

/**
 * Reads pieces from a list (see `readListFile`): numbers, texts of Data Matrices or page tokens, in
 * a column `piece` or `data_matrix` or one a line, and the cause where there is such a column. A
 * piece that is named twice counts once. Throws a `UsageError` with every line that names none, or
 * one of another job.
 */
export async function askedByList(
  host: Host,
  list: ListSpec,
  jobMark: string,
): Promise<AskedPiece[]> {
  const asked = new Map<string, AskedPiece>();
  const findings = new FindingList();
  for (const { file, line, cells } of await readListFile(host, list, FORM)) {
    const name = cells["piece"] || cells["data_matrix"] || "";
    const piece = namedPiece(name, jobMark);
    const cause = cells["cause"] ?? "";
    const fault = "fault" in piece ? piece.fault : faultOfCause(cause);
    if (fault !== undefined) findings.add(inLine(file, line, fault));
    else if ("piece" in piece) {
      const known = asked.get(String(piece.piece));
      const named = { ...piece, ...(cause !== "" && { cause: cause as ReprintCause }), line };
      if (known === undefined) asked.set(String(piece.piece), named);
      else if (known.cause !== named.cause || known.generation !== named.generation)
        findings.add(inLine(file, line, namedTwice(piece.piece, known.line)));
    }
  }
  findings.throwAny();
  if (asked.size === 0) throw new UsageError([emptyList(list.file)]);
  return [...asked.values()];
}

/** What a list calls a piece: its number, or the printing that a mark names. */
export type NamedPiece = { readonly piece: PieceNumber; readonly generation?: Generation };

/** A piece by its number, its Data Matrix' text or its page token. */
export function namedPiece(
  name: string,
  jobMark: string,
): NamedPiece | { readonly fault: Diagnostic } {
  if (/^\d{1,9}$/.test(name)) return { piece: asPieceNumber(Number(name)) };
  const mark = parseDataMatrixText(name) ?? parsePageToken(name);
  if (mark === undefined) return { fault: noPiece() };
  if (mark.jobMark !== jobMark) return { fault: otherJob(mark.jobMark, jobMark) };
  return { piece: mark.pieceNumber, generation: mark.generation };
}

function faultOfCause(cause: string): Diagnostic | undefined {
  if (cause === "" || REPRINT_CAUSES.some((known) => known === cause)) return undefined;
  return diagnostic("reprint.bad-cause", "The cause is none that Nightpress knows.", {
    hint: `Give one of ${REPRINT_CAUSES.join(", ")}.`,
  });
}

function notNumbers(part: string): Diagnostic {
  return diagnostic("reprint.bad-pieces", `"${part}" is no piece number and no range of them.`, {
    hint: "Give numbers and ranges with commas, such as 17,40-52.",
  });
}

function noSuchPiece(part: string, lastPiece: number): Diagnostic {
  return diagnostic(
    "reprint.unknown-piece",
    `The run has no piece ${part}: its pieces are 1 to ${lastPiece}.`,
    { hint: "Read the number in the page token, behind the job mark." },
  );
}

function noPiece(): Diagnostic {
  return diagnostic("reprint.bad-mark", "It is no piece number and no mark that reads whole.", {
    hint: "A Data Matrix must be read with all its characters; or give the piece's number.",
  });
}

function otherJob(found: string, jobMark: string): Diagnostic {
  return diagnostic(
    "reprint.other-job",
    `The mark is of job ${found}; this run's job mark is ${jobMark}.`,
    { hint: "Take it to the run of its own job, and look for more of that job's sheets here." },
  );
}

function namedTwice(piece: PieceNumber, line: number): Diagnostic {
  return diagnostic(
    "reprint.named-twice",
    `Piece ${piece} is named in line ${line} already, with another cause or printing.`,
    { hint: "Leave the line that is right." },
  );
}

function emptyList(file: string): Diagnostic {
  return diagnostic("reprint.bad-pieces", `The list names no piece: ${file}`, {
    hint: "Give a piece number or a Data Matrix' text on each line.",
  });
}

export function inLine(file: string, line: number, fault: Diagnostic): Diagnostic {
  return { ...fault, data: { file, line, byteOffset: 0, record: -1, field: "" } };
}
