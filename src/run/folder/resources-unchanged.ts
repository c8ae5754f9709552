import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { fontFile } from "../../rules/font-file.ts";
import type { ProgramVersions } from "./frozen-run.ts";
import type { OpenRun } from "./open-run.ts";

/**
 * Throws a `UsageError` if a font, an image or a catalogue is not the file that the run began with,
 * or if another version of the program would continue it: composed pages would meet glyphs or art
 * they were not made for.
 */
export function checkResourcesUnchanged(
  run: Pick<OpenRun, "host" | "frozen">,
  present: ProgramVersions,
): void {
  const { frozen } = run;
  const { program } = frozen;
  const findings = [...changedFiles(run), ...changedSources(run)];
  for (const what of ["nightpress", "node", "zlib", "arch"] as const) {
    if (program[what] === present[what]) continue;
    findings.push(programChanged(what, program[what], present[what]));
  }
  if (findings.length > 0) throw new UsageError(findings);
}

/**
 * Like `checkResourcesUnchanged` for pages that are already composed and are only reprinted, which
 * a later version does as well as the one that composed them.
 */
export function checkFilesUnchanged(run: Pick<OpenRun, "host" | "frozen">): void {
  const findings = changedFiles(run);
  if (findings.length > 0) throw new UsageError(findings);
}

function changedFiles({ host, frozen: { plan } }: Pick<OpenRun, "host" | "frozen">): Diagnostic[] {
  return [...plan.fonts.map(fontFile), ...plan.images]
    .filter(({ file, hash }) => !host.exists(file) || sha256(host.readFile(file)) !== hash)
    .map(({ file }) => resourceChanged(file));
}

/** Their texts are in the plan; but a run that goes on under others would puzzle everybody. */
function changedSources({
  host,
  frozen: { plan },
}: Pick<OpenRun, "host" | "frozen">): Diagnostic[] {
  return (plan.sources ?? []).flatMap(({ file, hash }) => {
    const isSame = host.exists(file) && sha256(host.readFile(file)) === hash;
    return isSame ? [] : [resourceChanged(file)];
  });
}

function resourceChanged(file: string): Diagnostic {
  return diagnostic("run.resource-changed", `${file} has changed since this run began.`, {
    hint: "Put the original file back, or start a new run in a new folder.",
  });
}

function programChanged(what: string, began: string, present: string): Diagnostic {
  const message = `The run began with ${what} ${began} and would continue with ${present}.`;
  return diagnostic("run.program-changed", message, {
    hint: "Resume it with the version it began with, or start a new run in a new folder.",
  });
}
