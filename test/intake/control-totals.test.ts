import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { scanInput } from "../../src/intake/scan.ts";
import type { CompanionSpec, ExpectSpec, InputSpec, TrailerSpec } from "../../src/model/job.ts";
import { detailRows, masterRow } from "./csv-files.ts";
import { type Retail, retailRecord, retailShape } from "./retail.ts";
import { csvOf, findingsOf, ndjson, runIntake, writeInput } from "./run-intake.ts";
import { newFolder, TestHost } from "./test-host.ts";

const PERIOD = { job: { cycle: "2026-10", asOf: "2026-10-31" } };
const records = Array.from({ length: 40 }, (_, index) => retailRecord(index, index % 5));
const lines = records.map((record) => JSON.stringify(record));
const SUM = sumText(records.map(({ account }) => account.closing));

function sumText(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, text) => sum + BigInt(text.replace(".", "")), 0n);
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const CSV_TRAILER: TrailerSpec = {
  marker: "T",
  at: 1,
  records: 2,
  rows: {},
  sums: { "account.closing": 3 },
  cycle: 4,
  asOf: 5,
  ...PERIOD,
};
const JSON_TRAILER: TrailerSpec = {
  marker: "trailer",
  at: "record",
  records: "totals.count",
  rows: {},
  sums: { "account.closing": "totals.closing" },
  cycle: "cycle",
  asOf: "day",
  ...PERIOD,
};

interface Stated {
  readonly count?: number;
  readonly sum?: string;
  readonly cycle?: string;
  readonly day?: string;
}

function csvTrailer({ count = 40, sum = SUM, cycle = "202610", day = "20261031" }: Stated): string {
  return `T,${String(count).padStart(8, "0")},${sum},${cycle},${day}`;
}

function jsonTrailer({ count = 40, sum = SUM, cycle = "2026-10", day = "2026-10-31" }: Stated) {
  return JSON.stringify({ record: "trailer", totals: { count, closing: sum }, cycle, day });
}

function expecting(part: Partial<ExpectSpec>): { expect: ExpectSpec } {
  return { expect: { sums: {}, ...part } };
}

type Style = "csv" | "csv sorted" | "csv gzip" | "csv crlf" | "ndjson";
const STYLES: readonly Style[] = ["csv", "csv sorted", "csv gzip", "csv crlf", "ndjson"];

/** The records with `last` behind them, and a job that expects a trailer. */
function withTrailer(style: Style, last: readonly string[], keep = records.length): InputSpec {
  if (style === "ndjson") {
    const kept = lines.slice(0, keep);
    return ndjson([...kept, ...last], expecting({ trailer: JSON_TRAILER }));
  }
  const kept = records.slice(0, keep);
  const rows = [...kept.map((record) => masterRow(record)), ...last];
  const details = kept.flatMap((record) => detailRows(record));
  return csvOf(
    rows,
    details,
    {
      order: style === "csv sorted" ? "none" : "key",
      gzip: style === "csv gzip",
      eol: style === "csv crlf" ? "\r\n" : "\n",
    },
    expecting({ trailer: CSV_TRAILER }),
  );
}

function trailerOf(style: Style, stated: Stated = {}): string {
  return style === "ndjson" ? jsonTrailer(stated) : csvTrailer(stated);
}

function codes(input: InputSpec): string[] {
  return findingsOf(input).map(({ code }) => code);
}

test.each(STYLES)("%s: a trailer is no record and no reject, and its file is whole", (style) => {
  const { scan, records: read, rejects } = runIntake(withTrailer(style, [trailerOf(style)]));
  expect(scan.unitCount).toBe(40);
  expect(scan.files[0]?.rowCount).toBe(40);
  expect(scan.shards.length).toBeGreaterThan(1);
  expect(rejects).toEqual([]);
  expect(read.map(({ key }) => key)).toEqual(records.map(({ account }) => account.id));
});

