import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { ZipFile } from "yazl";
import type { FrozenRun } from "../../src/run/folder/frozen-run.ts";
import { sealedRun } from "../../src/run/folder/job-seal.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { mainFile } from "../kit/command.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { killAtShard } from "./crash-process.ts";
import { damage, putBack } from "./killed-copies.ts";
import { expectKept, fragmentIdentities } from "./run-checks.ts";
import { differences, outputHashes } from "./run-fixture.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const MANY = Array.from({ length: 90 }, (_, index) => {
  const by = ["paper", "email"][index % 2];
  const more = { due: `${index}.50`, email: "a@example.com" };
  return JSON.stringify({ id: `k${index}`, by, address: addressOf({ zip: "62704" }), ...more });
});
const LINES = MANY.slice(0, 9);
const TEXT = LINES.map((line) => `${line}\n`).join("");

/** A job of these records whose input line says `file`; other files are written beside it. */
function jobWith(
  file: string,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  lines = LINES,
): string {
  const job = writeSmallJob({ currency: "USD", lines });
  const folder = job.slice(0, job.lastIndexOf("/"));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(`${folder}/${name}`, bytes);
  writeFileSync(job, readFileSync(job, "utf8").replace("file: in.ndjson", `file: ${file}`));
  return job;
}

function outOf(job: string): string {
  return `${job.slice(0, job.lastIndexOf("/"))}/out`;
}

const whole = jobWith("in.ndjson");
const made = runJob(whole, { out: outOf(whole), workers: 1 });

/** Without fragments: the records of several files lie in several shards. */
function hashes(out: string): Record<string, string> {
  const all = Object.entries(outputHashes(out)).filter(([name]) => !name.startsWith("shards/"));
  expect(all.length).toBeGreaterThan(2);
  return Object.fromEntries(all);
}

/** That a run has the output of one that read a file. */
async function expectSame(out: string): Promise<void> {
  expect((await made).status).toBe("finished");
  expect(differences(hashes(out), hashes(outOf(whole)))).toEqual([]);
}

describe("a killed run from standard input", () => {
  const shards = ", shard-bytes: 4096";
  const whole = jobWith(`in.ndjson${shards}`, {}, MANY);
  const job = jobWith(`"-"${shards}`, {}, MANY);
  const dead = `${outOf(job)}-dead`;

  beforeAll(async () => {
    await runJob(whole, { out: outOf(whole), workers: 1 });
    await killAtShard(job, dead, 2, MANY.map((line) => `${line}\n`).join(""));
  });

  it("is resumed without it, to the same bytes", async () => {
    const out = `${outOf(job)}-moved`;
    putBack(dead, out);
    const kept = fragmentIdentities(out);
    expect(kept.size).toBe(2);
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expect(differences(hashes(out), hashes(outOf(whole)))).toEqual([]);
    expectKept(out, kept);
  });

  it.each([rmSync, damage])("says so where its copy is gone or damaged", async (spoil) => {
    const out = outOf(job);
    putBack(dead, out);
    spoil(`${out}/work/input-0.unpacked`);
    const error: unknown = await resumeRun(out, { workers: 1 }).catch((thrown: unknown) => thrown);
    const found = error instanceof UsageError ? error.diagnostics : [];
    expect(found.map(({ code }) => code)).toEqual(["run.copy-lost", "input.unreadable"]);
    expect(found[0]?.message).toContain(
      "This run reads standard input from copies in its `work` folder. They are gone",
    );
    expect(found[0]?.hint).toContain("Put the run's `work` folder back from a backup");
    // Which is what the hint says.
    putBack(`${dead}/work`, `${out}/work`);
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expect(differences(hashes(out), hashes(outOf(whole)))).toEqual([]);
  });
});

it("a run from an archive is resumed to the same bytes, with its copy or without", async () => {
  const zip = new ZipFile();
  zip.addBuffer(
    Buffer.from(
      LINES.slice(0, 4)
        .map((line) => `${line}\n`)
        .join(""),
    ),
    "1.ndjson",
  );
  zip.addBuffer(Buffer.from(LINES.slice(4).join("\n")), "2.ndjson");
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(Buffer.from(chunk as Uint8Array));
  const job = jobWith("in.zip", { "in.zip": Buffer.concat(chunks) });
  const out = outOf(job);
  await runJob(job, { out, workers: 1, signal: AbortSignal.abort() });
  expect(readdirSync(`${out}/work`)).toContain("input-1.unpacked");
  rmSync(`${out}/work`, { recursive: true });
  const report = await resumeRun(out, { workers: 1 });
  expect([report.status, report.records.read]).toEqual(["finished", 9]);
  await expectSame(out);
});

it("a run from a pattern of files gives the same bytes, and its report names each", async () => {
  const parts = { "p-1.ndjson": LINES.slice(0, 5), "p-2.ndjson": LINES.slice(5) };
  const files = Object.entries(parts).map(([name, lines]) => [name, `${lines.join("\n")}\n`]);
  const job = jobWith("p-*.ndjson", Object.fromEntries(files) as Record<string, string>);
  const out = outOf(job);
  expect((await runJob(job, { out, workers: 1 })).status).toBe("finished");
  await expectSame(out);
  const text = readFileSync(`${out}/job.json`, "utf8");
  const frozen = JSON.parse(text) as FrozenRun;
  // The hash of a job is the same wherever its files lie, however many these are.
  const folder = JSON.stringify(dirname(job)).slice(1, -1);
  expect(text.split(folder).length).toBeGreaterThan(5);
  const elsewhere = JSON.parse(text.replaceAll(folder, "/elsewhere")) as FrozenRun;
  expect(sealedRun(elsewhere).jobSha256).toBe(sealedRun(frozen).jobSha256);
  expect(frozen.scan.files.map(({ file, rowCount }) => [file.split("/").at(-1), rowCount])).toEqual(
    [
      ["p-1.ndjson", 5],
      ["p-2.ndjson", 4],
    ],
  );
});

it("the command line takes records by a pipe", () => {
  const job = jobWith("in.ndjson");
  const out = outOf(job);
  const args = [mainFile, "run", job, "--input", "-", "--out", out, "--workers", "1", "--json"];
  const { status, stdout } = spawnSync(process.execPath, args, { input: TEXT, encoding: "utf8" });
  const report = JSON.parse(stdout) as { records: { read: number } };
  expect([status, report.records.read]).toEqual([0, 9]);
});
