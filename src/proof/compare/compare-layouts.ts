import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { points } from "../../base/units.ts";
import type { ComparedSide, Comparison } from "../../model/comparison.ts";
import type { CustomerRecord } from "../../model/record.ts";
import { layoutFolder } from "../../run/folder/layout-folder.ts";
import { programVersions } from "../../run/host/program.ts";
import type { LetterBy } from "../../work/letter/letter-composer.ts";
import { openLetterBy } from "../open-layout.ts";
import { ChangeBook, placesIn } from "./change-book.ts";
import { DocumentComparer } from "./compare-document.ts";
import { dataRecords, sampleRecords } from "./data-records.ts";
import { type ExampleSources, sourcesOf } from "./example-pictures.ts";
import { LayoutView } from "./layout-view.ts";

/** What was found, before it is written for people. */
export interface Compared {
  readonly of: Comparison["of"];
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly documents: Omit<Comparison["documents"], "changed">;
  readonly notes: readonly string[];
  readonly book: ChangeBook;
  readonly sources: ExampleSources;
}

/** How two things are compared. */
export interface CompareSettings {
  readonly tolerancePt: number;
  readonly isMasked: boolean;
  /** Told of each document that differs: its key or number, and the ids of its groups. */
  readonly onDocument: (label: string, groups: readonly string[]) => void;
  readonly labelOf: (record: Pick<CustomerRecord, "key" | "ordinal">) => string;
}

export interface LayoutsRequest {
  /** A file of records; the layouts' samples by default. */
  readonly data?: string | undefined;
  /** The field that is a record's key there. */
  readonly key?: string | undefined;
  readonly asOf?: string | undefined;
}

/** Compares what two layouts make of the same records, on all channels that both have. */
export async function compareLayouts(
  host: Host,
  sides: { readonly before: string; readonly after: string },
  { data, key, asOf = USUAL_DAY }: LayoutsRequest,
  settings: CompareSettings,
): Promise<Compared> {
  const folders = [sides.before, sides.after].map((name) => layoutFolder(host, name));
  if (data !== undefined && !host.exists(data)) throw new UsageError([noData(data)]);
  if (data === undefined && key !== undefined) throw new UsageError([keyOfSamples()]);
  const { by: before } = await openLetterBy(sides.before, { asOf });
  const { by: after } = await openLetterBy(sides.after, { asOf });
  const [a, b] = [new LayoutView(before), new LayoutView(after)];
  const channels = a.channels.filter((channel) => b.channels.includes(channel));
  const comparer = new DocumentComparer(a, b, points(settings.tolerancePt));
  const book = new ChangeBook(placesIn(a.plan, b.plan));
  let both = 0;
  const records = data === undefined ? sampleRecords(host, folders) : dataRecords(host, data, key);
  for (const record of records) {
    both += 1;
    const label = settings.labelOf(record);
    const groups = book.add({ label, record }, comparer.compare(record, channels));
    if (groups.length > 0) settings.onDocument(label, groups);
  }
  if (both === 0) throw new UsageError([nothing(data)]);
  return {
    of: "layouts",
    before: sideOf(sides.before, before),
    after: sideOf(sides.after, after),
    documents: { both, onlyBefore: 0, onlyAfter: 0 },
    notes: channelNotes(a, b),
    book,
    sources: sourcesOf(before, after, settings.isMasked),
  };
}

/** Letters are made as of the day that proofs are. */
const USUAL_DAY = "2026-10-31";

function sideOf(name: string, { plan }: LetterBy): ComparedSide {
  const program = programVersions().nightpress;
  return { name, layout: plan.name, layoutSha256: plan.hash, program };
}

function channelNotes(a: LayoutView, b: LayoutView): string[] {
  const gone = a.channels.filter((channel) => !b.channels.includes(channel));
  const come = b.channels.filter((channel) => !a.channels.includes(channel));
  return [
    ...gone.map((channel) => `Only the first layout has ${channel}; it was not compared.`),
    ...come.map((channel) => `Only the second layout has ${channel}; it was not compared.`),
  ];
}

function noData(file: string): Diagnostic {
  return diagnostic("cli.bad-usage", `There is no file ${file}.`, {
    hint: "Name a file with records, or leave out --data to compare by the layouts' samples.",
  });
}

function keyOfSamples(): Diagnostic {
  return diagnostic("cli.bad-usage", "The option --key names a field of the records of --data.", {
    hint: "Leave it out, samples have the names of their files; or name records: --data FILE.",
  });
}

function nothing(data: string | undefined): Diagnostic {
  const message =
    data === undefined ? "Neither layout has samples." : `The file ${data} has no record.`;
  return diagnostic("cli.bad-usage", message, {
    hint: "Name a file with records: --data FILE.",
  });
}