test.each(STYLES)("%s: a file cut at a record border lacks its trailer", (style) => {
  const [finding, ...others] = findingsOf(withTrailer(style, [], 39));
  expect(others).toEqual([]);
  expect(finding?.code).toBe("input.no-trailer");
  expect(finding?.message).toMatch(/truncated/);
});

test.each(STYLES)("%s: blank lines behind the trailer are nothing, others are", (style) => {
  const trailer = trailerOf(style);
  const first = style === "ndjson" ? lines[0] : masterRow(records[0] as Retail);
  expect(codes(withTrailer(style, [trailer, "", ""]))).toEqual([]);
  expect(codes(withTrailer(style, [trailer, first as string]))).toEqual(["input.trailer"]);
});

test.each(STYLES)("%s: a count or a sum that differs is found", (style) => {
  const lost = withTrailer(style, [trailerOf(style)], 39);
  expect(findingsOf(lost).map(({ message }) => message)).toEqual([
    "the trailer says 40 records, the file has 39",
    "the sum of account.closing is not what the trailer says",
  ]);
  const wrongSum = withTrailer(style, [trailerOf(style, { sum: "1.00" })]);
  expect(codes(wrongSum)).toEqual(["input.expectation"]);
});

test.each(STYLES)("%s: yesterday's file is told from tonight's", (style) => {
  const stale = withTrailer(style, [trailerOf(style, { cycle: "2026-09", day: "2026-09-30" })]);
  expect(findingsOf(stale).map(({ code, message }) => [code, message])).toEqual([
    ["input.stale", "the trailer says cycle 2026-09, but the job runs 2026-10: wrong file"],
    [
      "input.stale",
      "the trailer says as-of day 2026-09-30, but the job runs 2026-10-31: wrong file",
    ],
  ]);
});

test("a trailer that cannot be understood is refused, at its place", () => {
  const short = findingsOf(withTrailer("csv", ["T,40"]));
  expect(short.map(({ code }) => code)).toEqual(Array(3).fill("input.trailer"));
  expect(short[0]?.message).toMatch(/nothing at column 3/);
  expect(short[0]?.data?.byteOffset).toBeGreaterThan(1000);
  expect(codes(withTrailer("csv", [csvTrailer({ sum: "1.234.50" })]))).toEqual(["input.trailer"]);
  expect(codes(withTrailer("csv", ["T,forty,1.00,2026-10,2026-10-31"]))).toContain("input.trailer");
});

test("a trailer's values may stand under names of the header", () => {
  const trailer = { ...CSV_TRAILER, at: "account_id", records: "account_number" };
  const row = csvTrailer({}).replace("T,00000040", "T,40");
  const input = withTrailer("csv", [row]);
  expect(codes({ ...input, ...expecting({ trailer }) })).toEqual([]);
});

test("a file of a header and a trailer alone has no records", () => {
  const input = withTrailer("csv", [csvTrailer({ count: 0, sum: "0.00" })], 0);
  expect(runIntake(input).scan).toMatchObject({ unitCount: 0, shards: [] });
});

test("the hash is that of the whole file, trailer and all", () => {
  const input = withTrailer("csv", [csvTrailer({})]);
  const { scan } = runIntake(input);
  const hash = createHash("sha256").update(readFileSync(input.file)).digest("hex");
  expect(scan.files[0]?.sha256).toBe(hash);
});

const COMPANION: Omit<CompanionSpec, "file"> = {
  records: "records",
  rows: {},
  sums: { "account.closing": "closing" },
  cycle: "cycle",
  asOf: "as-of",
  sha256: "sha256",
  bytes: "bytes",
  ...PERIOD,
};

type Told = Readonly<Record<string, string>>;

/** The records with a companion file that says `told` instead of the truth. */
function withCompanion(told: Told = {}, form: "json" | "lines" = "json", keep = 40): InputSpec {
  const input = ndjson(lines.slice(0, keep));
  const bytes = readFileSync(input.file);
  const truth = {
    records: String(keep),
    closing: sumText(records.slice(0, keep).map(({ account }) => account.closing)),
    cycle: "2026-10",
    "as-of": "2026-10-31",
    sha256: createHash("sha256").update(bytes).digest("hex"),
    bytes: String(bytes.length),
    ...told,
  };
  const text =
    form === "json"
      ? JSON.stringify(truth)
      : `# what was sent\n${Object.entries(truth)
          .map(([key, value]) => `${key}: ${value}\n`)
          .join("")}`;
  const file = writeInput("control", text);
  return { ...input, ...expecting({ companion: { ...COMPANION, file } }) };
}

