import { accessSync, constants, existsSync, mkdtempSync, realpathSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Whether a folder exists; links are followed. */
export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** The mode bits of a file or folder; 0 if it does not exist or cannot be read. */
export function modeOf(path: string): number {
  try {
    return statSync(path).mode;
  } catch {
    return 0;
  }
}

/** When a file was last written, in ISO 8601; undefined if it does not exist. */
export function changedAtIso(file: string): string | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtime.toISOString();
}

/** The path itself, or the innermost folder above it that exists. */
export function nearestThere(path: string): string {
  let there = path;
  while (!existsSync(there) && there !== dirname(there)) there = dirname(there);
  return there;
}

/** The path without symbolic links, as far as it exists, and without a trailing slash. */
export function realPath(path: string): string {
  const there = nearestThere(path);
  return join(realpathSync(there), path.slice(there.length)).replace(/(?<=.)\/$/, "");
}

/** Whether this user may create files in a folder. */
export function isWritableFolder(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A new empty scratch folder, readable by its owner alone; the caller removes it. */
export function scratchFolder(): string {
  return mkdtempSync(`${tmpdir()}/nightpress-`);
}
