import type { ScannedFile } from "../../model/shard.ts";
import type { RunFolder } from "./run-folder.ts";

const WORK = "/work/";

/**
 * Files of a frozen run, with their copies in its `work` folder. `job.json` has the paths of these
 * as they were when the run began; since then it may have been moved, or be a copy of another run.
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
