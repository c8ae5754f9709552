import { copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import {
  approveRun,
  auditRun,
  closeRun,
  decideRejects,
  holdOutputs,
  recordMailing,
  rejectAccount,
  releaseOutputs,
  type RunReport,
} from "../../src/index.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { AuditError } from "../../src/audit/audit-error.ts";
import { Register } from "../../src/register/register.ts";
import type { CountsReport } from "../../src/model/run-counts.ts";
import { nightpress } from "../kit/command.ts";
import { differences, outputHashes, smallShardJob } from "./run-fixture.ts";
import { today } from "./today.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { codeOf } from "../kit/refused-codes.ts";

const folder = temporaryFolder("holds");

const BY = { by: "A. Novak", reason: "counts seen" };
const HOLDS = 'hold: { before-assembly: true, before-release: true, tolerance: "1%" }\n';

/** A job of the same 300 statements each time it is called, held as `hold` says. */
function heldJob(name: string, hold: string, mode: "test" | "production" = "test"): string {
  const choice = { records: 300, mode, shardBytes: 65_536, spoolSheets: 60 } as const;
  const job = smallShardJob(`${folder}/${name}`, { ...choice, layout: "plain" });
  writeFileSync(job, readFileSync(job, "utf8") + hold);
  return job;
}

function countsOf(out: string): CountsReport {
  return JSON.parse(readFileSync(`${out}/reports/counts.json`, "utf8")) as CountsReport;
}

describe("a run that is held before assembly and before release", () => {
  const out = `${folder}/held`;
  let held: RunReport;

  beforeAll(async () => {
    held = await runJob(heldJob("job", HOLDS), { out, workers: 2 });
  });

  test("stops with its counts, and nothing is spooled", async () => {
    expect(held.status).toBe("held-for-approval");
    expect(existsSync(`${out}/print`)).toBe(false);
    expect(existsSync(`${out}/reports/run.json`)).toBe(false);
    const { lines, reasons, lastCycle } = countsOf(out);
    expect(reasons).toEqual(["Nobody has approved these counts."]);
    expect(lastCycle).toBeUndefined();
    const value = new Map(lines.map((line) => [`${line.group} ${line.name}`, line.value]));
    expect(value.get("records read")).toBe(held.records.read);
    expect(value.get("print sheets")).toBe(held.sheets);
    expect(value.get("channel email")).toBe(held.channels.email);
    const streams = lines.filter(
      ({ group, name }) => group === "stream" && name.endsWith("sheets"),
    );
    const total = streams.reduce((sum, line) => sum + Number(line.value), 0);
    expect(total).toBe(value.get("print sheets"));
    expect(readFileSync(`${out}/reports/counts.html`, "utf8")).toContain("counts for approval");
    await expect(releaseOutputs(out, BY).catch(codeOf)).resolves.toBe("decision.not-assembled");
    expect((await resumeRun(out, { workers: 1 })).status).toBe("held-for-approval");
  });

  test("goes on once approved, with the same bytes whatever the workers", async () => {
    expect((await approveRun(out, BY)).standing.state).toBe("assembling");
    await expect(approveRun(out, BY).catch(codeOf)).resolves.toBe("decision.approved-already");
    const done = await resumeRun(out, { workers: 2 });
    expect(done.status).toBe("held-for-release");
    expect(done.standing?.state).toBe("held-for-release");
    const other = `${folder}/held-one-worker`;
    await runJob(`${folder}/job/job.yaml`, { out: other, workers: 1 });
    // The same decision, times and all: its hash stands on the trailers.
    copyFileSync(`${out}/audit.ndjson`, `${other}/audit.ndjson`);
    expect((await resumeRun(other, { workers: 1 })).status).toBe("held-for-release");
    expect(differences(outputHashes(out), outputHashes(other))).toEqual([]);
    expect(auditRun(out).onTrailers?.seq).toBe(1);
  });

  test("is released by stream, held again, and released as a whole", async () => {
    const stream = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    const name = stream.streams[0]?.name ?? "";
    const first = await releaseOutputs(out, { ...BY, streams: [name] });
    expect(first.standing.state).toBe("held-for-release");
    expect(first.documents).toBe(stream.streams[0]?.pieces);
    await expect(releaseOutputs(out, { ...BY, streams: [name] }).catch(codeOf)).resolves.toBe(
      "decision.nothing-to-do",
    );
    await expect(releaseOutputs(out, { ...BY, spools: ["x"] }).catch(codeOf)).resolves.toBe(
      "decision.unknown-spool",
    );
    expect((await holdOutputs(out, { ...BY, streams: [name] })).outputs).toEqual(first.outputs);
    const all = await releaseOutputs(out, BY);
    expect(all.standing.state).toBe("released");
    expect(all.standing.stateBalance.filter(({ ok }) => !ok)).toEqual([]);
    const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
    expect(report.status).toBe("finished");
    expect(report.standing?.decisions.map(({ action }) => action)).toEqual([
      "approve",
      "release",
      "hold",
      "release",
    ]);
    const page = readFileSync(`${out}/reports/run.html`, "utf8");
    expect(page).toContain("A. Novak");
  });

  test("is mailed by evidence alone, closed only then, and decided about no more", async () => {
    const open = await closeRun(out, BY);
    expect(open.closed).toBe(false);
    expect(open.open.join("\n")).toContain("without evidence of mailing");
    const mailing = { ...BY, date: today(), statement: "PS 3600 8841" };
    await expect(
      recordMailing(out, { ...mailing, date: "2026-02-30" }).catch(codeOf),
    ).resolves.toBe("decision.bad-date");
    const print = await recordMailing(out, { ...mailing, channels: ["print"] });
    expect(print.standing.state).toBe("released");
    expect((await recordMailing(out, mailing)).standing.state).toBe("mailed");
    expect((await closeRun(out, BY)).open.join("\n")).toContain("open rejects");
    const ordinals = rejectAccount(out).items.map(({ ordinal }) => ordinal);
    await decideRejects(out, { action: "withdraw", ordinals, ...BY });
    const closed = await closeRun(out, BY);
    expect([closed.closed, closed.open, closed.standing.state]).toEqual([true, [], "closed"]);
    await expect(holdOutputs(out, BY).catch(codeOf)).resolves.toBe("decision.run-closed");
  });

  test("keeps a log in which one changed row is found", () => {
    expect(auditRun(out).entries.length).toBe(8);
    const file = `${out}/audit.ndjson`;
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace("PS 3600 8841", "PS 3600 8842"));
    expect(() => auditRun(out)).toThrow(AuditError);
    writeFileSync(file, text);
    writeFileSync(file, text.split("\n").slice(1).join("\n"));
    expect(() => auditRun(out)).toThrow(AuditError);
    writeFileSync(file, text);
  });
});

