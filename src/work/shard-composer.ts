import type { Ordinal } from "../base/units.ts";
import { defined } from "../base/assert.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { ShardReader } from "../intake/shard-reader.ts";
import type { UnitChoice, UnitRange } from "../intake/unit-choice.ts";
import type { CustomerRecord } from "../model/record.ts";
import type { Reject } from "../model/reject.ts";
import type { Shard } from "../model/shard.ts";
import type { ComposedShard, ComposeSetup } from "../run/tasks/composed-shard.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { MoneyFields, MoneySums } from "../run/sums/money-sums.ts";
import { type PoisonUnit, poisonFault } from "../run/tasks/poison-unit.ts";
import { rejectOf } from "../run/rejects/reject-of.ts";
import { PART_FRAGMENT, PART_INTAKE, StageClock } from "../run/tasks/stage-clock.ts";
import { TaskPulse } from "../run/tasks/task-pulse.ts";
import { type CollectedShard, FragmentWriter } from "../spool/fragment-writer.ts";
import { DocumentComposer } from "./document-composer.ts";
import { FragmentSink } from "./fragment-sink.ts";
import { openFonts } from "./open-fonts.ts";

/** Faults of rows that may be misread, including their keys. */
const TORN_ROWS: ReadonlySet<string> = new Set([
  "data.csv-quote",
  "data.field-count",
  "data.json-syntax",
  "data.bad-utf8",
  "data.record-too-large",
]);

/** Guards composing against records that kill workers. */
export interface ShardCare {
  /** Called before each unit is read and before it is composed. */
  readonly pulse: TaskPulse;
  /** Units that are rejected without being composed. */
  readonly poison: readonly PoisonUnit[];
}

const CARELESS: ShardCare = { pulse: new TaskPulse(TaskPulse.memory(1), 0), poison: [] };

/**
 * Composes shard after shard in one worker: records in, a fragment out. The `DocumentComposer`
 * makes a record's renditions; a shard adds suppression, poison units, sums, and the fragment.
 */
export class ShardComposer {
  readonly #host: Host;
  readonly #frozen: FrozenRun;
  readonly #reader: ShardReader;
  readonly #seedReader: ShardReader | undefined;
  readonly #documents: DocumentComposer;
  readonly #suppressed: ReadonlyMap<string, string> | undefined;
  readonly #money: MoneyFields;
  readonly #sums: MoneySums;
  /** Why units of the current shard are not composed, by ordinal. */
  readonly #poison = new Map<number, readonly Diagnostic[]>();
  readonly #fragment = new FragmentWriter();
  readonly #sink: FragmentSink;
  readonly #clock = new StageClock();

