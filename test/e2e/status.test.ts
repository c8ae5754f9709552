import { readFileSync, rmSync } from "node:fs";
import { expect, test } from "vitest";
import { runStatus, shopStatus } from "../../src/index.ts";
import { nightpress } from "../kit/command.ts";
import { makeInput, nextCycle } from "./e2e-run.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const input = makeInput({ format: "ndjson", records: 80, mode: "production", badPercent: 5 });
const job = `${input}/job.yaml`;
const out = temporaryFolder();

test("status tells of all runs of a register: finished, stopped, gone, and what to do", async () => {
  const report = await runJob(job, { out: `${out}/october`, workers: 1 });
  nextCycle(input);
  const stop = new AbortController();
  const stopped = await runJob(job, {
    out: `${out}/november`,
    workers: 1,
    signal: stop.signal,
    onProgress: ({ stage }) => stage === "compose" && stop.abort(),
  });
  expect(stopped.status).toBe("stopped");

  const { runs, done } = shopStatus({ job });
  expect(done).toBe(0);
  const [october, november] = ["october", "november"].map((name) =>
    runs.find((run) => run.out === `${out}/${name}`),
  );
  expect(october).toMatchObject({ cycle: "2026-10", recordsDone: report.records.read });
  expect(october?.streams.map(({ name, sheets }) => [name, sheets])).toEqual(
    report.streams.map(({ name, sheets }) => [name, sheets]),
  );
  const rejects = october?.exceptions.find(({ what }) => what === "rejects");
  expect(rejects?.count).toBe(report.records.rejected);
  expect(report.records.rejected).toBeGreaterThan(0);
  expect(runStatus(`${out}/october`).rejects).toBe(report.records.rejected);
  // The machines of the fixture's shop, one stream after the other.
  const ends = october?.streams.map((stream) => stream.expectedPrintedAtIso ?? "") ?? [];
  expect(ends.every((iso) => Date.parse(iso) > Date.now())).toBe(true);
  expect(ends).toEqual(ends.toSorted());

  expect(november).toMatchObject({ cycle: "2026-11", spoolsTotal: 0 });
  expect(november?.process).toBeUndefined();
  expect(november?.streams.every((one) => one.expectedPrintedAtIso === undefined)).toBe(true);
  expect(november?.exceptions.map(({ what }) => what)).toContain("no-process");
  expect(november?.next).toBe(`nightpress resume ${out}/november`);
  await resumeRun(`${out}/november`, { workers: 1 });
  const later = shopStatus({ job }).runs.find((run) => run.out === `${out}/november`);
  expect(later?.spoolsDone).toBe(later?.spoolsTotal);
  expect(later?.exceptions.map(({ what }) => what)).not.toContain("no-process");

  rmSync(`${out}/october`, { recursive: true });
  const gone = shopStatus({ register: `${input}/register.db` }).runs.find(
    (run) => run.state === "gone",
  );
  expect(gone).toMatchObject({ job: "retail-statements", cycle: "2026-10", streams: [] });
});

test("the command prints a table over the shop, one run in full, or JSON; never a field value", async () => {
  const table = await nightpress(["status", "--register", `${input}/register.db`]);
  expect(table.code).toBe(0);
  expect(table.out).toMatch(/^run +mode +state +progress +workers +last spool expected +folder\n/);
  expect(table.out).toMatch(/retail-statements 2026-11 +production/);
  expect(table.out).toMatch(/sheet-press/);
  const one = await nightpress(["status", `${out}/november`]);
  expect(one.out).toContain("  records  ");
  const json = await nightpress(["status", "--job", job, "--json"]);
  expect(JSON.parse(json.out)).toMatchObject({ done: 0 });
  const first = JSON.parse(
    readFileSync(`${input}/customers.ndjson`, "utf8").split("\n")[0] as string,
  ) as { customer: { name: string } };
  for (const { out: text } of [table, one, json]) expect(text).not.toContain(first.customer.name);
  const none = await nightpress(["status", "--register", `${out}/none.db`]);
  expect(none.code).toBe(2);
  expect(none.err).toContain("register.missing-file");
});
