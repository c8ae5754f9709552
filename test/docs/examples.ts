import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf, readDocument } from "./documents.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** A new folder with the files that pages show in full. */
export function exampleFolder(...pages: readonly string[]): string {
  const folder = temporaryFolder("docs");
  for (const page of pages)
    for (const [name, text] of filesOf(readDocument(page))) writeExample(folder, name, text);
  return folder;
}

export function writeExample(folder: string, name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}
