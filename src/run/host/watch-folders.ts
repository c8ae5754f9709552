import { type FSWatcher, watch } from "node:fs";

/** Editors write a file in several steps, and a rename is seen at both of its ends. */
const SETTLED_MS = 40;

/** Folders that are watched: with all below them, or by themselves. */
export interface WatchedFolders {
  readonly trees: Iterable<string>;
  readonly alone: Iterable<string>;
}

/**
 * Calls `changed` after something in one of these folders has, once for what happens together; of
 * one that does not exist nothing is seen. Gives what ends it.
 */
export function watchFolders({ trees, alone }: WatchedFolders, changed: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(changed, SETTLED_MS);
  };
  const watchers = [
    ...[...trees].flatMap((folder) => watcherOf(folder, true, soon) ?? []),
    ...[...alone].flatMap((folder) => watcherOf(folder, false, soon) ?? []),
  ];
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

function watcherOf(folder: string, recursive: boolean, soon: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, { recursive }, soon);
    // The folder was removed, or the system has no watches left: people can still reload.
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
