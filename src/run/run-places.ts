import { resolve } from "node:path";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { Register } from "../register/register.ts";
import { readFrozenRun } from "./frozen-run.ts";
import { loadCheckedJob } from "./load-run.ts";
import { loadShop } from "./load-shop.ts";
import { noRun } from "./decision-session.ts";
import { runFolder } from "./run-folder.ts";

/** Which runs to go through: those of a register, and single ones beside it. */
export interface RunSelection {
  /** The register's file. */
  readonly register?: string | undefined;
  /** A shop's file, or a job, whose register it is. */
  readonly shop?: string | undefined;
  readonly job?: string | undefined;
  /** Output folders of runs the register does not know, such as test runs. */
  readonly runs?: readonly string[] | undefined;
}

/** Runs by the register's word, which need not lie where it says. */
export interface RunPlaces {
  readonly registerFile: string;
  /** Output folders, each once. */
  readonly folders: readonly string[];
}

/**
 * Throws a `UsageError` where no register is named or there is none, and where a folder that was
 * named holds no run.
 */
export function runPlaces(host: Host, selection: RunSelection): RunPlaces {
  const given = (selection.runs ?? []).map((folder) => resolve(folder));
  const strange = given.filter((folder) => !host.exists(runFolder(folder).jobFile));
  if (strange.length > 0) throw new UsageError(strange.map((run) => noRun(host, run)));
  const named = namedRegister(host, selection);
  const registerFile = named ?? registerOfRun(host, given[0]);
  if (named !== undefined && !host.exists(named)) throw new UsageError([noRegister(named)]);
  // Without a register of one's own choice, the runs that were named are all that is meant.
  const known =
    named === undefined
      ? []
      : Register.with(host, named, ({ runs }) => runs.all().map(({ folder }) => folder));
  return { registerFile, folders: [...new Set([...known, ...given])] };
}

function namedRegister(host: Host, { register, shop, job }: RunSelection): string | undefined {
  if (register !== undefined) return resolve(register);
  if (shop !== undefined) return loadShop(host, shop).registerFile;
  return job === undefined ? undefined : loadCheckedJob(host, job).job.registerFile;
}

function registerOfRun(host: Host, folder: string | undefined): string {
  if (folder !== undefined)
    return readFrozenRun({ host, folder: runFolder(folder) }).job.registerFile;
  throw new UsageError([
    diagnostic("search.no-runs", "Nothing says in which runs to look.", {
      hint: "Name the shop's register or a job of it, or the folders of single runs.",
    }),
  ]);
}

/** What to say where no register lies at the place named. */
export function noRegister(file: string) {
  return diagnostic("register.missing-file", `There is no register ${file}.`, {
    hint: "Name the one that the shop's jobs name.",
  });
}
