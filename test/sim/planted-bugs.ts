import { rmSync } from "node:fs";
import type { HostBug } from "./host-bugs.ts";
import type { Step } from "./shop-steps.ts";

/** A fault of the engine that the simulation must find, made by what the machine does in its place. */
export interface PlantedBug {
  readonly name: string;
  readonly host?: () => HostBug;
  /** Called before each step. */
  readonly between?: (root: string, step: Step) => void;
}

export const PLANTED_BUGS: readonly PlantedBug[] = [
  {
    name: "no-fsync-of-fragments",
    host: () => ({ skipsSync: (path) => path.endsWith(".frag.partial") }),
  },
  {
    name: "no-fsync-of-spools",
    host: () => ({ skipsSync: (path) => /\/print\/.*\.pdf\.partial$/.test(path) }),
  },
  { name: "row-before-rename", host: rowBeforeRename },
  {
    name: "no-folder-fsync",
    host: () => ({ skipsFolderSync: (path) => path.endsWith("/shards") }),
  },
  { name: "serials-used-twice", between: forgetSerials },
];

/** A fragment gets its name only when a transaction of the ledger was committed or it is read. */
function rowBeforeRename(): HostBug {
  const waiting: (() => void)[] = [];
  return {
    rename: (to, act) => void (to.endsWith(".frag") ? waiting.push(act) : act()),
    reading: (path) => {
      if (path.endsWith(".frag")) for (const act of waiting.splice(0)) act();
    },
    committed: (file) => {
      if (file.endsWith("ledger.db")) for (const act of waiting.splice(0)) act();
    },
  };
}

/** Before a second run the register is as it was before the first: its reservation is lost. */
function forgetSerials(root: string, { name }: Step): void {
  if (name !== "run 2026-11") return;
  for (const end of ["", "-wal", "-shm"]) rmSync(`${root}/register.db${end}`, { force: true });
}
