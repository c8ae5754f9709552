import { defined } from "../../base/assert.ts";
import { counted } from "../../base/counted.ts";
import { keysOf } from "../../base/keys-of.ts";
import type { Ordinal } from "../../base/units.ts";
import { BindFault, Binder } from "../../bind/binder.ts";
import { ShardReader } from "../../intake/shard-reader.ts";
import type { UnitChoice } from "../../intake/unit-choice.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { CustomerRecord } from "../../model/record.ts";
import type { Shard } from "../../model/shard.ts";
import type { BegunRun } from "../../run/folder/open-run.ts";
import { recordFiles } from "../../run/folder/frozen-run.ts";
import { shownMessages } from "../shown-messages.ts";
import { MoneyFields } from "../../run/sums/money-sums.ts";

/** An amount this close to the largest of its field, in per cent, is near its limit. */
const NEAR_PERCENT = 99;

/**
 * Reads the records of a run again, which tell in which locale a document is, which messages it
 * shows, and its amounts.
 */
export class DocumentKinds {
  readonly moneyNames: readonly string[];
  readonly #plain = new Map<Ordinal, readonly string[]>();
  readonly #amounts = new Map<Ordinal, readonly number[]>();
  /** By field. */
  readonly #largest: number[];

  constructor(run: BegunRun) {
    const { plan } = run.frozen;
    const money = new MoneyFields(plan.shape, plan.currencyDigits);
    const binder = new Binder(plan);
    this.moneyNames = money.names;
    this.#largest = money.names.map(() => 0);
    forEachRecord(run, undefined, (record) => {
      const amounts = money.amounts(record.values);
      this.#amounts.set(record.ordinal, amounts);
      for (const [field, amount] of amounts.entries())
        this.#largest[field] = Math.max(this.#largest[field] ?? 0, Math.abs(amount));
      this.#plain.set(record.ordinal, boundKinds(plan, binder, record));
    });
  }

  kinds(ordinal: Ordinal): string[] {
    const isNear = this.amounts(ordinal).some((amount, field) => this.#isNear(amount, field));
    return [...(this.#plain.get(ordinal) ?? []), ...(isNear ? ["amount near a limit"] : [])];
  }

  /** In minor units, by field. */
  amounts(ordinal: Ordinal): readonly number[] {
    return this.#amounts.get(ordinal) ?? [];
  }

  #isNear(amount: number, field: number): boolean {
    if (amount <= 0) return amount < 0;
    return amount * 100 >= (this.#largest[field] ?? 0) * NEAR_PERCENT;
  }
}

/** Why the records of a run cannot be read again; undefined if they can. */
export function unreadable({ host, frozen }: BegunRun): string | undefined {
  const gone = recordFiles(frozen).find(
    ({ workFile, file, sizeBytes }) =>
      !host.exists(workFile) || (workFile === file && host.sizeBytes(file) !== sizeBytes),
  );
  return gone && "an input, or the run's copy of it, is gone or has changed";
}

/** Reads all records, or those of some ordinals. */
export function forEachRecord(
  { host, frozen }: BegunRun,
  wanted: ReadonlySet<Ordinal> | undefined,
  use: (record: CustomerRecord) => void,
): void {
  const { job, plan, scan, seeds } = frozen;
  const reader = new ShardReader(host, job.input, plan.shape, scan);
  const seedReader = seeds && new ShardReader(host, seeds.input, plan.shape, seeds);
  for (const shard of scan.shards) {
    const choice = choiceOf(shard, wanted);
    if (choice === "none") continue;
    const own = shard.isSeeds === true ? defined(seedReader, "the reader of seeds") : reader;
    own.read(shard, { record: use, reject: () => undefined }, choice);
  }
}

function choiceOf(
  { firstOrdinal, unitCount }: Shard,
  wanted: ReadonlySet<Ordinal> | undefined,
): UnitChoice | undefined | "none" {
  if (wanted === undefined) return undefined;
  const inside = [...wanted].filter(
    (ordinal) => ordinal >= firstOrdinal && ordinal < firstOrdinal + unitCount,
  );
  if (inside.length === 0) return "none";
  const only = new Set(inside.map((ordinal) => ordinal - firstOrdinal));
  return { from: 0, to: unitCount, only, untouched: new Map() };
}

/** The locale and the messages of a document. */
function boundKinds(plan: LayoutPlan, binder: Binder, record: CustomerRecord): string[] {
  try {
    const document = binder.bind(record);
    const messages = shownMessages(document, plan);
    return [
      `locale ${document.locale}`,
      ...messages.map(({ zone = "", id }) => `message ${zone} (${id})`),
    ];
  } catch (fault) {
    // Such a record was rejected, so it is in no lot.
    if (fault instanceof BindFault) return [];
    throw fault;
  }
}

/** The fields of a record as people read them, by path; lists by their number of rows. */
export function fieldsOf(values: object, before = ""): [path: string, value: string][] {
  return keysOf(values).flatMap((name): [string, string][] => {
    const path = `${before}${String(name)}`;
    const value: unknown = values[name];
    if (Array.isArray(value) && value.every((one) => typeof one === "string"))
      return [[path, value.join("\n")]];
    if (Array.isArray(value)) return [[path, counted(value.length, "row")]];
    if (typeof value === "object" && value !== null) return fieldsOf(value, `${path}.`);
    const isScalar = ["string", "number", "boolean"].includes(typeof value);
    return isScalar ? [[path, `${value as string | number | boolean}`]] : [];
  });
}
