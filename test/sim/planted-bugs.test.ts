import { mkdtempSync, rmSync } from "node:fs";
import { expect, it } from "vitest";
import { PLANTED_BUGS, type PlantedBug } from "./planted-bugs.ts";
import { simulationFolder } from "./simulation-folder.ts";
import { Simulator } from "./simulate.ts";

/** A simulation that finds nothing proves nothing: each bug must be found within so many shops. */
const RUNS_MAX = 500;
/** Where to begin, so that the tests need not go through shops that do not meet the bug. */
const NEAR: Readonly<Record<string, number>> = {
  "no-fsync-of-spools": 7,
  "row-before-rename": 2,
  "serials-used-twice": 26,
};

/** The first shop that broke a promise, from `seed` on; undefined where none did. */
async function caughtBy(bug: PlantedBug, seed: number): Promise<number | undefined> {
  const folder = mkdtempSync(simulationFolder());
  const simulator = new Simulator(folder, bug);
  try {
    for (let run = 0; run < RUNS_MAX; run += 1) {
      const { violations } = await simulator.run(seed + run);
      if (violations.length > 0) return seed + run;
    }
    return undefined;
  } finally {
    simulator.close();
    rmSync(folder, { recursive: true });
  }
}

it.each(PLANTED_BUGS)("$name is caught", async (bug) => {
  expect(await caughtBy(bug, NEAR[bug.name] ?? 1)).toBeDefined();
});
