import { beforeAll, describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { faultsOf, killedRun, type Undisturbed, undisturbed } from "./kill-runs.ts";
import { expectComplete } from "./run-checks.ts";
import { fragmentsOf, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const KILLS_MAX = 4;
const folder = temporaryFolder("crash-random");
const job = `${folder}/job/job.yaml`;
let reference: Undisturbed;
let kills = 0;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 400,
    shardBytes: 6 * 1024,
    spoolSheets: 40,
    layout: "plain",
  });
  reference = await undisturbed(job, `${folder}/undisturbed`);
  expect(fragmentsOf(`${folder}/undisturbed`).length).toBeGreaterThanOrEqual(60);
});

describe("killed from outside at any moment, the resumes too", () => {
  it.each([
    { seed: 1, workers: 2 },
    { seed: 2, workers: 1 },
  ])(
    "the run ends with the same bytes ($workers at work, seed $seed)",
    async ({ seed, workers }) => {
      const out = `${folder}/seed-${seed}`;
      const run = await killedRun(job, out, new Prng(seed), reference, KILLS_MAX, workers);
      kills += run.killedMs.length;
      expect(faultsOf(out, run, reference.outcome)).toEqual([]);
      expectComplete(out, reference.outcome.hashes);
    },
  );

  it("has killed something at all", () => {
    expect(kills).toBeGreaterThan(0);
  });
});
