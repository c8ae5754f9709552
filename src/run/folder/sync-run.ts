import { parentFolder } from "../../base/host.ts";
import type { RunPlace } from "./open-run.ts";
import { outputFolders } from "./run-folder.ts";

/**
 * Makes all names in a run's folders durable. A process that was killed between a rename and the
 * sync of its folder leaves a file that appears to be permanent; the next process relies on it and
 * books it, so a later power failure must not remove it.
 */
export function syncRunFolders({ host, folder }: RunPlace): void {
  const { root, shards, print, reports, decisions, reprints, rejectsFile } = folder;
  const inner = [print, reprints].flatMap((path) =>
    host.list(path).map((name) => `${path}/${name}`),
  );
  const own = [shards, ...outputFolders(folder), reports, decisions, reprints];
  for (const path of [...inner, ...own, parentFolder(rejectsFile), root, parentFolder(root)])
    if (host.exists(path)) host.syncFolder(path);
}
