import { diagnostic } from "../base/diagnostic.ts";
import { CYCLE_FORMS, isCycle } from "../base/cycle.ts";
import { isCalendarDay } from "../base/calendar-day.ts";
import type { ParameterValues } from "../model/parameter.ts";
import { isMapping } from "../layout/data-declaration.ts";
import { nameHint } from "../yaml/suggest.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";
import type { JobValue } from "./job-schema.ts";

/** What a command line says in place of a job file, or in addition to it. */
export interface JobSettings {
  /** The records, in place of the job's own file or files; absolute paths. */
  readonly input?: string | readonly string[];
  /** Detail files by the list that their rows go into; absolute paths. */
  readonly details?: ReadonlyMap<string, string | readonly string[]>;
  readonly cycle?: string;
  readonly asOf?: string;
  /** Values of the job's parameters, as texts. */
  readonly parameters?: ReadonlyMap<string, string>;
  /** Of a run whose rejects are redriven: holds where neither job nor command line says more. */
  readonly inherited?: InheritedSettings;
  /** The job is only looked at: what a command line would have to say is left open. */
  readonly isOpen?: boolean;
}

export interface InheritedSettings {
  readonly cycle: string;
  readonly asOf: string;
  readonly parameters: ParameterValues;
}

/** Any period, for a job that is looked at without one. */
const ANY = { cycle: "2000-01", asOf: "2000-01-31" };

/** A checked job file together with the command line; faults of the latter are reported. */
export function withSettings(
  source: YamlSource,
  value: Partial<JobValue>,
  settings: JobSettings,
): Partial<JobValue> {
  const { inherited = settings.isOpen === true ? ANY : undefined } = settings;
  const input = value.input && withFiles(source, value.input, settings);
  const cycle = settings.cycle ?? value.cycle ?? inherited?.cycle;
  const asOf = settings.asOf ?? value["as-of"] ?? inherited?.asOf;
  checkPeriod(source, settings);
  if (cycle === undefined) reportOpen(source, "cycle", "--cycle 2026-10");
  if (asOf === undefined) reportOpen(source, "as-of", "--as-of 2026-10-31");
  return {
    ...value,
    ...(input && { input }),
    ...(cycle !== undefined && { cycle }),
    ...(asOf !== undefined && { "as-of": asOf }),
  };
}

function checkPeriod(source: YamlSource, { cycle, asOf }: JobSettings): void {
  const { diagnostics } = source;
  if (cycle !== undefined && !isCycle(cycle))
    diagnostics.push(
      diagnostic("job.bad-cycle", "--cycle does not name a cycle.", {
        hint: `give ${CYCLE_FORMS}`,
      }),
    );
  if (asOf !== undefined && !isCalendarDay(asOf))
    diagnostics.push(diagnostic("job.bad-date", "--as-of must be a calendar day, YYYY-MM-DD."));
}

/** Missing in the file and on the command line. A faulty value in the file is reported already. */
function reportOpen(source: YamlSource, key: "cycle" | "as-of", option: string): void {
  if (isMapping(source.value) && key in source.value) return;
  const message = `The key \`${key}\` is missing here; add it, or give ${option}.`;
  source.report("missing-key", [key], message);
}

type Input = JobValue["input"];

function withFiles(source: YamlSource, input: Input, { input: file, details }: JobSettings): Input {
  const own = input.details ?? [];
  for (const into of details?.keys() ?? []) {
    if (own.filter((detail) => detail.into === into).length === 1) continue;
    const lists = own.map((detail) => detail.into);
    const message = `The job has no detail file for \`${into}\`, which --detail names.`;
    source.diagnostics.push(
      diagnostic("job.unknown-detail", message, { hint: nameHint(into, "lists", lists) }),
    );
  }
  return {
    ...input,
    ...(file !== undefined && { file: [file].flat() }),
    ...(input.details && {
      details: own.map((detail) => ({
        ...detail,
        file: [details?.get(detail.into) ?? detail.file].flat(),
      })),
    }),
  };
}
