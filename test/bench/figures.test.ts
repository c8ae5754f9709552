import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { budgetLines } from "../../bench/budget.ts";
import { peersOutcome, sizeOutcome, verifyOutcome, workersOutcome } from "../../bench/compare.ts";
import { cpuMsPerDocument, median, medianRatio } from "../../bench/contest.ts";
import { BASELINE } from "../../bench/contestants.ts";
import { appendHistory, type HistoryLine } from "../../bench/history.ts";
import { readOptions } from "../../bench/options.ts";
import { figure, table } from "../../bench/table.ts";
import type { TurnResult } from "../../bench/turn-request.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** A turn of 1,000 documents with so many milliseconds of CPU each. */
function turn(cpuMs: number, more: Partial<TurnResult> = {}): TurnResult {
  return {
    documents: 1000,
    pages: 2000,
    transactions: 30_000,
    bytes: 6_000_000,
    seconds: cpuMs,
    cpuSeconds: cpuMs,
    rssPeakBytes: 300e6,
    ...more,
  };
}

describe("figures of turns", () => {
  it("takes the middle, and the mean of two middles", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(median([])).toBeNaN();
  });

  it("compares turns pair by pair, so that a slow spell meets both", () => {
    const turns = new Map([
      ["a", [turn(1), turn(10), turn(1)]],
      ["b", [turn(2), turn(20), turn(2)]],
    ]);
    expect(medianRatio(turns, "b", "a", cpuMsPerDocument)).toBe(2);
    expect(medianRatio(turns, "b", "c", cpuMsPerDocument)).toBeNaN();
  });

  it("holds the stages against the budget, and accounts for all CPU of the compose stage", () => {
    const stage = (name: "scan" | "compose" | "assemble" | "verify", cpuSeconds: number) => ({
      stage: name,
      seconds: cpuSeconds,
      cpuSeconds,
      count: 1000,
    });
    const stages = [
      stage("scan", 0.01),
      stage("compose", 0.3),
      stage("assemble", 0.1),
      stage("verify", 0.05),
    ];
    const composeCpu = [
      { part: "intake", usPerDocument: 50 },
      { part: "bind", usPerDocument: 40 },
      { part: "compose", usPerDocument: 60 },
      { part: "paint", usPerDocument: 20 },
      { part: "deflate", usPerDocument: 80 },
      { part: "fragment", usPerDocument: 30 },
    ];
    const lines = budgetLines([turn(0.46, { stages, composeCpu })]);
    const measured = lines.map(({ measuredUs }) => Math.round(measuredUs));
    expect(measured).toEqual([60, 40, 80, 80, 130, 50, 0, 20, 460]);
    const budgets = lines.map(({ budgetUs }) => budgetUs);
    expect(budgets.slice(0, -1).reduce((sum, us) => sum + us, 0)).toBe(budgets.at(-1));
  });
});

describe("targets", () => {
  it("are met or missed by ratios of one run", () => {
    const turns = new Map([
      [BASELINE, [turn(0.5)]],
      ["bare loop", [turn(0.1)]],
      ["pdfkit, one spool", [turn(4)]],
    ]);
    const { targets, tables } = peersOutcome(turns);
    expect(targets.map(({ value, met }) => [value, met])).toEqual([
      [8, true],
      [5, false],
    ]);
    expect(tables[0]?.text).toContain("pdfkit, one spool");
  });

  it("hold the verify stage of a run against the bare loop of the same turn", () => {
    const stage = (cpuSeconds: number) => {
      return [{ stage: "verify", seconds: 1, cpuSeconds, count: 1000 } as const];
    };
    const turns = new Map([
      [BASELINE, [turn(0.5, { stages: stage(0.1) }), turn(0.5, { stages: stage(0.3) })]],
      ["bare loop", [turn(0.2), turn(0.2)]],
    ]);
    expect(verifyOutcome(turns).targets[0]).toMatchObject({ value: 1, met: true });
  });

  it("ask for documents a second of two workers, and for memory by workers", () => {
    const turns = new Map([
      [BASELINE, [turn(1)]],
      [`${BASELINE}, 2 workers`, [turn(1, { seconds: 0.5 })]],
    ]);
    expect(workersOutcome(turns).targets[0]).toMatchObject({ value: 2, met: true });
    const sizes = new Map([["x", [turn(1, { rssPeakBytes: 650e6 })]]]);
    expect(sizeOutcome("", sizes, () => 2).targets[0]).toMatchObject({ bound: 600, met: false });
    expect(sizeOutcome("", sizes, () => 4).targets[0]).toMatchObject({ bound: 800, met: true });
  });
});

describe("the command line", () => {
  it("runs all but the million, five turns of ten thousand records", () => {
    const subjects = ["micro", "peers", "verify", "formats", "workers", "size"];
    expect(readOptions([])).toEqual({
      subjects,
      quick: false,
      turns: 5,
      records: 10_000,
      reading: {},
    });
  });

  it("takes subjects in their own order, and says what it does not know", () => {
    const { subjects, turns, records } = readOptions([
      "--only",
      "million,peers",
      "--turns",
      "3",
      "--records",
      "500",
    ]);
    expect({ subjects, turns, records }).toEqual({
      subjects: ["peers", "million"],
      turns: 3,
      records: 500,
    });
    const { reading } = readOptions(["--formats", "xml, csv", "--data", "kept"]);
    expect(reading.formats?.map(({ format }) => format)).toEqual(["csv", "xml"]);
    expect(reading.data).toBe("kept");
    expect(() => readOptions(["--formats", "xml,doc"])).toThrow("There is no format doc.");
    expect(() => readOptions(["--only", "peers,speed"])).toThrow("There is no subject speed.");
    expect(() => readOptions(["--turns", "0"])).toThrow("--turns is a whole number.");
  });
});

describe("what is shown and kept", () => {
  it("sets tables flush", () => {
    expect(
      table(
        ["", "ms"],
        [
          ["long name", "1.25"],
          ["b", "310"],
        ],
      ),
    ).toBe(["             ms", "---------  ----", "long name  1.25", "b           310"].join("\n"));
    expect([0.1234, 1.234, 12.34, 1234, Number.NaN].map(figure)).toEqual([
      "0.123",
      "1.23",
      "12.3",
      "1234",
      "-",
    ]);
  });

  it("appends one line a bench to the history", () => {
    const folder = temporaryFolder("history");
    const file = join(folder, "history.ndjson");
    const machine = { cpu: "a cpu", cores: 2, memoryGb: 8, node: "24.0.0", load: 0.1 };
    const line: HistoryLine = {
      date: "2026-11-22T00:00:00.000Z",
      commit: "abc1234",
      machine,
      turns: 5,
      records: 10_000,
      figures: { peers: { [BASELINE]: { "CPU ms/doc": 0.4 } } },
      targets: [],
    };
    appendHistory(line, file);
    appendHistory({ ...line, commit: "def5678" }, file);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines.map((text) => (JSON.parse(text) as HistoryLine).commit)).toEqual([
      "abc1234",
      "def5678",
    ]);
    expect(JSON.parse(lines[0] as string)).toEqual(line);
    rmSync(folder, { recursive: true, force: true });
  });
});