describe("a run that holds nothing", () => {
  test("is released when it is finished, without any decision", async () => {
    const out = `${folder}/free`;
    const report = await runJob(heldJob("job-free", ""), { out, workers: 2 });
    expect(report.status).toBe("finished");
    expect(report.standing?.state).toBe("released");
    expect(existsSync(`${out}/audit.ndjson`)).toBe(false);
    await expect(approveRun(out, BY).catch(codeOf)).resolves.toBe("decision.not-held");
    await expect(releaseOutputs(out, BY).catch(codeOf)).resolves.toBe("decision.nothing-to-do");
  });
});

describe("counts that change between approval and assembly", () => {
  test("hold the run again past tolerance, and are approved again", async () => {
    const out = `${folder}/changed`;
    const job = heldJob("job-changed", HOLDS);
    const held = await runJob(job, { out, workers: 2 });
    await approveRun(out, BY);
    const list = `${folder}/suppress.csv`;
    const keys = readFileSync(`${folder}/job-changed/customers.ndjson`, "utf8")
      .split("\n")
      .flatMap((line) => /"id":"([^"]+)"/.exec(line)?.slice(1) ?? [])
      .slice(0, 20);
    expect(keys).toHaveLength(20);
    writeFileSync(list, `${keys.join("\n")}\n`);
    const again = await resumeRun(out, { workers: 2, suppress: { ...BY, files: [list] } });
    expect(again.status).toBe("held-for-approval");
    expect(again.records.accepted).toBeLessThan(held.records.accepted);
    expect(countsOf(out).reasons.join("\n")).toContain("accepted");
    const said = await nightpress(["approve", out, "--by", BY.by, "--reason", BY.reason]);
    expect(said).toMatchObject({ code: 0, err: "" });
    expect(said.out).toMatch(/^Approved: .* is assembling\n {2}audit /);
    expect((await resumeRun(out, { workers: 2 })).status).toBe("held-for-release");
  });
});

describe("a cycle after one that went out", () => {
  test("is compared with it, and what changed past tolerance is marked", async () => {
    const job = heldJob("cycle", HOLDS);
    const out = `${folder}/cycle-out`;
    Register.with(new NodeHost(), `${folder}/cycle/register.db`, ({ counts }) => {
      const kept = { job: "retail-statements", keptAtIso: "2026-10-02T00:00:00.000Z" };
      const line = { group: "records", name: "read" } as const;
      counts.keep({ ...kept, runId: "a", cycle: "2026-08", counts: [{ ...line, value: 7 }] });
      counts.keep({ ...kept, runId: "b", cycle: "2026-09", counts: [{ ...line, value: 100 }] });
    });
    const held = await runJob(job, { out, workers: 2, limit: 200 });
    expect(held.counts).toEqual(countsOf(out));
    const { lastCycle, lines } = countsOf(out);
    expect(lastCycle).toBe("2026-09");
    const read = lines.find(({ group, name }) => group === "records" && name === "read");
    expect(read).toMatchObject({ before: 100, value: 200, changePercent: 100, isPast: true });
    expect(readFileSync(`${out}/reports/counts.html`, "utf8")).toContain("! +100.0 %");
  });
});
