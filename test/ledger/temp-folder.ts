import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A path in a fresh folder that is removed when the test ends. */
export function tempFile(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), "nightpress-ledger-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}
