import { type Diagnostic, diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import { pathOfId } from "../layout/block-path.ts";
import { sharedPaths } from "../run/host/program.ts";
import { readLayout } from "../layout/parts/read-layout.ts";
import { notJson, type SampleFile, storedSamples } from "../layout/stored-samples.ts";
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
  const samples = storedSamples(host, by.layout);
  if (samples.length === 0) return [];
  const composing = new SampleComposer(plan, by, prepared);
  const { source } = readLayout(host, by.layout, sharedPaths());
  return samples.flatMap((sample) =>
    faultsOf(composing, sample).map((fault) => {
      const { block } = fault;
      const place = block === undefined ? undefined : source.place(pathOfId(block));
      return { ...asWarning(sample.file, fault), ...(place && { source: place }) };
    }),
  );
}

function faultsOf(
  composing: SampleComposer,
  { file, value: raw }: SampleFile,
): readonly Diagnostic[] {
  if (raw === undefined) return [notJson()];
  const values = composing.valuesOf(raw);
  if (values !== undefined) return composing.pageFaults(values);
  return composing
    .mismatches(raw)
    .map(({ code, field, message }) => diagnostic(code, message, { data: placeIn(file, field) }));
}

/** A sample is no part of what is run, so that it warns alone. */
function asWarning(file: string, fault: Diagnostic): Diagnostic {
  const data = { ...placeIn(file, fault.data?.field ?? ""), record: -1 };
  return { ...fault, severity: "warning", data };
}

function placeIn(file: string, field: string) {
  return { file, line: 0, byteOffset: 0, record: -1, field };
}
