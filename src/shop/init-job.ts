import { dayAt } from "../base/calendar-day.ts";
import { basename, dirname, join, relative, resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../base/host.ts";
import { type DraftFiles, draftFiles } from "../inspect/draft/draft-files.ts";
import { inspectFiles } from "../inspect/inspect-file.ts";
import { databasePath } from "./inspect-inputs.ts";
import { machine } from "../run/host/machine.ts";

export interface InitRequest {
  /** The files that a job is made for. */
  readonly from: readonly string[];
  /** What queries among them are put to: the URL of a PostgreSQL database, or an SQLite file. */
  readonly database?: string | undefined;
  /** Where job and layout are written; beside the first file if omitted. */
  readonly out?: string | undefined;
  /** The name of job and layout; that of the first file if omitted. */
  readonly name?: string | undefined;
}

export interface InitReport {
  readonly job: string;
  readonly layout: string;
  readonly questions: readonly string[];
}

/**
 * Looks at real files and writes a job and a layout that read and print them. Throws a `UsageError`
 * if there is a job or layout of that name already.
 */
export async function initJob({ from, database, out, name }: InitRequest): Promise<InitReport> {
  const { host } = machine();
  const files = from.map((file) => resolve(file));
  const [first = "."] = files;
  const folder = resolve(out ?? dirname(first));
  const jobName = name ?? nameOf(first);
  const jobFile = join(folder, "job.yaml");
  const layoutFile = join(folder, jobName, "layout.yaml");
  refuseExisting(host, [jobFile, layoutFile]);
  const today = dayAt(host.nowMs());
  const pathOf = (file: string): string => relative(folder, file) || basename(file);
  const inspection = await inspectFiles(host, files, databasePath(database));
  const draft = draftFiles(inspection, { name: jobName, today, pathOf });
  write(host, draft, jobFile, layoutFile);
  return {
    job: jobFile,
    layout: layoutFile,
    questions: draft.questions.map((line) => line.trim()),
  };
}

function write(host: Host, draft: DraftFiles, jobFile: string, layoutFile: string): void {
  const encoder = new TextEncoder();
  makeDurableFolder(host, dirname(layoutFile));
  writeFileAtomic(host, layoutFile, encoder.encode(draft.layout));
  writeFileAtomic(host, jobFile, encoder.encode(draft.job));
}

/** A name that job and layout may have, from that of a file. */
function nameOf(file: string): string {
  const plain = basename(file)
    .replace(/\..*$/, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  return plain.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "job";
}

function refuseExisting(host: Host, files: readonly string[]): void {
  const findings = files.filter((file) => host.exists(file)).map(alreadyThere);
  if (findings.length > 0) throw new UsageError(findings);
}

function alreadyThere(file: string): Diagnostic {
  return diagnostic("init.exists", `There is a file already: ${file}`, {
    hint: "Give another folder with --out, or another name with --name.",
  });
}
