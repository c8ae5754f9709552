import { resolve } from "node:path";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { points } from "../../base/units.ts";
import { Ledger } from "../../ledger/ledger.ts";
import { type Channel, CHANNELS } from "../../model/channel.ts";
import type { ComparedSide } from "../../model/comparison.ts";
import type { CustomerRecord } from "../../model/record.ts";
import { noLedger, noRun } from "../../run/decisions/decision-session.ts";
import { readFrozenRun } from "../../run/folder/frozen-run.ts";
import type { BookedRun } from "../../run/folder/open-run.ts";
import { checkFilesUnchanged } from "../../run/folder/resources-unchanged.ts";
import { runFolder } from "../../run/folder/run-folder.ts";
import { programVersions } from "../../run/host/program.ts";
import { emailImages } from "../../work/email-images.ts";
import type { LetterBy } from "../../work/letter/letter-composer.ts";
import { loadSubsetter } from "../../work/load-subsetter.ts";
import { prepare } from "../../work/prepare.ts";
import { forEachRecord, unreadable } from "../sampling/document-kinds.ts";
import { ChangeBook, placesIn } from "./change-book.ts";
import { DocumentComparer, type DocumentChange, otherChange } from "./compare-document.ts";
import type { Compared, CompareSettings } from "./compare-layouts.ts";
import { KeyedChannels } from "./keyed-channels.ts";
import { sourcesOf } from "./example-pictures.ts";
import { LayoutView } from "./layout-view.ts";
import { StoredRenditions } from "./stored-renditions.ts";

/** A finished run that is looked at, and what its documents are composed with. */
interface OpenedRun {
  readonly run: BookedRun;
  readonly by: LetterBy;
  readonly channels: KeyedChannels;
}

/**
 * Compares two finished runs, document by document: what the layouts of both make of the records of
 * the second one, on the channels that a key has in both. So what differs is due to the layouts and
 * not to the data, which may be those of another month. Throws a `UsageError` for runs that cannot
 * be compared.
 */
export async function compareRuns(
  host: Host,
  sides: { readonly before: string; readonly after: string },
  settings: CompareSettings,
): Promise<Compared> {
  const before = await openedRun(host, sides.before);
  try {
    const after = await openedRun(host, sides.after);
    try {
      return new RunComparison(before, after, settings).compared(sides);
    } finally {
      after.run.ledger.close();
    }
  } finally {
    before.run.ledger.close();
  }
}

async function openedRun(host: Host, name: string): Promise<OpenedRun> {
  const folder = runFolder(resolve(name));
  if (!host.exists(folder.jobFile)) throw new UsageError([noRun(host, name)]);
  if (!host.exists(folder.ledgerFile)) throw new UsageError([noLedger(folder)]);
  const frozen = readFrozenRun({ host, folder });
  checkFilesUnchanged({ host, frozen });
  const { plan, job } = frozen;
  const prepared = await prepare(host, plan, job);
  const images = await emailImages(host, plan, job.layout);
  loadSubsetter(host);
  const version = programVersions().nightpress;
  const by = { plan, job, prepared, emailImages: images, version };
  const ledger = Ledger.open(host, folder.ledgerFile);
  const channels = new KeyedChannels(ledger);
  if (channels.keys > 0) return { run: { host, folder, frozen, ledger }, by, channels };
  ledger.close();
  throw new UsageError([nothingMade(name)]);
}

class RunComparison {
  readonly #before: OpenedRun;
  readonly #after: OpenedRun;
  readonly #settings: CompareSettings;
  readonly #book: ChangeBook;
  readonly #comparer: DocumentComparer | undefined;
  readonly #hasSameData: boolean;
  /** Of the runs whose records are read. */
  readonly #stored: { readonly before?: StoredRenditions; readonly after: StoredRenditions };
  #both = 0;
  #onlyAfter = 0;