  constructor(
    host: Host,
    frozen: FrozenRun,
    setup: ComposeSetup,
    fonts: readonly OpenFont[] = openFonts(host, frozen.plan),
  ) {
    const { job, plan, scan, seeds } = frozen;
    const { statics, emailImages, suppressed } = setup;
    this.#host = host;
    this.#frozen = frozen;
    const reader = new ShardReader(host, job.input, plan.shape, scan);
    this.#reader = reader;
    this.#seedReader = seeds && new ShardReader(host, seeds.input, plan.shape, seeds);
    const parts = { fonts, statics, emailImages, clock: this.#clock };
    this.#documents = new DocumentComposer(frozen, parts);
    this.#suppressed = suppressed;
    this.#money = new MoneyFields(plan.shape, plan.currencyDigits);
    this.#sums = new MoneySums(this.#money.names.length);
    const path = plan.address?.path;
    const hasSpoilt = () => path !== undefined && reader.hasSpoiltCode(path);
    this.#sink = new FragmentSink(this.#fragment, frozen, hasSpoilt);
  }

  /** Composes a shard and commits its fragment at `path`. Throws if the machine fails. */
  compose(shard: Shard, path: string, care: ShardCare = CARELESS): ComposedShard {
    const [fragment, clock] = [this.#fragment, this.#clock];
    clock.start();
    this.#begin(shard);
    const all = { from: 0, to: Number.POSITIVE_INFINITY };
    this.#read(shard, care, care.poison.length === 0 ? undefined : all);
    care.pulse.writes();
    clock.book(PART_INTAKE);
    this.#documents.usage.forEach((font, index) => fragment.setGlyphUsage(index, font.toBytes()));
    const totals = this.#sums.totals();
    fragment.setSums(
      Object.fromEntries(this.#money.names.map((name, field) => [name, totals[field] ?? "0"])),
    );
    fragment.setSubstitutions(this.#sink.substitutions);
    const summary = fragment.commit(this.#host, path);
    clock.book(PART_FRAGMENT);
    return { summary, partMs: clock.take() };
  }

  /** Composes some units of a shard and writes nothing, to see whether the worker survives. */
  probe(shard: Shard, units: UnitRange, care: ShardCare = CARELESS): CollectedShard {
    this.#clock.start();
    this.#begin(shard);
    this.#read(shard, care, units);
    return this.#fragment.collected();
  }

  #begin(shard: Shard): void {
    const isSeeds = shard.isSeeds === true;
    this.#sink.begin(isSeeds);
    this.#sums.clear();
    for (const font of this.#documents.usage) font.clear();
    this.#fragment.begin(shard.index, this.#frozen.jobSha256);
    if (isSeeds) this.#fragment.setSeeds();
  }

  #read(shard: Shard, { pulse, poison }: ShardCare, units: UnitRange | undefined): void {
    const { firstOrdinal, isSeeds = false } = shard;
    this.#poison.clear();
    for (const { unit, phase, manner } of poison)
      if (phase === "compose") this.#poison.set(firstOrdinal + unit, [poisonFault(manner)]);
    const reader = isSeeds ? defined(this.#seedReader, "the reader of seeds") : this.#reader;
    pulse.reads(units?.from ?? 0);
    const sink = {
      record: (record: CustomerRecord): void => {
        const unit = record.ordinal - firstOrdinal;
        pulse.composes(unit);
        if (isSeeds) this.#seed(record);
        else this.#record(record);
        pulse.reads(unit + 1);
      },
      reject: (reject: Reject): void => {
        if (isSeeds) this.#fragment.addReject(reject);
        else this.#reject(reject);
        pulse.reads(reject.ordinal - firstOrdinal + 1);
      },
    };
    reader.read(shard, sink, units && { ...units, untouched: untouched(poison) });
  }

  /** A seed goes on paper and counts in no sum; there are a few of them in a run. */
  #seed(seed: CustomerRecord): void {
    const poison = this.#poison.get(seed.ordinal);
    const faults = poison ?? this.#documents.composeOnPaper(seed, this.#sink);
    if (faults.length > 0) this.#refuse(seed, faults);
  }

  #reject(reject: Reject): void {
    if (reject.ordinal >= this.#frozen.unitLimit) return;
    // The key of a torn row may be another's: such a row stays open for a person to review.
    const isSure = reject.key !== "" && !TORN_ROWS.has(reject.code);
    if (isSure && this.#suppress(reject)) return;
    this.#fragment.addReject(reject);
  }

  /** Leaves a unit out if its key is on the list. */
  #suppress({ ordinal, key }: { readonly ordinal: Ordinal; readonly key: string }): boolean {
    const reason = this.#suppressed?.get(key);
    if (reason === undefined) return false;
    this.#fragment.addSuppressed({ ordinal, key, reason });
    return true;
  }

  #record(record: CustomerRecord): void {
    this.#clock.book(PART_INTAKE);
    if (record.ordinal >= this.#frozen.unitLimit) return;
    if (this.#suppressed !== undefined && this.#suppress(record)) return;
    const amounts = this.#money.amounts(record.values);
    this.#sink.setAmounts(amounts);
    const poison = this.#poison.get(record.ordinal);
    const faults = poison ?? this.#documents.compose(record, this.#sink);
    if (faults.length > 0) this.#refuse(record, faults);
    else this.#sums.add(amounts);
    this.#clock.book(PART_FRAGMENT);
  }

  #refuse(record: CustomerRecord, faults: readonly Diagnostic[]): void {
    this.#fragment.addReject(rejectOf({ host: this.#host, frozen: this.#frozen }, record, faults));
  }
}

/** Units that must not even be parsed. */
function untouched(poison: readonly PoisonUnit[]): UnitChoice["untouched"] {
  const read = poison.filter(({ phase }) => phase === "read");
  return new Map(
    read.map(({ unit, manner }) => {
      const { code, message } = poisonFault(manner);
      return [unit, { code, message, field: "" }];
    }),
  );
}
