import type { InputSpec } from "../../model/job.ts";
import { type InputPart, inputParts } from "../files/input-files.ts";

/** A copy of a file as it can be read: unpacked, recoded, or what came by standard input. */
export interface PlainCopy {
  readonly path: string;
  /** Of the sender's file; of what was unpacked for a member of an archive. */
  readonly sizeBytes: number;
  readonly sha256: string;
}

/** The files of an input one by one, with the copies that had to be made to read them. */
export interface PreparedSources {
  readonly parts: readonly InputPart[];
  /** By the index of the part. */
  readonly plain: ReadonlyMap<number, PlainCopy>;
}

/** The sources of an input whose files can be read as they are. */
export function asTheyAre(input: InputSpec): PreparedSources {
  return { parts: inputParts(input), plain: new Map() };
}
