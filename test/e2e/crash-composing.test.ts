import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { endOf } from "./crash-end.ts";
import type { CrashPlan } from "./crash-host.ts";
import { resumeChild, runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities, shardsInLedger } from "./run-checks.ts";
import { fragmentsOf, outputHashes, partialFiles, smallShardJob } from "./run-fixture.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("crash-composing");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
let cases = 0;

beforeAll(async () => {
  const choice = { records: 320, shardBytes: 4 * 1024, spoolSheets: 80, layout: "plain" } as const;
  smallShardJob(`${folder}/job`, { ...choice, format: "csv", gzip: true });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
  expect(fragmentsOf(`${folder}/undisturbed`).length).toBeGreaterThanOrEqual(60);
});

const FRAGMENT = String.raw`/shards/.*\.frag`;

type Place = Pick<CrashPlan, "op" | "path" | "nth" | "when">;

function kill(place: Place): CrashPlan {
  cases += 1;
  return { ...place, fault: "kill", counterFile: `${folder}/count-${cases}` };
}

/** Goes on to the first place and dies there, to the second and dies there, and so on. */
async function killedInTurn(
  out: string,
  places: readonly Place[],
  workers: number,
  atEach: (before: ReadonlyMap<string, number>) => void,
): Promise<void> {
  for (const place of places) {
    const before = fragmentIdentities(out);
    const options = { plan: kill(place), workers };
    const isBegun = existsSync(`${out}/job.json`);
    const killed = await (isBegun ? resumeChild(out, options) : runChild(job, out, options));
    expect(killed).toEqual({ signal: "SIGKILL", end: undefined, err: "" });
    expect(existsSync(`${out}/reports`)).toBe(false);
    expectKept(out, before);
    atEach(fragmentIdentities(out));
  }
}

async function expectResumed(out: string, workers: number): Promise<void> {
  const before = fragmentIdentities(out);
  expect((await resumeRun(out, { workers })).status).toBe("finished");
  expectComplete(out, hashes);
  expectKept(out, before);
}

describe("killed while it composes", () => {
  it("in the midst of fragments, the run goes on and gives the same bytes", async () => {
    const out = `${folder}/midst`;
    const places: Place[] = [
      { op: "rename", path: FRAGMENT, nth: 7, when: "before" },
      { op: "openWrite", path: FRAGMENT, nth: 9, when: "after" },
      { op: "write", path: FRAGMENT, nth: 20, when: "half" },
      { op: "sync", path: FRAGMENT, nth: 11, when: "before" },
    ];
    const counts: number[] = [];
    await killedInTurn(out, places, 2, (fragments) => {
      expect(partialFiles(out).length).toBeGreaterThan(0);
      counts.push(fragments.size);
    });
    // Every attempt got further, and there was work left for the last one.
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    expect(counts.at(-1)).toBeLessThan(60);
    await expectResumed(out, 3);
  });
});

describe("killed at its beginning", () => {
  const out = `${folder}/born`;

  it("there is no run before job.json has its name, and one to resume after that", async () => {
    const place = { op: "rename", path: "/job.json$", nth: 1 } as const;
    const unborn = await runChild(job, out, { plan: kill({ ...place, when: "before" }) });
    expect(unborn.signal).toBe("SIGKILL");
    const unknown = await endOf(resumeRun(out));
    expect(unknown).toEqual({ status: "usage", message: "run.not-begun" });

    const newborn = await runChild(job, out, { plan: kill({ ...place, when: "after" }) });
    expect(newborn.signal).toBe("SIGKILL");
    expect(existsSync(`${out}/ledger.db`)).toBe(false);
    const other = await endOf(runJob(job, { out }));
    expect(other).toEqual({ status: "usage", message: "run.folder-used" });
  });

  it("and between a fragment's name and its ledger row, the fragment is taken as it is", async () => {
    const places: Place[] = [
      // The first one makes the folder itself durable.
      { op: "syncFolder", path: "/shards$", nth: 2, when: "after" },
      { op: "rename", path: FRAGMENT, nth: 12, when: "after" },
      { op: "syncFolder", path: "/shards$", nth: 25, when: "after" },
    ];
    await killedInTurn(out, places, 1, (fragments) =>
      expect(fragments.size).toBeGreaterThan(shardsInLedger(out)),
    );
    await expectResumed(out, 1);
  });
});
