import { resolve } from "node:path";
import { inspectFiles } from "../inspect/inspect-file.ts";
import type { Inspection } from "../model/inspection.ts";
import { machine } from "../run/host/machine.ts";

/** Looks at files of unknown form: what each holds, and which belongs to which. */
export function inspectInputs(files: readonly string[]): Promise<Inspection> {
  return inspectFiles(
    machine().host,
    files.map((file) => resolve(file)),
  );
}
