import { mkdtempSync, rmSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { simulationFolder } from "./simulation-folder.ts";
import { Simulator } from "./simulate.ts";

/** Set NIGHTPRESS_SIM_SEED to begin elsewhere; `npm run sim` runs as many as it is told to. */
const FIRST = Number(process.env["NIGHTPRESS_SIM_SEED"] ?? 1);
const RUNS = 8;

const folder = mkdtempSync(simulationFolder());
const simulator = new Simulator(folder);
afterAll(() => {
  simulator.close();
  rmSync(folder, { recursive: true });
});

it.each(Array.from({ length: RUNS }, (_, nth) => FIRST + nth))(
  "a shop that meets faults keeps its promises (npm run sim -- --seed %i --runs 1)",
  async (seed) => {
    const { violations, faults } = await simulator.run(seed);
    expect({ violations, faults }).toEqual({ violations: [], faults });
    expect(faults.length).toBeGreaterThan(0);
  },
);
