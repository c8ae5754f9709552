import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import { shellWord } from "../../base/shell-word.ts";
import { modeOf } from "../host/path-facts.ts";

const OTHERS = 0o077;

/**
 * A warning if an existing folder is accessible to others than its owner. They cannot read what a
 * run writes into it, but they can see the names and replace files. The folder's mode is not
 * changed: it may be `/tmp`, or hold more than the run.
 */
export function folderOpen(path: string): Diagnostic[] {
  if (process.platform === "win32") return [];
  const mode = modeOf(path);
  if ((mode & OTHERS) === 0) return [];
  const rights = (mode & 0o777).toString(8);
  const message = `The output folder ${path} is open to others than its owner (mode ${rights}).`;
  const hint = `Close it with \`chmod 700 ${shellWord(path)}\`, or name a new folder.`;
  return [diagnostic("run.folder-open", message, { severity: "warning", hint })];
}
