import type { Shard } from "../model/shard.ts";
import type { PoisonUnit } from "../run/tasks/poison-unit.ts";
import type { RunOne } from "../run/tasks/worker-tasks.ts";
import { WorkerDeath } from "../run/tasks/worker-death.ts";
import type { ComposedShard } from "../run/tasks/composed-shard.ts";

/** How often workers may die of a shard in which no single record kills a worker. */
const ATTEMPTS_MAX = 3;

/**
 * Composes a shard that may kill workers. A unit that a worker died at is composed alone; if that
 * kills as well, it is poison, and the shard is composed with it as a reject. A death that this
 * does not explain may have had nothing to do with the shard, so the shard is tried again; after
 * the second one its units are halved until one is found that kills alone. Which units are poison
 * depends on them alone, so that every run of the job rejects the same. Throws the last
 * `WorkerDeath` if nothing is found.
 */
export async function composePastPoison(shard: Shard, run: RunOne): Promise<ComposedShard> {
  const poison: PoisonUnit[] = [];
  let unexplained = 0;
  for (;;) {
    const ended = await orDeath(run({ kind: "compose", shard, poison }));
    if (!(ended instanceof WorkerDeath)) return ended;
    let found = await suspect(shard, ended, run);
    if (found === undefined) {
      unexplained += 1;
      if (unexplained === 2) found = await halved(shard, poison, run);
      if (found === undefined && unexplained < ATTEMPTS_MAX) continue;
    }
    if (found === undefined || !isNew(found, poison)) throw ended;
    const at = poison.findIndex(({ unit }) => unit === found.unit);
    poison.splice(at < 0 ? poison.length : at, at < 0 ? 0 : 1, found);
  }
}

/** The unit that a worker died at, if it kills alone. */
async function suspect(
  shard: Shard,
  { place }: WorkerDeath,
  run: RunOne,
): Promise<PoisonUnit | undefined> {
  if (place === undefined || place.unit >= shard.unitCount) return undefined;
  const { unit } = place;
  const death = await deathOf(shard, [unit, unit + 1], [], run);
  return death && poisonAt(unit, death);
}

/** A unit that kills alone, found by halving; undefined if none does by itself. */
async function halved(
  shard: Shard,
  poison: readonly PoisonUnit[],
  run: RunOne,
): Promise<PoisonUnit | undefined> {
  let [from, to] = [0, shard.unitCount];
  while (to - from > 1) {
    const middle = (from + to) >> 1;
    if (await deathOf(shard, [from, middle], poison, run)) to = middle;
    else if (await deathOf(shard, [middle, to], poison, run)) from = middle;
    else return undefined;
  }
  const death = await deathOf(shard, [from, to], poison, run);
  return death && poisonAt(from, death);
}

async function deathOf(
  shard: Shard,
  [from, to]: readonly [number, number],
  poison: readonly PoisonUnit[],
  run: RunOne,
): Promise<WorkerDeath | undefined> {
  const ended = await orDeath(run({ kind: "probe", shard, from, to, poison }));
  return ended instanceof WorkerDeath ? ended : undefined;
}

async function orDeath<T>(running: Promise<T>): Promise<T | WorkerDeath> {
  try {
    return await running;
  } catch (error) {
    if (error instanceof WorkerDeath) return error;
    throw error;
  }
}

function poisonAt(unit: number, { manner, place }: WorkerDeath): PoisonUnit {
  // A worker that has finished reading the unit is at the unit after it.
  return { unit, manner, phase: place?.unit === unit ? place.phase : "read" };
}

/** If even rejecting a unit kills, it must not be parsed at all; there is no third way. */
function isNew(found: PoisonUnit, poison: readonly PoisonUnit[]): boolean {
  const known = poison.find(({ unit }) => unit === found.unit);
  return known === undefined || (known.phase === "compose" && found.phase === "read");
}
