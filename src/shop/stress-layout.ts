import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import { type Host, makeDurableFolder, writeFileAtomic } from "../base/host.ts";
import { isPlainObject } from "../base/plain-object.ts";
import {
  type BranchCase,
  branchCases,
  stressCases,
  type StressCase,
} from "../cases/stress-cases.ts";
import { pathOfId, writtenKeys } from "../layout/block-path.ts";
import { sharedPaths } from "../run/host/program.ts";
import { readLayout } from "../layout/parts/read-layout.ts";
import { storedSamples, usualFirst } from "../layout/stored-samples.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawObject } from "../model/record.ts";
import { countText } from "../report/figures.ts";
import type { PrepareBy, Prepared } from "../work/prepare.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";
import { SampleComposer } from "./sample-composer.ts";

/** How a layout is tried with made-up records. */
export interface StressOptions {
  /** The same seed, the same records. */
  readonly seed: number;
  /** A folder that gets the records for which something was found, as samples. */
  readonly keep?: string;
}

/** One thing that is wrong, and the cases that show it. */
interface StressFinding {
  readonly fault: Diagnostic;
  /** The one that shows most of it. */
  readonly shown: StressCase;
  readonly cases: number;
  /** The last one of them. */
  readonly last: StressCase;
}

/**
 * Composes records that are made to strain a layout, and says what a run would reject them for,
 * each fault once, with the record that shows it best; and which conditions no record was found
 * for.
 */
export function stressLayout(
  host: Host,
  plan: LayoutPlan,
  by: PrepareBy,
  prepared: Prepared,
  { seed, keep }: StressOptions,
): Diagnostic[] {
  // Figures that are made up need not add up.
  const { asserts: _, ...tried } = plan;
  const composer = new SampleComposer(tried, by, prepared);
  const caseBy = { plan, seed, samples: soundSamples(host, by.layout, composer) };
  const ways = [...branchCases(caseBy)];
  const found = new Map<string, StressFinding>();
  for (const one of stressCases(caseBy, ways))
    for (const fault of composer.pieceFaults(one.record)) add(found, fault, one);
  const { source } = readLayout(host, by.layout, sharedPaths());
  const findings = [...found.values()];
  if (keep !== undefined) keepCases(host, keep, findings);
  const open = ways.filter(({ record }) => record === undefined);
  return [
    ...findings.map((finding) => told(source, finding)),
    ...open.map((way) => unreached(source, way)),
  ];
}

/** The layout's samples that match its data; those named as usual ones first. */
function soundSamples(host: Host, layout: string, composer: SampleComposer): RawObject[] {
  // One that is no JSON is named where samples are checked.
  return usualFirst(storedSamples(host, layout))
    .map(({ value }) => (value === undefined ? undefined : composer.valuesOf(value)))
    .filter((values) => values !== undefined);
}

/** The same fault in another case, or another row, is one finding: of the largest amount. */
function add(found: Map<string, StressFinding>, fault: Diagnostic, one: StressCase): void {
  const [subject = ""] = fault.message.split(" needs ");
  // The texts of another locale stand in blocks of their own, of the same place.
  const block = fault.block === undefined ? "" : pathOfId(fault.block).join(".");
  const key = [fault.code, block, subject.replace(/ \([^)]*\)/, "")].join("\n");
  const known = found.get(key);
  const isMore = known === undefined || (fault.excessMpt ?? 0) > (known.fault.excessMpt ?? 0);
  found.set(key, {
    fault: isMore ? fault : known.fault,
    shown: isMore ? one : known.shown,
    cases: (known?.cases ?? 0) + (known?.last === one ? 0 : 1),
    last: one,
  });
}

function told(source: YamlSource, { fault, shown, cases }: StressFinding): Diagnostic {
  const more = cases > 1 ? `, and in ${countText(cases - 1, "other case")}` : "";
  const message = `${sentence(fault.message)} In the case ${shown.name}: ${shown.why}${more}.`;
  const { data: _, ...rest } = fault;
  return { ...rest, message, source: source.place(pathOfFault(fault)) };
}

/** What is wrong with a record is told without a stop. */
function sentence(message: string): string {
  const whole = message.endsWith(".") ? message : `${message}.`;
  return `${whole.slice(0, 1).toUpperCase()}${whole.slice(1)}`;
}

/** What has no block of its own is about the address in the window, or the pages as a whole. */
function pathOfFault({ code, block }: Diagnostic): Path {
  if (block !== undefined) return pathOfId(block);
  return code.startsWith("mail.address") ? ["print", "address"] : ["blocks"];
}

function unreached(source: YamlSource, { branch, holds }: BranchCase): Diagnostic {
  const [message, hint] = holds
    ? [
        "No record was found for which this condition is true.",
        "correct it, or remove what it guards",
      ]
    : ["No record was found for which this condition is false.", "correct it, or leave it out"];
  const place = source.place(pathOfBranch(source, branch));
  return diagnostic("layout.unreached", message, { severity: "warning", source: place, hint });
}

function pathOfBranch(source: YamlSource, { id, keys }: BranchCase["branch"]): Path {
  if (id !== "") return [...pathOfId(id), ...writtenKeys(keys)];
  const [section, index] = keys;
  if (section !== "lets") return writtenKeys(keys);
  const names = isPlainObject(source.value) ? Object.keys(Object(source.value["let"])) : [];
  return ["let", names[Number(index)] ?? ""];
}

function keepCases(host: Host, folder: string, findings: readonly StressFinding[]): void {
  makeDurableFolder(host, folder);
  for (const { name, record } of new Set(findings.map(({ shown }) => shown)))
    writeFileAtomic(host, `${folder}/${name}.json`, Buffer.from(jsonText(record)));
}

function jsonText(record: RawObject): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
