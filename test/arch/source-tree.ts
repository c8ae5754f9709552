import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const projectFolder: string = fileURLToPath(new URL("../..", import.meta.url));

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
