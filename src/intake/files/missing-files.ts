import type { Diagnostic } from "../../base/diagnostic.ts";
import { type Host, HostError } from "../../base/host.ts";
import type { InputFile } from "../../model/job.ts";
import { inputFinding } from "../check/input-findings.ts";
import { readRange, withFile } from "./file-window.ts";

/** Codes of errors that are about the named file, not about the disk. */
const NOT_A_FILE: ReadonlySet<string> = new Set(["EISDIR", "ENOTFILE", "EACCES", "EPERM"]);
const GIVE_FILE = "put the file there, or correct its path in the job";

/** Findings about input files that do not exist; if all do, about those that cannot be read. */
export function missingFiles(host: Host, files: readonly InputFile[]): Diagnostic[] {
  const missing = files.filter(({ file }) => !host.exists(file));
  if (missing.length > 0) return missing.map(({ file }) => notThere(file));
  return files.flatMap(({ file }) => unreadable(host, file));
}

/**
 * A path that is not a file, or that we may not read, is the job's fault; a failing disk is not.
 */
function unreadable(host: Host, file: string): Diagnostic[] {
  try {
    host.sizeBytes(file);
    withFile(host, file, (open) => readRange(open, 0, 1));
    return [];
  } catch (error) {
    if (!(error instanceof HostError) || !NOT_A_FILE.has(error.code)) throw error;
    return [inputFinding("input.unreadable", error.message, { file }, GIVE_FILE)];
  }
}

function notThere(file: string): Diagnostic {
  const isPattern = /[*?]/.test(file.slice(file.lastIndexOf("/") + 1));
  const message = isPattern ? "no file fits the pattern" : "the input file does not exist";
  return inputFinding("input.missing-file", message, { file }, GIVE_FILE);
}
