import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** The bytes of a file that a package exports. */
export function packageBytes(name: string): ArrayBuffer {
  const path = createRequire(import.meta.url).resolve(name);
  const { buffer, byteOffset, byteLength } = readFileSync(path);
  if (byteLength === buffer.byteLength) return buffer as ArrayBuffer;
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
