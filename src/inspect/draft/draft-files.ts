import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Inspection } from "../../model/inspection.ts";
import { type DraftBy, jobLines } from "./draft-job.ts";
import { layoutLines } from "./draft-layout.ts";
import { draftPlan } from "./draft-plan.ts";

/** A job and a first plain layout for the files that were looked at. */
export interface DraftFiles {
  readonly job: string;
  readonly layout: string;
  /** Lines with a question, as they stand in both. */
  readonly questions: readonly string[];
}

/** Drafts a job and a layout. Throws a `UsageError` if no file has records that it could read. */
export function draftFiles(inspection: Inspection, by: DraftBy): DraftFiles {
  const plan = draftPlan(inspection);
  if (plan === undefined)
    throw new UsageError([
      diagnostic("init.no-records", "None of the files has records that a job could be made for.", {
        hint: "Give the files with the records; `nightpress inspect FILE...` shows what was found.",
      }),
    ]);
  const [job, layout] = [jobLines(plan, by), layoutLines(plan, by)];
  const questions = [...job, ...layout].filter((line) => line.includes("# ? "));
  return { job: textOf(job), layout: textOf(layout), questions };
}

function textOf(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
