import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { STANDARD_INPUT } from "../intake/files/input-files.ts";
import type { Job } from "../model/job.ts";
import { isFolder, isWritableFolder, nearestThere, realPath } from "../run/host/path-facts.ts";

/**
 * Throws a `UsageError` if a run cannot use the folder: it is a file, it is not writable, or it
 * holds a file that the run reads and might overwrite or remove.
 */
export function refuseBadOut(out: string, jobFile: string, job: Job): void {
  const found = faultOf(out, [resolve(jobFile), ...filesOf(job)]);
  if (found !== undefined) throw new UsageError([found]);
}

function faultOf(out: string, files: readonly string[]): Diagnostic | undefined {
  const there = nearestThere(out);
  if (!isFolder(there)) return noFolder(out, there);
  if (!isWritableFolder(there)) return notWritable(out, there);
  const folder = realPath(out);
  const inside = files.find((file) => `${realPath(file)}/`.startsWith(`${folder}/`));
  return inside === undefined ? undefined : holdsInput(out, inside);
}

/** All files that a run reads, and must find again when it is resumed. */
function filesOf({ input, layout, seeds, suppress = [] }: Job): string[] {
  const read = seeds === undefined ? [input] : [input, seeds.input];
  const inputs = read
    .flatMap((one) => [one, ...one.details])
    .flatMap(({ file, more = [] }) => [file, ...more]);
  const files = [...inputs.filter((file) => file !== STANDARD_INPUT), layout];
  return [...files, ...suppress.map(({ file }) => file)];
}

const HINT = "Name a separate folder with --out; it need not exist yet.";

function noFolder(out: string, there: string): Diagnostic {
  const what = there === out ? "it is a file" : `${there} is a file`;
  return diagnostic("run.out-no-folder", `The run cannot write to ${out}: ${what}.`, {
    hint: HINT,
  });
}

function notWritable(out: string, there: string): Diagnostic {
  const message = `The run may not write to ${out}: this user cannot write to ${there}.`;
  return diagnostic("run.out-not-writable", message, { hint: HINT });
}

function holdsInput(out: string, file: string): Diagnostic {
  const message = `The output folder ${out} holds ${file}, which the run reads.`;
  return diagnostic("run.out-holds-input", message, { hint: HINT });
}
