import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { pathOfId } from "../layout/block-path.ts";
import { readLayout } from "../layout/parts/read-layout.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { PrepareBy, Prepared } from "../work/prepare.ts";
import { SampleComposer } from "./sample-composer.ts";

/**
 * Composes the records in a layout's `samples` folder, each a JSON file, and warns of those that a
 * run would reject: what overflows with values in it shows with values alone.
 */
export function layoutSamples(
  host: Host,
  plan: LayoutPlan,
  by: PrepareBy,
  prepared: Prepared,
): Diagnostic[] {
  const folder = `${by.layout}/samples`;
  if (!host.exists(folder)) return [];
  const names = host.list(folder).filter((name) => name.endsWith(".json"));
  if (names.length === 0) return [];
  const composing = new SampleComposer(plan, by, prepared);
  const { source } = readLayout(host, by.layout);
  return names.sort().flatMap((name) => {
    const file = `${folder}/${name}`;
    return faultsOf(composing, host, file).map((fault) => {
      const { block } = fault;
      const place = block === undefined ? undefined : source.place(pathOfId(block));
      return { ...asWarning(file, fault), ...(place && { source: place }) };
    });
  });
}

function faultsOf(composing: SampleComposer, host: Host, file: string): readonly Diagnostic[] {
  const raw = jsonIn(host, file);
  if (raw === undefined) return [noJson()];
  const values = composing.valuesOf(raw);
  if (values !== undefined) return composing.pageFaults(values);
  return composing
    .mismatches(raw)
    .map(({ code, field, message }) => diagnostic(code, message, { data: placeIn(file, field) }));
}

/** The value of a JSON file; undefined if it holds none. */
function jsonIn(host: Host, file: string): unknown {
  try {
    return JSON.parse(utf8Text(host.readFile(file)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function noJson(): Diagnostic {
  return diagnostic("layout.bad-sample", "The sample record is not JSON; write one object in it.");
}

/** A sample is no part of what is run, so that it warns alone. */
function asWarning(file: string, fault: Diagnostic): Diagnostic {
  const data = { ...placeIn(file, fault.data?.field ?? ""), record: -1 };
  return { ...fault, severity: "warning", data };
}

function placeIn(file: string, field: string) {
  return { file, line: 0, byteOffset: 0, record: -1, field };
}
