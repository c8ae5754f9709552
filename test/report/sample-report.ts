import type { RunReport } from "../../src/model/run-report.ts";

/** A report with something in every section, and text that would break careless HTML. */
export function sampleReport(changes: Partial<RunReport> = {}): RunReport {
  return {
    status: "finished",
    job: "retail <&> statements",
    mode: "test",
    cycle: "2026-10",
    asOf: "2026-10-31",
    layout: { name: "retail-statement", hash: "ab".repeat(32) },
    records: { read: 12_345, accepted: 12_300, rejected: 45 },
    documents: 12_300,
    pages: 1_234_567,
    sheets: 700_001,
    pieces: 9876,
    spools: 2,
    channels: { print: 9876, email: 2000, sms: 424 },
    balance: [
      {
        stage: "compose",
        what: "units = records + rejects",
        left: 12_345,
        right: 12_345,
        ok: true,
      },
      { stage: "money", what: "closing", left: "10.05", right: "10.05", ok: true },
    ],
    streams: [
      { name: "automation-1", pieces: 9000, sheets: 690_001, pages: 1_200_000, spools: 1 },
      { name: "foreign-3to6", pieces: 876, sheets: 10_000, pages: 34_567, spools: 1 },
    ],
    spoolFiles: [
      {
        name: "TEST-retail-p01of01",
        stream: "automation-1",
        part: 1,
        parts: 1,
        pieces: 9000,
        sheets: 690_001,
        pages: 1_200_000,
        bytes: 1_999_000_000,
        sha256: "0123456789abcdef".repeat(4),
      },
    ],
    batchFiles: [
      { channel: "email", name: "email-01", count: 2000, bytes: 1500, sha256: "cd".repeat(32) },
    ],
    rejects: [
      { code: "data.missing-key", count: 5 },
      { code: "data.csv-quote", count: 40 },
    ],
    warnings: [
      {
        code: "mail.address-glyph",
        severity: "warning",
        message: 'Say "<b>hello</b>".',
        source: { file: "layout.yaml", line: 4, column: 9 },
        hint: "add a font",
      },
    ],
    stages: [
      { stage: "scan", seconds: 1.25, cpuSeconds: 1.2, count: 12_345 },
      { stage: "compose", seconds: 10, cpuSeconds: 20, count: 12_345 },
    ],
    composeCpu: [{ part: "bind", usPerDocument: 40.25 }],
    workers: 2,
    seconds: 65,
    cpuSeconds: 24.6,
    rssPeakBytes: 311_000_000,
    program: { nightpress: "0.1.0", node: "24.21.0", zlib: "1.3.1" },
    out: "/runs/2026-10",
    ...changes,
  };
}
