import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { defined } from "../../src/base/assert.ts";
import { loadJob, type LoadedJob } from "../../src/job/load-job.ts";
import type { RawObject } from "../../src/model/record.ts";
import type { Reject } from "../../src/model/reject.ts";
import { runIntake } from "../intake/run-intake.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { host, shared } from "../layout/support.ts";

const DATA = `
  id: text
  name: text
  plan: one of [automatic, manual]?
  due: date?
  total: money?
  rate: decimal?
  count: integer?
  paperless: boolean?
  note: text?
  address: address?
  lines: [{ date: date, text: text, amount: money }]
`;

const LAYOUT = `layout: mapped
data:${DATA}
format: { locale: en-US, currency: USD }
fonts: { sans: { regular: NotoSans-Regular.ttf } }
colors: { ink: { gray: 0 } }
styles: { body: { size: 9pt, leading: 12pt } }
title: Mapped
print:
  stock: letter-60lb-duplex
  envelope: us-10-window
  address: address
  masters: [{ name: first, body: [0.75in, 3.75in, 7in, 6.4in] }]
blocks: [{ paragraph: "{name}" }]
`;

const JOB = `job: mapped
mode: test
cycle: 2026-10
as-of: 2026-10-31
seed: 7
layout: mapped
mail: { mailer-id: "902123456", service-type: "270" }
`;

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes a job whose `input` is this text, with more beside it, and gives its path. */
export function writeMapped(input: string, files: Files = {}, more = ""): string {
  const folder = temporaryFolder("mapped");
  mkdirSync(join(folder, "mapped"));
  writeFileSync(join(folder, "mapped/layout.yaml"), LAYOUT);
  const job = join(folder, "job.yaml");
  writeFileSync(job, `${JOB}input:\n${input.replaceAll(/^(?=.)/gm, "  ")}${more}`);
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return job;
}

export function loadMapped(input: string, files: Files = {}, more = ""): LoadedJob {
  return loadJob(host, writeMapped(input, files, more), shared);
}

export interface MappedResult {
  readonly values: readonly RawObject[];
  readonly keys: readonly string[];
  readonly rejects: readonly Reject[];
}

/** What intake makes of files by a job that must be right. */
export function readMapped(input: string, files: Files): MappedResult {
  const { job, plan, diagnostics } = loadMapped(input, files);
  if (job === undefined) throw new Error(summary(diagnostics).join("\n"));
  const { records, rejects } = runIntake(job.input, defined(plan, "a plan").shape);
  return {
    values: records.map(({ values }) => values),
    keys: records.map(({ key }) => key),
    rejects,
  };
}

/** Diagnostics as lines: code, place in the job, message and hint. */
export function summary(diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, message, hint, source }) => {
    const advice = hint === undefined ? "" : ` (${hint})`;
    return `${code} ${source?.path ?? ""}: ${message}${advice}`;
  });
}
