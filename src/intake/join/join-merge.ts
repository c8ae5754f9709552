import type { RecordFault } from "../check/fault.ts";
import { isUtf8 } from "node:buffer";
import type { DetailGroup, GroupCursor, StrayRow } from "./group-cursor.ts";
import type { RowSteps } from "../csv/row-cursor.ts";
import type { KeyReader } from "../csv/row-keys.ts";

/** One unit of joined input. */
export type JoinStep =
  | { readonly kind: "record"; readonly groups: readonly (DetailGroup | undefined)[] }
  | { readonly kind: "orphan"; readonly groups: readonly (DetailGroup | undefined)[] }
  | { readonly kind: "stray"; readonly row: StrayRow; readonly fileIndex: number };

/**
 * Joins the rows of a master file with the groups of its detail files, all in key order. A group
 * that no master row claims is an orphan and comes right before the first master row with a greater
 * key; a stray row comes right before the unit whose group it touches. The scan and the shard
 * reader walk the same steps.
 */
export class JoinMerge {
  /** Whether the current step is the first since a new master row was read. */
  isBoundary = false;
  /** The current master row's key; undefined if it cannot be read. */
  key: string | undefined;
  readonly #master: RowSteps;
  readonly #keys: KeyReader;
  readonly #details: readonly GroupCursor[];
  readonly #none: readonly undefined[];
  /** Undefined until somebody asks. */
  #fault: RecordFault | undefined;
  #steps: JoinStep[] = [];
  #stepIndex = 0;
  #claimed: boolean[];
  #hasMaster = false;
  #isPrimed = false;

  constructor(master: RowSteps, keys: KeyReader, details: readonly GroupCursor[]) {
    this.#master = master;
    this.#keys = keys;
    this.#details = details;
    this.#none = details.map(() => undefined);
    this.#claimed = details.map(() => false);
  }

  /** The next unit; undefined past the last. The master row is the current one of its cursor. */
  next(): JoinStep | undefined {
    this.isBoundary = false;
    if (this.#stepIndex >= this.#steps.length) {
      this.#steps = [];
      this.#stepIndex = 0;
      this.#advance();
      this.#plan();
    }
    const step = this.#steps[this.#stepIndex];
    this.#stepIndex += 1;
    return step;
  }

  /** Whether a shard may end before the current step, which must be a boundary. */
  get mayCut(): boolean {
    return this.#details.every((detail) => detail.mayCut);
  }

  /** What is wrong with the current master row as a whole, or empty. */
  get fault(): RecordFault {
    return (this.#fault ??= this.#keys.faultOf(this.#master));
  }

  /** The current master row's key, if the row is whole or its bad bytes are elsewhere. */
  get trustedKey(): string | undefined {
    if (this.key === undefined || this.#keys.isSure || this.fault === "") return this.key;
    const isWhole = this.fault === "data.bad-utf8" && isUtf8(Buffer.from(this.key, "latin1"));
    return isWhole ? this.key : undefined;
  }

  #advance(): void {
    this.#details.forEach((detail, index) => {
      if (!this.#isPrimed || this.#claimed[index] === true) detail.next();
      this.#claimed[index] = false;
    });
    if (!this.#hasMaster) this.#readMaster();
    this.#isPrimed = true;
  }

  #readMaster(): void {
    this.#hasMaster = this.#master.next();
    this.isBoundary = this.#hasMaster;
    if (!this.#hasMaster) return;
    this.key = this.#keys.read(this.#master);
    this.#fault = undefined;
  }

  #plan(): void {
    const orphanKey = this.#orphanKey();
    if (orphanKey !== undefined) return this.#planUnit("orphan", orphanKey);
    if (!this.#hasMaster) return this.#planTail();
    this.#planUnit("record", this.key);
    this.#hasMaster = false;
  }

  /** The smallest key that any master row from here on can have. */
  #orphanKey(): string | undefined {
    let least: string | undefined;
    for (const { group } of this.#details)
      if (group !== undefined && (least === undefined || group.key < least)) least = group.key;
    if (least === undefined || !this.#hasMaster) return least;
    // The key of a broken row may be torn: it must not make orphans of the rows before it.
    const { trustedKey } = this;
    return trustedKey !== undefined && least < trustedKey ? least : undefined;
  }

  #planUnit(kind: "record" | "orphan", key: string | undefined): void {
    const groups = key === undefined ? this.#none : this.#claim(key);
    groups.forEach((group, fileIndex) => {
      for (const row of group?.strays ?? []) this.#steps.push({ kind: "stray", row, fileIndex });
    });
    this.#steps.push({ kind, groups });
  }

  #claim(key: string): readonly (DetailGroup | undefined)[] {
    return this.#details.map(({ group }, index) => {
      if (group === undefined || group.key !== key) return undefined;
      this.#claimed[index] = true;
      return group;
    });
  }

  #planTail(): void {
    this.#details.forEach((detail, fileIndex) => {
      for (const row of detail.tail) this.#steps.push({ kind: "stray", row, fileIndex });
      detail.tail = [];
    });
  }
}
