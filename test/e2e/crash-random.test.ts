import { existsSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { type ChildResult, resumeChild, runChild } from "./crash-process.ts";
import { expectComplete } from "./run-checks.ts";
import { fragmentsOf, outputHashes, smallShardJob, temporaryFolder } from "./run-fixture.ts";

const KILLS_MAX = 4;
const folder = temporaryFolder("crash-random");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
let undisturbedMs = 0;
let kills = 0;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, { records: 600, shardBytes: 12 * 1024, spoolSheets: 60 });
  const since = performance.now();
  const { end } = await runChild(job, `${folder}/undisturbed`);
  undisturbedMs = performance.now() - since;
  expect(end).toEqual({ status: "finished" });
  hashes = outputHashes(`${folder}/undisturbed`);
  expect(fragmentsOf(`${folder}/undisturbed`).length).toBeGreaterThanOrEqual(60);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Goes on with what there is: a run that has no job.json yet was never begun. */
function goOn(out: string, killAfterMs?: number): Promise<ChildResult> {
  const options = killAfterMs === undefined ? {} : { killAfterMs };
  return existsSync(`${out}/job.json`) ? resumeChild(out, options) : runChild(job, out, options);
}

describe("killed from outside at any moment, the resumes too", () => {
  it.each([1, 2])("the run ends with the same bytes (seed %i)", async (seed) => {
    const out = `${folder}/seed-${seed}`;
    const random = new Prng(seed);
    // Late enough that something has begun, and early enough that most are still at work.
    const waitMs = (): number => undisturbedMs * 0.2 + random.below(undisturbedMs * 0.5);
    let last = await goOn(out, waitMs());
    for (let killed = 1; last.signal === "SIGKILL" && killed <= KILLS_MAX; killed += 1) {
      kills += 1;
      last = await goOn(out, killed < KILLS_MAX ? waitMs() : undefined);
    }
    expect(last).toEqual({ signal: null, end: { status: "finished" }, err: "" });
    expectComplete(out, hashes);
  });

  it("has killed something at all", () => {
    expect(kills).toBeGreaterThan(0);
  });
});
