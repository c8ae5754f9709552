import { existsSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resumeRun, runJob } from "../../src/index.ts";
import type { CrashPlan } from "./crash-host.ts";
import { resumeChild, runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { filesBelow, outputHashes, smallShardJob, temporaryFolder } from "./run-fixture.ts";

const folder = temporaryFolder("crash-disk-full");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
let cases = 0;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, { records: 400, shardBytes: 8 * 1024, spoolSheets: 80 });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
});
afterAll(() => rmSync(folder, { recursive: true }));

type Place = Pick<CrashPlan, "op" | "path" | "nth" | "when">;

function fill(place: Place, fault: CrashPlan["fault"] = "disk-full"): CrashPlan {
  cases += 1;
  return { ...place, fault, counterFile: `${folder}/count-${cases}` };
}

describe("on a disk that becomes full", () => {
  // In the order in which a run comes to them: it dies of the first, its resume of the second ...
  const places: readonly Place[] = [
    { op: "write", path: String.raw`\.frag`, nth: 25, when: "half" },
    { op: "rename", path: String.raw`\.frag`, nth: 4, when: "before" },
    { op: "write", path: "/rejects/", nth: 1, when: "half" },
    { op: "write", path: String.raw`/print/.*\.pdf`, nth: 3, when: "half" },
    { op: "sync", path: String.raw`/print/.*\.csv`, nth: 2, when: "before" },
    { op: "sync", path: "/email/", nth: 1, when: "before" },
    { op: "write", path: "/reports/", nth: 1, when: "half" },
  ];

  it("the run fails, says why and what to do, and goes on when there is room again", async () => {
    const out = `${folder}/full`;
    for (const place of places) {
      const before = fragmentIdentities(out);
      const options = { plan: fill(place) };
      const isFirst = place === places[0];
      const failed = await (isFirst ? runChild(job, out, options) : resumeChild(out, options));
      expect(failed).toMatchObject({ signal: null, err: "", end: { status: "failed" } });
      const { message, hint } = failed.end ?? {};
      expect(message).toMatch(/^The disk is full: /);
      expect(message).toMatch(new RegExp(`${out}.*${place.path}`));
      expect(hint).toMatch(/^The disk has [\d.]+ .B of [\d.]+ .B left\. /);
      expect(hint).toContain(`Mend what is named, then go on with \`nightpress resume ${out}\``);
      expect(existsSync(`${out}/reports/run.json`)).toBe(false);
      expectKept(out, before);
    }
    const before = fragmentIdentities(out);
    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
    expectComplete(out, hashes);
    expectKept(out, before);
  });

  it("before the run has begun, nothing is left", async () => {
    const out = `${folder}/unborn`;
    const plan = fill({ op: "write", path: "/job.json", nth: 1, when: "half" });
    const { end } = await runChild(job, out, { plan });
    expect(end).toMatchObject({ status: "failed" });
    expect(end?.message).toMatch(/^The disk is full: .*job\.json\.partial$/);
    expect(filesBelow(out)).toEqual([]);
  });
});

describe("on a disk that cannot be read any more", () => {
  const faults: readonly (readonly [CrashPlan["fault"], RegExp, Place])[] = [
    ["disk-broken", /^The disk failed/, { op: "read", path: "ndjson", nth: 12, when: "before" }],
    ["files-many", /^Too many files/, { op: "openRead", path: "frag", nth: 20, when: "before" }],
    ["disk-broken", /^The disk failed/, { op: "read", path: "frag", nth: 40, when: "before" }],
  ];

  it("the run fails, says so, and goes on when the disk does", async () => {
    const out = `${folder}/broken`;
    for (const [fault, said, place] of faults) {
      const options = { plan: fill(place, fault) };
      const isBegun = existsSync(`${out}/job.json`);
      const failed = await (isBegun ? resumeChild(out, options) : runChild(job, out, options));
      expect(failed).toMatchObject({ signal: null, err: "", end: { status: "failed" } });
      expect(failed.end?.message).toMatch(said);
      expect(failed.end?.hint).toMatch(/^Mend what is named, /);
    }
    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
    expectComplete(out, hashes);
  });
});
