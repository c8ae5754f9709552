import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { type Progress, UsageError } from "../../src/index.ts";
import { expectComplete } from "./run-checks.ts";
import { fragmentsOf, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("crash-changed");
const job = `${folder}/job/job.yaml`;
const layout = `${folder}/job/layout`;
const shipped = fileURLToPath(new URL("../../layouts/retail-statement", import.meta.url));
let hashes: Record<string, string>;

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 4 * 1024, spoolSheets: 40, mode: "test" } as const;
  smallShardJob(`${folder}/job`, { ...choice, format: "csv" });
  cpSync(shipped, layout, { recursive: true });
  const text = readFileSync(job, "utf8");
  writeFileSync(job, text.replace("layout: retail-statement", "layout: ./layout"));
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
});

/** A run that was stopped when it had composed a part. */
async function stoppedRun(name: string): Promise<string> {
  const out = `${folder}/${name}`;
  const controller = new AbortController();
  const onProgress = ({ stage, done }: Progress): void => {
    if (stage === "compose" && done > 0) controller.abort();
  };
  const options = { out, workers: 1, signal: controller.signal, onProgress };
  expect((await runJob(job, options)).status).toBe("stopped");
  expect(fragmentsOf(out).length).toBeGreaterThan(0);
  return out;
}

async function refusal(out: string): Promise<string[]> {
  const error: unknown = await resumeRun(out, { workers: 1 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UsageError);
  const { diagnostics } = error as UsageError;
  expect(diagnostics.every(({ hint }) => (hint ?? "").length > 0)).toBe(true);
  return diagnostics.map(({ code }) => code);
}

async function expectResumed(out: string): Promise<void> {
  expect((await resumeRun(out, { workers: 2 })).status).toBe("finished");
  expectComplete(out, hashes);
}

describe("what changed while a run lay still", () => {
  it("in its input is refused, and forgiven when it is put back", async () => {
    const out = await stoppedRun("input");
    const [customers, rows] = ["customers.csv", "transactions.csv"].map(
      (name) => `${folder}/job/${name}`,
    ) as [string, string];
    const [oldCustomers, oldRows] = [readFileSync(customers), readFileSync(rows)];
    appendFileSync(customers, "\n");
    const bytes = Uint8Array.from(oldRows);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
    writeFileSync(rows, bytes);
    expect(await refusal(out)).toEqual(["run.input-changed", "run.input-changed"]);
    writeFileSync(customers, oldCustomers);
    renameSync(rows, `${rows}.away`);
    expect(await refusal(out)).toEqual(["run.input-changed"]);
    writeFileSync(rows, oldRows);
    await expectResumed(out);
  });

  it("in its job or its layout changes nothing: both are frozen", async () => {
    const out = await stoppedRun("frozen");
    const [oldJob, oldLayout] = [readFileSync(job), readFileSync(`${layout}/layout.yaml`)];
    writeFileSync(job, oldJob.toString().replace("seed: 11", "seed: 12"));
    writeFileSync(`${layout}/layout.yaml`, "layout: gone\n");
    await expectResumed(out);
    writeFileSync(job, oldJob);
    writeFileSync(`${layout}/layout.yaml`, oldLayout);
  });

  it("in an image of its layout is refused, not mixed with what is composed", async () => {
    const out = await stoppedRun("image");
    const name = readdirSync(`${layout}/images`)[0] as string;
    const image = `${layout}/images/${name}`;
    expect(existsSync(image)).toBe(true);
    const old = readFileSync(image);
    writeFileSync(image, Buffer.concat([old, Buffer.from("\n")]));
    expect(await refusal(out)).toEqual(["run.resource-changed"]);
    writeFileSync(image, old);
    await expectResumed(out);
  });
});
