import { fileURLToPath } from "node:url";
import type { Host } from "../base/host.ts";
import { installSubsetter, SUBSETTER_PLACE } from "../font/subset-library.ts";

/** Makes the subsetter ready in this thread. */
export function loadSubsetter(host: Host): void {
  // Not by the export `./dist/*.wasm` itself: Node puts the file's name in place of every asterisk
  // of its path, those of the folders above the package among them.
  const { library, file } = SUBSETTER_PLACE;
  const url = new URL(file, import.meta.resolve(library));
  installSubsetter(host.readFile(fileURLToPath(url)));
}
