import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { loadCheckedJob, OPEN_SETTINGS } from "./load-run.ts";

/** The register to use: its file, or that of a job. */
export interface RegisterChoice {
  readonly register?: string | undefined;
  readonly job?: string | undefined;
}

/** The register's file, which need not exist. Throws a `UsageError` if none is named. */
export function chosenRegister(host: Host, { register, job }: RegisterChoice): string {
  if (register !== undefined) return resolve(register);
  if (job !== undefined) return loadCheckedJob(host, job, OPEN_SETTINGS).job.registerFile;
  throw new UsageError([
    diagnostic("register.not-named", "No register was named.", {
      hint: "Name its file with --register, or a job of the shop with --job.",
    }),
  ]);
}

/** The register's file. Throws a `UsageError` if it does not exist. */
export function presentRegister(host: Host, choice: RegisterChoice): string {
  const file = chosenRegister(host, choice);
  if (!host.exists(file)) throw new UsageError([noRegister(file)]);
  return file;
}

export function noRegister(file: string): Diagnostic {
  return diagnostic("register.missing-file", `There is no register ${file}.`, {
    hint:
      "Name the one that the shop's jobs name. Bring back a lost one with `nightpress register " +
      "restore` from a copy, or with `register rebuild` from the run folders.",
  });
}
