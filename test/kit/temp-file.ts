import { rmSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { temporaryFolder } from "./temporary-folder.ts";

/** A path in a fresh folder that is removed when the test ends. */
export function tempFile(name: string): string {
  const folder = temporaryFolder("ledger");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, name);
}
