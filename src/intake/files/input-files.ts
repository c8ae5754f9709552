import { compressionOf } from "../../base/packing-name.ts";
import type { InputFile, InputSpec } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";

const UNPACKED = ".unpacked";
const SORTED = ".sorted";
const PLACED_COPY = ".copy";
const OWN_COPY = ".rows";
const FRAMED = [SORTED, PLACED_COPY, OWN_COPY];

type Placed = Pick<ScannedFile, "file" | "workFile" | "unsorted">;

/**
 * The files of an input in the order that shards and scans list them: the master, then the details.
 */
export function inputFiles(input: InputSpec): readonly InputFile[] {
  return [input, ...input.details];
}

/** What the standard input is called in jobs and findings. */
export const STANDARD_INPUT = "-";

/** One file of an input, where a master or its details may lie in several. */
export interface InputPart {
  /** Which of `inputFiles` it is part of. */
  readonly of: number;
  /** With its own name. */
  readonly spec: InputFile;
}

/** The files of an input one by one, in the order of `inputFiles`. */
export function inputParts(input: InputSpec): readonly InputPart[] {
  return inputFiles(input).flatMap((spec, of) => {
    if (spec.more === undefined) return [{ of, spec }];
    return [spec.file, ...spec.more].map((file) => ({
      of,
      spec: { ...spec, file, compression: compressionOf(file) },
    }));
  });
}

/** Which of an input's files a scanned one is part of. */
export function specIndex(scanned: readonly ScannedFile[], index: number): number {
  return scanned[index]?.of ?? index;
}

/** The name of the unpacked copy of an input file. */
export function unpackedPath(workFolder: string, fileIndex: number): string {
  return `${workFolder}/input-${fileIndex}${UNPACKED}`;
}

/**
 * The name of the work copy of an input file in another format. It tells what the places of its
 * rows refer to: the sender's file (unpacked if need be), or the copy itself.
 */
export function copyPath(
  workFolder: string,
  fileIndex: number,
  isUnpacked: boolean,
  isPlaced: boolean,
): string {
  const unpacked = isUnpacked ? UNPACKED : "";
  return `${workFolder}/input-${fileIndex}${unpacked}${isPlaced ? PLACED_COPY : OWN_COPY}`;
}

/** The name of the sorted copy of a work file. */
export function sortedPath(workFolder: string, fileIndex: number, of: Placed): string {
  return of.workFile === of.file
    ? `${workFolder}/input-${fileIndex}${SORTED}`
    : `${of.workFile}${SORTED}`;
}

/** The name of the copy that the rows of several files are sorted into. */
export function listPath(workFolder: string, of: number): string {
  return `${workFolder}/list-${of}${SORTED}`;
}

/** Whether rows of the work file are in frames, with their original places. */
export function isFramed(of: Placed): boolean {
  return of.workFile !== of.file && FRAMED.some((end) => of.workFile.endsWith(end));
}

/** The work file that a sorted copy was made of; any other work file itself. */
function unsortedFile(of: Placed): string {
  if (of.unsorted !== undefined) return of.unsorted;
  const isSorted = of.workFile !== of.file && of.workFile.endsWith(SORTED);
  if (!isSorted) return of.workFile;
  const unsorted = of.workFile.slice(0, -SORTED.length);
  return [UNPACKED, PLACED_COPY, OWN_COPY].some((end) => unsorted.endsWith(end))
    ? unsorted
    : of.file;
}

/** The copies that the run reads in place of an input, each made of the one before. */
export function copiesOf(of: Placed): readonly string[] {
  const needed = new Set([placedFile(of), unsortedFile(of), of.workFile]);
  return [...needed].filter((path) => path !== of.file);
}

/**
 * The file that the places of records and rejects refer to: the input itself, its unpacked copy,
 * or its work copy if its format has no places.
 */
export function placedFile(of: Placed): string {
  const unsorted = unsortedFile(of);
  if (unsorted === of.file || !unsorted.endsWith(PLACED_COPY)) return unsorted;
  const original = unsorted.slice(0, -PLACED_COPY.length);
  return original.endsWith(UNPACKED) ? original : of.file;
}
