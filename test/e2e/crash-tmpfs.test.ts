import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { endOf, type RunEnd } from "./crash-end.ts";
import { resumeChild, runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { filesBelow, outputHashes, smallShardJob } from "./run-fixture.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("crash-tmpfs");
const job = `${folder}/job/job.yaml`;
const disk = `${folder}/disk`;
const canMount = mounted(["-o", "size=64k", "tmpfs"]);

function mounted(options: readonly string[]): boolean {
  mkdirSync(disk, { recursive: true });
  return spawnSync("mount", ["-t", "tmpfs", ...options, disk]).status === 0;
}

function resize(kilobytes: number): void {
  const { status } = spawnSync("mount", ["-o", `remount,size=${kilobytes}k`, disk]);
  expect(status).toBe(0);
}

beforeAll(async () => {
  if (!canMount) return;
  smallShardJob(`${folder}/job`, {
    records: 120,
    shardBytes: 16 * 1024,
    spoolSheets: 80,
    layout: "plain",
  });
  expect((await runJob(job, { out: `${folder}/undisturbed` })).status).toBe("finished");
});
afterAll(() => {
  if (canMount) spawnSync("umount", ["-l", disk]);
  rmSync(folder, { recursive: true });
});

function kilobytesOf(out: string): number {
  const sizes = filesBelow(out).map((file) => Math.ceil(statSync(`${out}/${file}`).size / 4096));
  return sizes.reduce((sum, pages) => sum + pages * 4, 0);
}

describe("on a real disk that has too little room", () => {
  it.skipIf(!canMount)(
    "the run fails again and again, and goes on from there each time there is more",
    async () => {
      const out = `${disk}/out`;
      /** How a resume ends: in a process of its own, which must print nothing, or here. */
      const resumed = async (isProcess: boolean): Promise<RunEnd> => {
        if (!isProcess) return endOf(resumeRun(out));
        const { signal, end, err } = await resumeChild(out);
        expect({ signal, err }).toEqual({ signal: null, err: "" });
        return end ?? { status: "said nothing" };
      };
      const whole = kilobytesOf(`${folder}/undisturbed`);
      const failedAt = new Set<string>();
      resize(Math.round(whole * 0.35));
      const refused = await endOf(runJob(job, { out }));
      expect(refused).toEqual({ status: "usage", message: "run.disk-short" });
      // It begins with room enough, which is gone when it goes on.
      resize(whole * 3);
      const begun = { op: "rename", path: "/job.json$", nth: 1, when: "after" } as const;
      const plan = { ...begun, fault: "kill", counterFile: `${folder}/count` } as const;
      expect((await runChild(job, out, { plan })).signal).toBe("SIGKILL");
      for (const share of [0.35, 0.6, 0.8, 0.92]) {
        resize(Math.round(whole * share));
        const before = fragmentIdentities(out);
        const end = await resumed(share === 0.35);
        if (end.status === "finished") break;
        expect(end.status).toBe("failed");
        const { message = "", hint } = end;
        expect(message).toMatch(/disk is full|no space left|cannot be read or written/);
        expect(hint).toContain(`run \`nightpress resume ${out}\``);
        if (/disk is full/.test(message))
          expect(hint).toMatch(/^The disk has [\d.]+ (bytes|kB) of [\d.]+ [kM]B left\. /);
        failedAt.add(message.replace(/^.*disk\/out\/?/, ""));
        expectKept(out, before);
      }
      expect(failedAt.size).toBeGreaterThanOrEqual(2);
      resize(whole * 3);
      expect(await resumed(false)).toEqual({ status: "finished" });
      expectComplete(out, outputHashes(`${folder}/undisturbed`));
    },
  );
});
