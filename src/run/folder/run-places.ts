import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { Register } from "../../register/register.ts";
import { readFrozenRun } from "./frozen-run.ts";
import { loadCheckedJob, OPEN_SETTINGS } from "./load-run.ts";
import { loadShop } from "./load-shop.ts";
import { noRun } from "../decisions/decision-session.ts";
import { runFolder } from "./run-folder.ts";

/** The runs to go through: those of a register, and single ones beside it. */
export interface RunSelection {
  /** The register's file. */
  readonly register?: string | undefined;
  /** A shop's file, or a job, that names the register. */
  readonly shop?: string | undefined;
  readonly job?: string | undefined;
  /** Output folders of runs the register does not know, such as test runs. */
  readonly runs?: readonly string[] | undefined;
}

/** Runs listed in the register, whose folders may have moved. */
export interface RunPlaces {
  readonly registerFile: string;
  /** Output folders, each once. */
  readonly folders: readonly string[];
}

/**
 * Throws a `UsageError` if no register is named or it does not exist, and if a named folder holds
 * no run.
 */
export function runPlaces(host: Host, selection: RunSelection): RunPlaces {
  const given = (selection.runs ?? []).map((folder) => resolve(folder));
  const strange = given.filter((folder) => !host.exists(runFolder(folder).jobFile));
  if (strange.length > 0) throw new UsageError(strange.map((run) => noRun(host, run)));
  const named = namedRegister(host, selection);
  const registerFile = named ?? registerOfRun(host, given[0]);
  if (named !== undefined && !host.exists(named)) throw new UsageError([noRegister(named)]);
  // If no register is named, only the named runs are meant.
  const known =
    named === undefined
      ? []
      : Register.with(host, named, ({ runs }) => runs.all().map(({ folder }) => folder));
  return { registerFile, folders: [...new Set([...known, ...given])] };
}

function namedRegister(host: Host, { register, shop, job }: RunSelection): string | undefined {
  if (register !== undefined) return resolve(register);
  if (shop !== undefined) return loadShop(host, shop).registerFile;
  return job === undefined ? undefined : loadCheckedJob(host, job, OPEN_SETTINGS).job.registerFile;
}

function registerOfRun(host: Host, folder: string | undefined): string {
  if (folder !== undefined)
    return readFrozenRun({ host, folder: runFolder(folder) }).job.registerFile;
  throw new UsageError([
    diagnostic("search.no-runs", "No runs to search are named.", {
      hint: "Name the shop's register or a job of it, or the folders of single runs.",
    }),
  ]);
}

/** The finding for a register that does not exist at the place named. */
export function noRegister(file: string) {
  return diagnostic("register.missing-file", `There is no register ${file}.`, {
    hint: "Name the register that the shop's jobs use.",
  });
}
