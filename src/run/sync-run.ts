import { parentFolder } from "../base/host.ts";
import type { RunPlace } from "./open-run.ts";
import { outputFolders } from "./run-folder.ts";

/**
 * Makes all names in a run's folders durable. A process that was killed between a rename and the
 * sync of its folder leaves a file that looks as if it were there for good; whoever goes on with
 * the run relies on it, and books it, so that no later loss of power may take it away.
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
