import { existsSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { runJob as runOnThreads } from "../../src/index.ts";
import type { Progress, RunReport, Stage } from "../../src/model/run-report.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import {
  filesBelow,
  fragmentsOf,
  outputHashes,
  partialFiles,
  smallShardJob,
} from "./run-fixture.ts";
import { type CommandResult, nightpress, signalledNightpress } from "../kit/command.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("stop");
const job = `${folder}/job/job.yaml`;
let hashes: Record<string, string>;
let shards = 0;

beforeAll(async () => {
  const shape = { records: 220, shardBytes: 4 * 1024, spoolSheets: 8 };
  smallShardJob(`${folder}/job`, { ...shape, layout: "plain" });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
  shards = fragmentsOf(`${folder}/undisturbed`).length;
  expect(shards).toBeGreaterThanOrEqual(60);
});

/** What stops a run as soon as a stage tells of so much progress. */
function stopAt(stage: Stage, share: number) {
  const controller = new AbortController();
  const onProgress = (progress: Progress): void => {
    if (progress.stage === stage && progress.done >= progress.total * share) controller.abort();
  };
  return { signal: controller.signal, onProgress };
}

/** That a run ended whole, though not complete. */
function expectStopped(report: RunReport, out: string): void {
  expect(report.status).toBe("stopped");
  expect(report.out).toBe(out);
  expect(partialFiles(out)).toEqual([]);
  expect(existsSync(`${out}/reports`)).toBe(false);
  for (const [file, hash] of Object.entries(outputHashes(out)))
    expect([file, hash]).toEqual([file, hashes[file]]);
}

function spoolCount(out: string): number {
  return filesBelow(`${out}/print`).filter((name) => name.endsWith(".pdf")).length;
}

describe("a run that is told to stop", () => {
  it("stops while composing, then while assembling, and ends with the same bytes", async () => {
    const out = `${folder}/twice`;
    expectStopped(await runOnThreads(job, { out, workers: 2, ...stopAt("compose", 0.2) }), out);
    const first = fragmentIdentities(out);
    expect(first.size).toBeGreaterThan(5);
    expect(first.size).toBeLessThan(shards / 2);
    expect(existsSync(`${out}/print`)).toBe(false);

    expectStopped(await resumeRun(out, { workers: 1, ...stopAt("compose", 0.6) }), out);
    expectKept(out, first);
    const second = fragmentIdentities(out);
    expect(second.size).toBeGreaterThan(first.size);

    expectStopped(await resumeRun(out, { workers: 1, ...stopAt("assemble", 0.1) }), out);
    expectKept(out, second);
    expect(fragmentIdentities(out).size).toBe(shards);
    expect(spoolCount(out)).toBeGreaterThan(0);
    expect(spoolCount(out)).toBeLessThan(spoolCount(`${folder}/undisturbed`));

    const assembled = fragmentIdentities(out);
    expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
    expectComplete(out, hashes);
    expectKept(out, assembled);
  });

  it("before it has composed anything, can be resumed all the same", async () => {
    const out = `${folder}/at-once`;
    expectStopped(await runJob(job, { out, workers: 1, signal: AbortSignal.abort() }), out);
    expect(fragmentsOf(out)).toEqual([]);
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expectComplete(out, hashes);
  });

  it("after its last spool, has all but its report still to make", async () => {
    const out = `${folder}/at-last`;
    const stopped = await runJob(job, { out, workers: 1, ...stopAt("assemble", 1) });
    if (stopped.status === "stopped") await resumeRun(out, { workers: 1 });
    expectComplete(out, hashes);
  });
});

/** Runs the command line and sends it signals, the first once work is seen to be under way. */
function signalled(
  args: readonly string[],
  underWay: RegExp,
  signals: readonly NodeJS.Signals[],
): Promise<CommandResult> {
  const waiting = [...signals];
  return signalledNightpress(args, (err, child) => {
    const isFirst = waiting.length === signals.length;
    const isDue = isFirst ? underWay.test(err) : err.includes("stopping at the next checkpoint");
    const signal = isDue ? waiting.shift() : undefined;
    if (signal !== undefined) child.kill(signal);
  });
}

describe("the command line", () => {
  it("stops at Ctrl-C and at SIGTERM with exit code 4, says how to go on, and goes on", async () => {
    const out = `${folder}/signalled`;
    // The line of a stage comes when the next one has begun to give results.
    const run = ["run", job, "--out", out, "--workers", "1"];
    const interrupted = await signalled(run, /^scan /m, ["SIGINT"]);
    expect(interrupted.code).toBe(4);
    expect(interrupted.err).toContain("stopping at the next checkpoint");
    expect(interrupted.out).toContain(`nightpress resume ${out}`);
    expect(existsSync(`${out}/reports`)).toBe(false);
    const first = fragmentIdentities(out);
    expect(first.size).toBeLessThan(shards);

    const resume = ["resume", out, "--workers", "1"];
    const terminated = await signalled(resume, /^compose /m, ["SIGTERM"]);
    expect(terminated.code).toBe(4);
    expect(terminated.out).toContain(`nightpress resume ${out}`);
    expectKept(out, first);
    expect(existsSync(`${out}/reports`)).toBe(false);

    expect((await nightpress(["resume", out])).code).toBe(0);
    expectComplete(out, hashes);
  });

  it("leaves at once at the second Ctrl-C, with exit code 4, and loses nothing", async () => {
    const out = `${folder}/impatient`;
    const run = ["run", job, "--out", out, "--workers", "1"];
    const left = await signalled(run, /^scan /m, ["SIGINT", "SIGINT"]);
    expect(left.code).toBe(4);
    const before = fragmentIdentities(out);
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expectComplete(out, hashes);
    expectKept(out, before);
  });
});
