import { describe, expect, test } from "vitest";
import { scheduleStreams, sheetsPerHour, type StreamWork } from "../../src/run/device-times.ts";
import { estimateRun } from "../../src/shop/estimate-run.ts";
import type { RunCost } from "../../src/register/register-history.ts";
import type { Press } from "../../src/model/device.ts";
import type { Stock } from "../../src/model/stock.ts";

function runCost(records: number, composeSeconds: number, workers: number): RunCost {
  const stage = (name: string, seconds: number) => ({
    runId: "r",
    stage: name,
    seconds,
    cpuSeconds: seconds,
    workers,
    cores: 8,
  });
  return {
    runId: "r",
    job: "bills",
    endedAtIso: "2026-10-31T22:00:00.000Z",
    records,
    documents: records,
    pages: records * 3,
    sheets: records * 2,
    pieces: records,
    inputBytes: records * 1000,
    fragmentBytes: records * 5000,
    outputBytes: records * 4000,
    streams: [{ name: "automation-2", pieces: records, sheets: records * 2, spools: 2 }],
    stages: [stage("compose", composeSeconds), stage("settle", 10)],
  };
}

const half = { records: 500, inputBytes: 500_000, workers: 4, cores: 8 };

describe("an estimate", () => {
  test("scales what earlier runs made and took by records and by workers", () => {
    const found = estimateRun(half, [runCost(1000, 100, 2)]);
    expect(found).toMatchObject({ fromRuns: 1, pages: 1500, sheets: 1000, pieces: 500 });
    expect(found).toMatchObject({ fragmentBytes: 2_500_000, outputBytes: 2_000_000 });
    // 1,000 records took two workers 100 s, so 500 records take four of them 25 s.
    expect(found.seconds.compose).toBeCloseTo(25);
    expect(found.seconds.settle).toBeCloseTo(5);
    expect(found.streams).toEqual([{ name: "automation-2", pieces: 500, sheets: 1000, spools: 1 }]);
  });

  test("takes no more workers for use than there are processors", () => {
    const history = [runCost(1000, 100, 2)];
    const two = estimateRun({ ...half, workers: 64, cores: 2 }, history);
    expect(two.seconds.compose).toBeCloseTo(50);
  });

  test("weighs several runs by their records, and stages that were never whole by built-in", () => {
    const found = estimateRun(half, [runCost(1000, 100, 1), runCost(3000, 100, 1)]);
    expect(found.seconds.compose).toBeCloseTo((200 / 4000) * (500 / 4));
    expect(found.seconds.assemble).toBe(estimateRun(half, []).seconds.assemble);
    expect(found.seconds.verify).toBe(estimateRun(half, []).seconds.verify);
    expect(found.fromRuns).toBe(2);
  });

  test("is from built-in figures where there is no history, and says so", () => {
    const found = estimateRun(half, []);
    expect(found.fromRuns).toBe(0);
    expect(found.streams).toEqual([]);
    expect(found.pages).toBeGreaterThan(half.records);
    expect(found.seconds.compose).toBeGreaterThan(0);
    const { compose } = estimateRun({ ...half, workers: 1 }, []).seconds;
    expect(compose).toBeCloseTo(found.seconds.compose * 4);
  });
});

const duplex = { name: "letter", duplex: true, heightMpt: 792_000 } as Stock;
const simplex = { ...duplex, name: "letter-simplex", duplex: false };
const cut: Press = {
  name: "cut",
  speed: { pagesPerMinute: 100 },
  duplex: true,
  papers: ["letter", "letter-simplex"],
  setupMinutes: 5,
};
const web: Press = {
  name: "web",
  speed: { metresPerMinute: 27.94, sheetsAcross: 2 },
  duplex: true,
  papers: ["letter"],
  setupMinutes: 0,
};
const inserter = {
  name: "fold",
  piecesPerHour: 6000,
  sheetsMax: 6,
  envelopes: ["no-10"],
  setupMinutes: 10,
};
const devices = { presses: [web, cut], inserters: [inserter] };
const work: StreamWork = {
  name: "automation-1",
  papers: [duplex],
  envelope: "no-10",
  sheetsMax: 1,
  pieces: 3000,
  sheets: 3000,
  spools: 1,
  readyMs: 0,
};

describe("machines", () => {
  test("print sheets by the pages they count, or by the web that runs through", () => {
    expect(sheetsPerHour(cut, duplex)).toBe(3000);
    expect(sheetsPerHour(cut, simplex)).toBe(6000);
    // A letter is 0.2794 m high: a hundred a minute on each of two.
    expect(sheetsPerHour(web, duplex)).toBeCloseTo(12_000);
  });

  test("take a stream each in its order, and insert what is printed", () => {
    const [first, second] = scheduleStreams({ devices, assign: [] }, [
      work,
      { ...work, name: "machinable-1" },
    ]);
    const minute = 60_000;
    expect(first).toEqual({
      name: "automation-1",
      press: "web",
      inserter: "fold",
      printedMs: expect.closeTo(15 * minute, 0) as number,
      insertedMs: expect.closeTo((15 + 30 + 10) * minute, 0) as number,
    });
    expect(second?.printedMs).toBeCloseTo(30 * minute, 0);
    expect(second?.insertedMs).toBeCloseTo((55 + 40) * minute, 0);
  });

  test("are chosen by rule, else by what they take; what none takes is left to hands", () => {
    const names = (stream: StreamWork, assign: Parameters<typeof scheduleStreams>[0]["assign"]) => {
      const [found] = scheduleStreams({ devices, assign }, [stream]);
      return [found?.press, found?.inserter];
    };
    expect(names({ ...work, papers: [simplex] }, [])).toEqual(["cut", "fold"]);
    expect(names(work, [{ streams: "automation-*", press: "cut" }])).toEqual(["cut", "fold"]);
    expect(names(work, [{ streams: "foreign-*", press: "cut" }])).toEqual(["web", "fold"]);
    expect(names({ ...work, sheetsMax: Number.POSITIVE_INFINITY }, [])).toEqual(["web", undefined]);
    expect(names({ ...work, envelope: "flat" }, [])).toEqual(["web", undefined]);
    const odd = { ...duplex, name: "a4" };
    expect(names({ ...work, papers: [odd] }, [])).toEqual([undefined, undefined]);
  });
});
