import type { ScannedFile } from "../../model/shard.ts";
import type { RunFolder } from "./run-folder.ts";

const WORK = "/work/";

/**
 * Files of a frozen run, with their copies in its `work` folder. `job.json` has the paths that these
 * had when the run began, and since then the run may have been moved, or may be a copy of another.
 */
export function copiesHere(
  files: readonly ScannedFile[],
  { work }: Pick<RunFolder, "work">,
): readonly ScannedFile[] {
  const here = (path: string, { file }: ScannedFile): string =>
    path === file ? path : `${work}/${path.slice(path.lastIndexOf(WORK) + WORK.length)}`;
  return files.map((file) => ({
    ...file,
    workFile: here(file.workFile, file),
    ...(file.unsorted !== undefined && { unsorted: here(file.unsorted, file) }),
  }));
}
