import type { InputFile, InputSpec } from "../../model/job.ts";
import type { ScannedFile } from "../../model/shard.ts";

const UNPACKED = ".unpacked";
const SORTED = ".sorted";

/**
 * The files of an input in the order that shards and scans list them: the master, then the details.
 */
export function inputFiles(input: InputSpec): readonly InputFile[] {
  return [input, ...input.details];
}

/** The name of the unpacked copy of an input file. */
export function unpackedPath(workFolder: string, fileIndex: number): string {
  return `${workFolder}/input-${fileIndex}${UNPACKED}`;
}

/** The name of the sorted copy of an input file; it tells whether the file had to be unpacked. */
export function sortedPath(workFolder: string, fileIndex: number, isUnpacked: boolean): string {
  return `${workFolder}/input-${fileIndex}${isUnpacked ? UNPACKED : ""}${SORTED}`;
}

/** Whether the work file is a sorted copy, whose rows carry their original places. */
export function isSortedCopy(file: Pick<ScannedFile, "file" | "workFile">): boolean {
  return file.workFile !== file.file && file.workFile.endsWith(SORTED);
}

/**
 * The file that the places of records and rejects refer to: the input itself or its unpacked copy.
 */
export function placedFile(file: Pick<ScannedFile, "file" | "workFile">): string {
  if (!isSortedCopy(file)) return file.workFile;
  const unsorted = file.workFile.slice(0, -SORTED.length);
  return unsorted.endsWith(UNPACKED) ? unsorted : file.file;
}
