import { expect, it } from "vitest";
import type { Progress } from "../../src/model/run-report.ts";
import { ProgressLine } from "../../src/cli/progress.ts";

const start: Progress = {
  stage: "compose",
  done: 0,
  total: 2000,
  unit: "records",
  pages: 0,
  rejects: 0,
};

/** A screen whose clock is set by hand. */
function screen(isTerminal: boolean, columns: number) {
  const shown: string[] = [];
  const clock = { ms: 1000 };
  const line = new ProgressLine({
    write: (text) => shown.push(text),
    isTerminal,
    columns: () => columns,
    nowMs: () => clock.ms,
  });
  return { shown, clock, line };
}

it("draws one line anew on a terminal, ten times a second at most", () => {
  const { shown, clock, line } = screen(true, 200);
  line.show(start);
  for (let done = 1; done <= 1000; done += 1) {
    clock.ms += 2;
    line.show({ ...start, done, pages: done * 2, rejects: done > 500 ? 3 : 0 });
  }
  expect(shown.length).toBeGreaterThan(15);
  expect(shown.length).toBeLessThan(30);
  expect(shown.at(-1)).toBe(
    "\r\u001b[2Kcompose    ████████████░░░░░░░░░░░░   50 %  1,000 of 2,000 records" +
      "  976 pages/s  ETA 2.05 s  3 rejects",
  );
  expect(shown.join("")).not.toContain("\n");
  line.end();
  expect(shown.at(-1)).toMatch(/compose +2\.00 s  50 % done  2,000 pages  976 pages\/s .*\n$/);
});

it("never writes wider than the terminal", () => {
  const { shown, clock, line } = screen(true, 40);
  line.show(start);
  clock.ms += 1000;
  line.show({ ...start, done: 700, pages: 1500 });
  expect((shown.at(-1) ?? "").replace("\r\u001b[2K", "")).toHaveLength(39);
});

it("writes a plain line every few seconds where there is no terminal", () => {
  const { shown, clock, line } = screen(false, 80);
  for (let second = 0; second <= 12; second += 1) {
    line.show({ ...start, done: second * 100, pages: second * 250 });
    clock.ms += 1000;
  }
  line.show({ ...start, stage: "assemble", done: 5, total: 5, unit: "sheets" });
  line.end();
  expect(shown).toEqual([
    "compose     25 %  500 of 2,000 records  250 pages/s  ETA 15.0 s\n",
    "compose     50 %  1,000 of 2,000 records  250 pages/s  ETA 10.0 s\n",
    "compose          13.0 s  60 % done  3,000 pages  231 pages/s\n",
    "assemble         1.00 s  5 sheets\n",
  ]);
});

it("shows bytes as sizes, and knows no share of nothing", () => {
  const { shown, clock, line } = screen(false, 80);
  const scan = { ...start, stage: "scan", unit: "bytes", total: 4_000_000 } as const;
  line.show(scan);
  clock.ms += 6000;
  line.show({ ...scan, done: 1_000_000 });
  line.show({ ...start, stage: "settle", total: 0 });
  clock.ms += 6000;
  line.show({ ...start, stage: "settle", total: 0 });
  line.end();
  expect(shown[0]).toBe("scan        25 %  1.0 MB of 4.0 MB  ETA 18.0 s\n");
  expect(shown.slice(1)).toEqual([
    "scan             6.00 s  25 % done\n",
    "settle       0 %  0 of 0 records\n",
    "settle           6.00 s\n",
  ]);
});

it("does not count as speed what a resumed run has done before", () => {
  const { shown, clock, line } = screen(false, 80);
  line.show(start);
  line.show({ ...start, done: 500, pages: 1000 });
  clock.ms += 10;
  line.show({ ...start, done: 1000, pages: 2000 });
  clock.ms += 9990;
  line.show({ ...start, done: 1500, pages: 3000 });
  expect(shown).toEqual(["compose     75 %  1,500 of 2,000 records  100 pages/s  ETA 10.0 s\n"]);
});

it("counts one as one", () => {
  const { shown, clock, line } = screen(false, 80);
  line.show({ ...start, total: 1 });
  clock.ms += 400;
  line.show({ ...start, done: 1, total: 1, pages: 1 });
  line.end();
  expect(shown).toEqual(["compose          0.40 s  1 record  1 page\n"]);
});
