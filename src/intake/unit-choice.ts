import type { Fault } from "./check/fault.ts";

/** Units of a shard by their numbers in it, `to` excluded. */
export interface UnitRange {
  readonly from: number;
  readonly to: number;
  /** Those that are read; all of them if absent. */
  readonly only?: ReadonlySet<number>;
}

/** Which units of a shard are read; the others are skipped. Without a choice, all are read. */
export interface UnitChoice extends UnitRange {
  /** Units that must not be parsed, with the fault they are rejected for. */
  readonly untouched: ReadonlyMap<number, Fault>;
}
