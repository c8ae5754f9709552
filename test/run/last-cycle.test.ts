import { expect, it } from "vitest";
import { lastCycleCounts } from "../../src/run/decisions/last-cycle.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { Register } from "../../src/register/register.ts";
import type { CountLine, RunCounts } from "../../src/model/run-counts.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const host = new NodeHost();
const folder = temporaryFolder("last-cycle");
const registerFile = `${folder}/register.db`;

function counts(read: number, accepted: number, sheets: number, total: string): RunCounts {
  const records = { read, accepted, rejected: read - accepted, suppressed: 0 };
  return [
    ...Object.entries(records).map(([name, value]): CountLine => ({
      group: "records",
      name,
      value,
    })),
    { group: "print", name: "sheets", value: sheets },
    { group: "money", name: "account.closing", value: total },
  ];
}

function keep(runId: string, cycle: string, day: string, its: RunCounts, parentId = ""): void {
  const keptAtIso = `${day}T03:00:00.000Z`;
  const run = { runId, job: "bills", cycle, folder: `/runs/${runId}`, parentId };
  Register.with(host, registerFile, (register) => {
    register.runs.begin(
      { ...run, inputHashes: [runId], mode: "production", startedAtIso: keptAtIso },
      () => true,
    );
    register.counts.keep({ runId, job: "bills", cycle, keptAtIso, counts: its });
  });
}

const job = { name: "bills", cycle: "2026-10", registerFile };
const valueOf = (its: RunCounts | undefined, what: string): unknown =>
  its?.find(({ name }) => name === what)?.value;

it("is the run with its children, not the child that went out last", () => {
  expect(lastCycleCounts(host, { job })).toBeUndefined();
  keep("old", "2026-08", "2026-09-01", counts(900, 900, 1000, "1.00"));
  keep("run", "2026-09", "2026-10-01", counts(1000, 960, 1300, "99990.05"));
  keep("child-1", "2026-09", "2026-10-02", counts(30, 25, 40, "-0.06"), "run");
  keep("child-2", "2026-09", "2026-10-03", counts(10, 10, 11, "20.10"), "run");
  const last = lastCycleCounts(host, { job });
  expect(last?.cycle).toBe("2026-09");
  const names = ["read", "accepted", "rejected", "suppressed", "sheets", "account.closing"];
  expect(names.map((name) => valueOf(last?.counts, name))).toEqual([
    1000,
    995,
    5,
    0,
    1351,
    "100010.09",
  ]);
});

it("is the run that went out last where a cycle was run twice, and none that was abandoned", () => {
  keep("again", "2026-09", "2026-10-05", counts(1001, 1001, 1400, "5.00"));
  expect(valueOf(lastCycleCounts(host, { job })?.counts, "read")).toBe(1001);
  Register.with(host, registerFile, ({ runs }) => runs.abandon("again"));
  expect(valueOf(lastCycleCounts(host, { job })?.counts, "read")).toBe(1000);
});

it("is nothing that a child run could be compared with", () => {
  const parent = { runId: "now", folder: "/runs/now", jobMark: "AB12", child: 1 };
  expect(lastCycleCounts(host, { job, parent })).toBeUndefined();
});

it("is of the same kind of period, and of the same label", () => {
  const days = { job: "daily", read: 10 };
  const known = ["2026-09", "2026-W40", "2026-W41", "2026-10-06", "2026-10-07"];
  const labels = ["2026-08/group-07", "2026-09/group-06", "2026-09/group-07", "2026-09/late"];
  for (const [nth, cycle] of [...known, ...labels].entries()) {
    const run = { runId: `daily-${nth}`, job: days.job, cycle, keptAtIso: "2026-10-08T00:00:00Z" };
    Register.with(host, registerFile, (register) =>
      register.counts.keep({ ...run, counts: counts(days.read, 10, 10, "1.00") }),
    );
  }
  const last = (cycle: string) =>
    lastCycleCounts(host, { job: { name: days.job, cycle, registerFile } })?.cycle;
  expect(last("2026-10")).toBe("2026-09");
  expect(last("2026-W42")).toBe("2026-W41");
  expect(last("2027-W01")).toBe("2026-W41");
  expect(last("2026-10-08")).toBe("2026-10-07");
  expect(last("2026-10/group-07")).toBe("2026-09/group-07");
  expect(last("2026-10/group-08")).toBeUndefined();
  expect(last("2026-09")).toBeUndefined();
});
