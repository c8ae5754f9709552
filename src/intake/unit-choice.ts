import type { Fault } from "./check/fault.ts";

/** Units of a shard, by their numbers in it, `to` not included. */
export interface UnitRange {
  readonly from: number;
  readonly to: number;
  /** Of those, the ones that are read; all where it is not there. */
  readonly only?: ReadonlySet<number>;
}

/** Which units of a shard are read: the others are passed over. Without one, all are. */
export interface UnitChoice extends UnitRange {
  /** Units that must not be taken apart, with the fault they are rejected for. */
  readonly untouched: ReadonlyMap<number, Fault>;
}