test("a companion file vouches for its input, as JSON and as lines", () => {
  for (const form of ["json", "lines"] as const) expect(codes(withCompanion({}, form))).toEqual([]);
});

test.each([
  ["records", "41", "input.expectation"],
  ["closing", "0.01", "input.expectation"],
  ["sha256", "00ff", "input.expectation"],
  ["bytes", "17", "input.expectation"],
  ["cycle", "2026-09", "input.stale"],
  ["as-of", "2026-10-30", "input.stale"],
  ["records", "many", "input.companion"],
  ["closing", "", "input.companion"],
])("a companion file whose %s is %j is found out", (key, value, code) => {
  for (const form of ["json", "lines"] as const)
    expect(codes(withCompanion({ [key]: value }, form))).toEqual([code]);
});

test.each([
  ["2026-10/group-07", "2026-10/group-07", true],
  ["2026-10/group-07", "202610", true],
  ["2026-10/group-07", "2026-10/group-06", false],
  ["2026-10/group-07", "2026-09", false],
  ["2026-W41", "2026W41", true],
  ["2026-W41", "2026-W40", false],
  ["2026-10-07", "20261007", true],
  ["2026-10-07", "2026-10-06", false],
])("for the cycle %s a sender that says %s is right: %s", (cycle, stated, isRight) => {
  const own = { ...COMPANION, job: { ...COMPANION.job, cycle } };
  const input = withCompanion({ cycle: stated });
  const file = input.expect.companion?.file ?? "";
  const found = codes({ ...input, ...expecting({ companion: { ...own, file } }) });
  expect(found).toEqual(isRight ? [] : ["input.stale"]);
});

test("a file cut at a record border is not what the companion says", () => {
  const told = { records: "40" };
  expect(findingsOf(withCompanion(told, "json", 39)).map(({ message }) => message)).toEqual([
    "the companion file says 40 records, the file has 39",
  ]);
});

test("a companion that is not there or cannot be read is refused", () => {
  const input = withCompanion();
  const file = input.expect.companion?.file ?? "";
  const without = { ...COMPANION, file: `${file}-gone` };
  expect(codes({ ...input, ...expecting({ companion: without }) })).toEqual(["input.no-companion"]);
  for (const text of ["[1, 2]", "{torn", "just words\n"]) {
    writeFileSync(file, text);
    expect(codes(input)).not.toEqual([]);
  }
});

test("findings that somebody answers for are asked for by name, and the others stand", () => {
  const input = withTrailer("csv", [csvTrailer({ count: 41, cycle: "2026-09" })]);
  const asked: string[] = [];
  const scan = (allowed: readonly string[]) =>
    scanInput(new TestHost(), input, retailShape, {
      workFolder: newFolder(),
      isOverridden: ({ code }) => {
        asked.push(code);
        return allowed.includes(code);
      },
    });
  expect(() => scan(["input.stale"])).toThrow(/says 41 records/);
  expect(scan(["input.stale", "input.expectation"]).unitCount).toBe(40);
  expect(asked).toContain("input.stale");
});

test("a sum that cannot be held because an amount is unreadable is told, not passed over", () => {
  const spoilt = lines.map((line, index) => (index === 7 ? line.slice(0, 9) : line));
  const warnings: string[] = [];
  const input = ndjson(spoilt, expecting({ records: 40, sums: { "account.closing": "1.00" } }));
  scanInput(new TestHost(), input, retailShape, {
    workFolder: newFolder(),
    onWarning: ({ code, message }) => warnings.push(`${code}: ${message}`),
  });
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toMatch(/^input.sum-unproven: 1 record has no readable account.closing/);
});
