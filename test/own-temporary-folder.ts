import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Gives a test run a temporary folder of its own, which goes with it: what a test leaves behind, or
 * could not remove because it was ended, would pile up on the machine otherwise. What Node compiles
 * is kept outside, so that no process and no worker thread of a test need compile it all anew.
 */
export function setup(): () => void {
  const before = process.env["TMPDIR"];
  process.env["NODE_COMPILE_CACHE"] ??= join(tmpdir(), "node-compile-cache");
  const folder = mkdtempSync(join(tmpdir(), "nightpress-test-"));
  process.env["TMPDIR"] = folder;
  return () => {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
    rmSync(folder, { recursive: true, force: true });
  };
}