  constructor(before: OpenedRun, after: OpenedRun, settings: CompareSettings) {
    const [a, b] = [before.run.frozen, after.run.frozen];
    this.#before = before;
    this.#after = after;
    this.#settings = settings;
    this.#book = new ChangeBook(placesIn(a.plan, b.plan));
    this.#hasSameData = dataOf(a) === dataOf(b);
    // The same layout makes the same of the same record.
    if (a.plan.hash !== b.plan.hash)
      this.#comparer = new DocumentComparer(
        new LayoutView(before.by),
        new LayoutView(after.by),
        points(settings.tolerancePt),
      );
    this.#stored = {
      after: new StoredRenditions(after.run, after.by),
      ...(this.#hasSameData && { before: new StoredRenditions(before.run, before.by) }),
    };
  }

  compared(names: { readonly before: string; readonly after: string }): Compared {
    const { run } = this.#after;
    const gone = unreadable(run);
    if (gone !== undefined) throw noRecords(names.after, gone);
    try {
      forEachRecord(run, undefined, (record) => this.#document(record));
    } finally {
      this.#stored.after.close();
      this.#stored.before?.close();
    }
    return {
      of: "runs",
      before: sideOf(names.before, this.#before),
      after: sideOf(names.after, this.#after),
      documents: {
        both: this.#both,
        onlyBefore: this.#before.channels.keys - this.#both,
        onlyAfter: this.#onlyAfter,
      },
      notes: this.#hasSameData ? [] : [OTHER_DATA],
      book: this.#book,
      sources: sourcesOf(this.#before.by, this.#after.by, this.#settings.isMasked),
    };
  }

  #document(record: CustomerRecord): void {
    const { key, ordinal } = record;
    if (!this.#after.channels.has(ordinal)) return;
    const [before, after] = [this.#before, this.#after].map((one) => one.channels.of(key));
    if (before === undefined || after === undefined || after.length === 0) return;
    if (before.length === 0) {
      this.#onlyAfter += 1;
      return;
    }
    this.#both += 1;
    const label = this.#settings.labelOf(record);
    const groups = this.#book.add({ label, record }, this.#changes(record, before, after));
    if (groups.length > 0) this.#settings.onDocument(label, groups);
  }

  #changes(
    record: CustomerRecord,
    before: readonly Channel[],
    after: readonly Channel[],
  ): DocumentChange[] {
    const common = CHANNELS.filter((one) => before.includes(one) && after.includes(one));
    const changes = this.#comparer?.compare(record, common) ?? [];
    const [from, to] = [before, after].map((channels) => channels.join(" and "));
    if (from !== undefined && to !== undefined && from !== to)
      changes.push(otherChange(after[0] ?? "print", "channel", from, to));
    changes.push(...storedChanges("first", this.#stored.before?.otherwise(record, before)));
    changes.push(...storedChanges("second", this.#stored.after.otherwise(record, after)));
    return changes;
  }
}

const OTHER_DATA =
  "The runs have different data. Both layouts were given the records of the second run, so that " +
  "what differs in texts and pages is due to the layouts; channels may differ because of the data.";

function storedChanges(run: string, channels: readonly Channel[] = []): DocumentChange[] {
  return channels.map((channel) =>
    otherChange(channel, "stored", `the ${run} run's bytes`, "what this program composes"),
  );
}

/** What the records of a run are read from, and how; wherever that lies. */
function dataOf({ job, scan }: BookedRun["frozen"]): string {
  const files = scan.files.map(({ sha256, sizeBytes }) => [sha256, sizeBytes]);
  return JSON.stringify([files, scan.shards, job.input], (_key, value: unknown) =>
    typeof value === "string" && value.startsWith("/") ? "" : value,
  );
}

function sideOf(name: string, { run: { frozen } }: OpenedRun): ComparedSide {
  const { plan, program } = frozen;
  return {
    name,
    layout: plan.name,
    layoutSha256: plan.hash,
    program: program.nightpress,
  };
}

function noRecords(run: string, why: string): UsageError {
  const message = `The records of the run in ${run} cannot be read: ${why}.`;
  const hint =
    "Put the inputs back where they were. Or compare the layouts of both runs on other records: " +
    "`nightpress compare LAYOUT LAYOUT --data FILE`.";
  return new UsageError([diagnostic("cli.bad-usage", message, { hint })]);
}

function nothingMade(run: string): Diagnostic {
  const message = `The run in ${run} has made no spool and no batch yet.`;
  return diagnostic("cli.bad-usage", message, { hint: "Name a run that has finished." });
}
