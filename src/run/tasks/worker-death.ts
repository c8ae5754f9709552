import type { DeathManner } from "./poison-unit.ts";
import type { UnitPlace } from "./task-pulse.ts";

/** A worker died during a task: the task may be tried again. */
export class WorkerDeath extends Error {
  override readonly name = "WorkerDeath";
  readonly manner: DeathManner;
  /** What it was doing then; undefined if it was not at a unit of a shard. */
  readonly place: UnitPlace | undefined;

  constructor(manner: DeathManner, place: UnitPlace | undefined) {
    super(`a worker ${MANNERS[manner]}`);
    this.manner = manner;
    this.place = place;
  }
}

const MANNERS: Readonly<Record<DeathManner, string>> = {
  ended: "exited unexpectedly",
  hung: "hung and was stopped",
  "out-of-memory": "ran out of memory",
};
