import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { type Host, isFaultOfFile } from "../../base/host.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import { CaseNames } from "../../cases/case-names.ts";
import { slug } from "../../cases/form-cases.ts";
import { stressCases } from "../../cases/stress-cases.ts";
import { notJson, storedSamples, usualFirst } from "../../layout/stored-samples.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { RawObject } from "../../model/record.ts";
import type { OpenLayout } from "../opened-layout.ts";
import type { PreviewCase } from "./preview-state.ts";

/** A case with its record; undefined if its file holds none. */
export interface RecordCase extends PreviewCase {
  readonly record: unknown;
  readonly faults: readonly Diagnostic[];
}

/** The same cases each time. */
const SEED = 1;
/** Enough to see a long list; a page of a preview is to be there at once. */
const ROWS_MAX = 400;

/** The records to look at: that of a file of one's own, samples, and those made for the layout. */
export function previewCases(
  host: Host,
  layout: OpenLayout,
  folder: string,
  recordFile: string | undefined,
): readonly RecordCase[] {
  const names = new CaseNames();
  const files = usualFirst(storedSamples(host, folder));
  const samples = files.map(({ name, value }) => {
    const short = name.replace(/\.json$/, "");
    return fileCase("sample", `sample-${slug(short)}`, `the sample ${name}`, value);
  });
  const own = recordFile === undefined ? [] : [ownCase(host, recordFile)];
  // Other cases may be like those that match the layout's data.
  const sound = samples
    .map(({ record }) => layout.compose(record, { channels: [] }).values)
    .filter((values) => values !== undefined);
  const made = madeCases(layout.plan, sound);
  return [...own, ...samples, ...made].map((one) => names.apart(one));
}

function madeCases(plan: LayoutPlan, samples: readonly RawObject[]): RecordCase[] {
  const made = stressCases({ plan, seed: SEED, samples, rowsMax: ROWS_MAX });
  return [...made].map((one) => ({ ...one, kind: "generated", faults: [] }));
}

function ownCase(host: Host, file: string): RecordCase {
  let value: unknown;
  try {
    value = JSON.parse(utf8Text(host.readFile(file)));
  } catch (error) {
    if (isFaultOfFile(error)) throw noRecord(file);
  }
  return fileCase("record", "record", `the record in ${file}`, value);
}

function fileCase(
  kind: PreviewCase["kind"],
  name: string,
  why: string,
  value: unknown,
): RecordCase {
  const isRecord = isPlainObject(value);
  return {
    kind,
    name,
    why,
    record: isRecord ? value : undefined,
    faults: isRecord ? [] : [notJson()],
  };
}

function noRecord(file: string): UsageError {
  const hint = "Name a file with one record, as JSON, or the number of a sample.";
  const message = `The record ${file} cannot be read.`;
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}
