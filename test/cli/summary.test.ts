import { PassThrough } from "node:stream";
import { expect, it } from "vitest";
import { diagnostic } from "../../src/base/diagnostic.ts";
import { summaryText } from "../../src/cli/summary.ts";
import { sampleReport } from "../report/sample-report.ts";

const stream = new PassThrough() as unknown as NodeJS.WriteStream;

it("says what was made, how fast, and where to look", () => {
  expect(summaryText(sampleReport({ job: "retail" }), stream).split("\n")).toEqual([
    "",
    "Balanced and complete: retail 2026-10 (test, not mailable)",
    "  records    12,345 read, 12,300 accepted, 45 rejected",
    "  documents  12,300, 1,234,567 pages",
    "  print      9,876 pieces, 700,001 sheets, 2 streams, 2 spools",
    "  digital    2,000 e-mails, 424 SMS, to no customer",
    "  balance    2 of 2 sums agree",
    "  rejects    40 data.csv-quote",
    "             5 data.missing-key",
    '  warnings   mail.address-glyph: Say "<b>hello</b>".',
    "  time       1 min 05 s (189 documents/s, 18,993 pages/s)",
    "  machine    24.6 s CPU, 2 workers, peak memory 311 MB",
    "",
    "Report:      /runs/2026-10/reports/run.html",
    "Rejects:     /runs/2026-10/rejects/rejects.ndjson",
    "All output:  /runs/2026-10",
  ]);
});

it("names the command that goes on after a stop, and only that", () => {
  const text = summaryText(sampleReport({ status: "stopped" }), stream);
  expect(text).toContain("Stopped, can be resumed");
  expect(text.endsWith("\nContinue:    nightpress resume /runs/2026-10")).toBe(true);
});

it("quotes a folder with blanks, so that the command can be pasted", () => {
  const text = summaryText(sampleReport({ status: "stopped", out: "/runs/March run" }), stream);
  expect(text.endsWith("nightpress resume '/runs/March run'")).toBe(true);
});

const CODES = [
  "run.cycle-run",
  "run.input-used",
  "run.in-use",
  "run.job-changed",
  "run.disk-short",
  "run.console-lost",
] as const;

it("names the warnings, the first ones with their words", () => {
  const warnings = Array.from({ length: 7 }, (_, nth) =>
    diagnostic(CODES[nth] ?? "run.in-use", `Something is odd, ${nth}.`, { severity: "warning" }),
  );
  const text = summaryText(sampleReport({ warnings }), stream);
  expect(text).toContain("  warnings   run.cycle-run: Something is odd, 0.\n");
  expect(text).toContain("             run.disk-short: Something is odd, 4.\n");
  expect(text).toContain("and 2 other warnings, see the report\n");
  expect(text).not.toContain("run.console-lost");
});

it("keeps a long list of reasons short", () => {
  const rejects = Array.from({ length: 12 }, (_, nth) => ({
    code: `data.x${nth}`,
    count: nth + 1,
  }));
  const text = summaryText(sampleReport({ rejects }), stream);
  expect(text).toContain("rejects    12 data.x11\n");
  expect(text).toContain("and 4 other reasons");
  expect(text).not.toContain("data.x3\n");
});
