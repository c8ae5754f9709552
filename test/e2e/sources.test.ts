import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { ZipFile } from "yazl";
import { mainFile } from "../kit/command.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { differences, outputHashes } from "./run-fixture.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const LINES = Array.from({ length: 9 }, (_, index) => {
  const by = ["paper", "email"][index % 2];
  const more = { due: `${index}.50`, email: "a@example.com" };
  return JSON.stringify({ id: `k${index}`, by, address: addressOf({ zip: "62704" }), ...more });
});
const TEXT = LINES.map((line) => `${line}\n`).join("");

/** A job of these records whose input line says `file`; other files are written beside it. */
function jobWith(file: string, files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const job = writeSmallJob({ currency: "USD", lines: LINES });
  const folder = job.slice(0, job.lastIndexOf("/"));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(`${folder}/${name}`, bytes);
  writeFileSync(job, readFileSync(job, "utf8").replace("file: in.ndjson", `file: ${file}`));
  return job;
}

function outOf(job: string): string {
  return `${job.slice(0, job.lastIndexOf("/"))}/out`;
}

async function* piped(): AsyncGenerator<Uint8Array> {
  for (const line of LINES) yield Buffer.from(`${line}\n`);
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

it("a run from standard input is resumed without it, to the same bytes", async () => {
  const job = jobWith('"-"');
  const out = outOf(job);
  const signal = AbortSignal.abort();
  const begun = await runJob(job, { out, workers: 1, signal, standardInput: piped() });
  expect(begun.status).toBe("stopped");
  expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
  await expectSame(out);
});

it("its copy that is gone cannot be made again, which is said", async () => {
  const job = jobWith('"-"');
  const out = outOf(job);
  const signal = AbortSignal.abort();
  await runJob(job, { out, workers: 1, signal, standardInput: piped() });
  rmSync(`${out}/work`, { recursive: true });
  expect(await laterRefusedCodes(resumeRun(out, { workers: 1 }))).toEqual(["input.unreadable"]);
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
  const { scan } = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as {
    scan: { files: { file: string; rowCount: number }[] };
  };
  expect(scan.files.map(({ file, rowCount }) => [file.split("/").at(-1), rowCount])).toEqual([
    ["p-1.ndjson", 5],
    ["p-2.ndjson", 4],
  ]);
});

it("the command line takes records by a pipe", () => {
  const job = jobWith("in.ndjson");
  const out = outOf(job);
  const args = [mainFile, "run", job, "--input", "-", "--out", out, "--workers", "1", "--json"];
  const { status, stdout } = spawnSync(process.execPath, args, { input: TEXT, encoding: "utf8" });
  const report = JSON.parse(stdout) as { records: { read: number } };
  expect([status, report.records.read]).toEqual([0, 9]);
});
