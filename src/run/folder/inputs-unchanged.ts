import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { fileHash } from "../../base/file-hash.ts";
import type { Host } from "../../base/host.ts";
import { placedFile } from "../../intake/files/input-files.ts";
import type { ScannedFile } from "../../model/shard.ts";

/** Throws a `UsageError` if an input is not the file that the run began with. */
export function checkInputsUnchanged(host: Host, files: readonly ScannedFile[]): void {
  const changed = files.filter((file) => !isSame(host, file));
  if (changed.length === 0) return;
  throw new UsageError(changed.map(({ file }) => inputChanged(file)));
}

export function inputChanged(file: string): Diagnostic {
  return diagnostic("run.input-changed", `The input ${file} has changed since this run began.`, {
    hint: "Put the original file back, or start a new run in a new folder.",
  });
}

/** For a query, whose file may be as it was: what it gives has changed. */
export function rowsChanged(file: string): Diagnostic {
  const message =
    `The query ${file} gives other rows than when this run began, and the run's copy of those ` +
    "is gone or damaged.";
  return diagnostic("run.input-changed", message, {
    hint:
      "Put the run's `work` folder back from a backup, or the query and its tables as they were; " +
      "or start a new run in a new folder.",
  });
}

function isSame(host: Host, scanned: ScannedFile): boolean {
  const { file, workFile, sizeBytes, sha256 } = scanned;
  if (!host.exists(workFile)) return false;
  if (placedFile(scanned) !== file) return true;
  return host.exists(file) && host.sizeBytes(file) === sizeBytes && fileHash(host, file) === sha256;
}
