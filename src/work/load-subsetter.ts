import { fileURLToPath } from "node:url";
import type { Host } from "../base/host.ts";
import { installSubsetter, SUBSETTER_PLACE } from "../font/subset-library.ts";

/** Prepares the subsetter in this thread. */
export function loadSubsetter(host: Host): void {
  // The export `./dist/*.wasm` itself cannot be used: Node puts the file's name in place of every
  // asterisk in its path, including those in the folders above the package.
  const { library, file } = SUBSETTER_PLACE;
  const url = new URL(file, import.meta.resolve(library));
  installSubsetter(host.readFile(fileURLToPath(url)));
}
