import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

export const projectFolder: string = new URL("../..", import.meta.url).pathname;

export interface SourceFile {
  /** Path from the project folder, such as `src/base/assert.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Every TypeScript file below a top-level folder of the project, sorted. */
export function sourceFiles(...folders: readonly string[]): readonly SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectFolder, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path: relative(projectFolder, path), text: readFileSync(path, "utf8") };
      })
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  );
}
