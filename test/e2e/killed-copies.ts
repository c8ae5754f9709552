import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** A killed run as it was, in a folder of this name. */
export function putBack(kept: string, out: string): void {
  rmSync(out, { recursive: true, force: true });
  cpSync(kept, out, { recursive: true });
}

/** Puts other bytes into the last half of a copy, whose rows are still to be composed. */
export function damage(copy: string): void {
  const bytes = readFileSync(copy);
  bytes.fill("x", bytes.length >> 1);
  writeFileSync(copy, bytes);
}
