import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { endHere } from "./crash-end.ts";
import type { CrashPlan } from "./crash-host.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { filesBelow, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("crash-disk-full");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
let cases = 0;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 200,
    shardBytes: 4 * 1024,
    spoolSheets: 20,
    layout: "plain",
  });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
});

type Place = Pick<CrashPlan, "op" | "path" | "nth" | "when">;

function fill(place: Place, fault: CrashPlan["fault"]): CrashPlan {
  cases += 1;
  return { ...place, fault, counterFile: `${folder}/count-${cases}` };
}

/** What the system says, in which words, and where. */
type Failing = readonly [CrashPlan["fault"], RegExp, Place];

const FULL = /^The disk is full: /;
const BROKEN = /^The disk failed: /;
const MANY = /^Too many files are open: /;

describe("on a disk that becomes full or cannot be read any more", () => {
  // In the order in which a run comes to them: it dies of the first, its resume of the second ...
  const failings: readonly Failing[] = [
    ["disk-broken", BROKEN, { op: "read", path: "ndjson", nth: 12, when: "before" }],
    ["disk-full", FULL, { op: "write", path: String.raw`\.frag`, nth: 25, when: "half" }],
    ["disk-full", FULL, { op: "rename", path: String.raw`\.frag`, nth: 4, when: "before" }],
    ["disk-full", FULL, { op: "write", path: "/rejects/", nth: 1, when: "half" }],
    ["files-many", MANY, { op: "openRead", path: "frag", nth: 20, when: "before" }],
    ["disk-full", FULL, { op: "write", path: String.raw`/print/.*\.pdf`, nth: 3, when: "half" }],
    ["disk-full", FULL, { op: "sync", path: String.raw`/print/.*\.csv`, nth: 2, when: "before" }],
    ["disk-broken", BROKEN, { op: "read", path: "frag", nth: 40, when: "before" }],
    ["disk-full", FULL, { op: "sync", path: "/email/", nth: 1, when: "before" }],
    // That is said of no spool, though the verifier cannot open it.
    [
      "files-many",
      MANY,
      { op: "openRead", path: String.raw`/print/.*\.pdf`, nth: 3, when: "before" },
    ],
    ["disk-full", FULL, { op: "write", path: "/reports/", nth: 1, when: "half" }],
  ];

  it("the run fails, says why and what to do, and goes on when that is mended", async () => {
    const out = `${folder}/failing`;
    for (const [fault, said, place] of failings) {
      const before = fragmentIdentities(out);
      const jobToRun = existsSync(`${out}/job.json`) ? undefined : job;
      const failed = await endHere(jobToRun, out, fill(place, fault));
      expect(failed.status).toBe("failed");
      const { message = "", hint = "" } = failed;
      expect(message).toMatch(said);
      expect(message).toMatch(new RegExp(`${folder}.*${place.path}`));
      if (fault === "disk-full") {
        expect(message).toContain(out);
        expect(hint).toMatch(/^The disk has [\d.]+ .B of [\d.]+ .B left\. /);
      } else expect(hint).toMatch(/^Fix what is named, /);
      expect(hint).toContain(`Fix what is named, then run \`nightpress resume ${out}\``);
      expect(existsSync(`${out}/reports/run.json`)).toBe(false);
      // What could not be read is made again, and so is another file.
      if (fault !== "disk-broken") expectKept(out, before);
    }
    const before = fragmentIdentities(out);
    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
    expectComplete(out, hashes);
    expectKept(out, before);
  });

  it("before the run has begun, nothing is left", async () => {
    const out = `${folder}/unborn`;
    const plan = fill({ op: "write", path: "/job.json", nth: 1, when: "half" }, "disk-full");
    const end = await endHere(job, out, plan);
    expect(end.status).toBe("failed");
    expect(end.message).toMatch(/^The disk is full: .*job\.json\.partial$/);
    expect(filesBelow(out)).toEqual([]);
  });
});
