import { resolve } from "node:path";
import { inspectFiles } from "../inspect/inspect-file.ts";
import type { Inspection } from "../model/inspection.ts";
import { machine } from "../run/host/machine.ts";

/** Looks at files of unknown form: what each holds, and which belongs to which. */
export function inspectInputs(files: readonly string[], database?: string): Promise<Inspection> {
  const paths = files.map((file) => resolve(file));
  return inspectFiles(machine().host, paths, databasePath(database));
}

/** A URL as it is; a file with its whole path. */
export function databasePath(database: string | undefined): string | undefined {
  return database === undefined || database.includes("://") ? database : resolve(database);
}
