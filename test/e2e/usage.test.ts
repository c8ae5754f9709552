import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, it } from "vitest";
import { type Diagnostic, type RunReport, UsageError } from "../../src/index.ts";
import { filesBelow, makeInput, nameOf, readLines } from "./e2e-run.ts";
import { hasPrograms, runProgram } from "./page-words.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

/** The bench's statement, all of whose texts stand in the layout itself. */
const statement = fileURLToPath(new URL("../../bench/statement/retail-statement", import.meta.url));

/** Runs a job that must be refused; its findings. Nothing may be left behind. */
async function refused(jobFile: string): Promise<readonly Diagnostic[]> {
  const folder = `${jobFile}/..`;
  const before = existsSync(folder) ? readdirSync(folder) : [];
  const out = `${temporaryFolder()}/out`;
  let thrown: unknown;
  try {
    await runJob(jobFile, { out, workers: 1 });
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UsageError);
  expect(existsSync(out)).toBe(false);
  expect(existsSync(folder) ? readdirSync(folder) : []).toEqual(before);
  const { diagnostics } = thrown as UsageError;
  expect(diagnostics.length).toBeGreaterThan(0);
  return diagnostics;
}

/** Changes a text of a file, which must be in it. */
function change(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

/** Line and column where a stretch of a text begins, from 1. */
function placeIn(text: string, stretch: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(stretch)).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe("a job", () => {
  it("that is not there is refused with what to do", async () => {
    const [found] = await refused(`${temporaryFolder()}/none/job.yaml`);
    expect(found).toMatchObject({
      code: "job.missing-file",
      hint: expect.stringMatching(/fixtures/),
    });
  });

  it("with three mistakes is refused with all of them", async () => {
    const input = makeInput({ format: "csv", records: 5 });
    change(`${input}/job.yaml`, "cycle: 2026-10", "cycle: October");
    change(`${input}/job.yaml`, "consent.electronic'", "consent.electronics'");
    change(`${input}/job.yaml`, "limits:", "limit:");
    const found = await refused(`${input}/job.yaml`);
    const text = readFileSync(`${input}/job.yaml`, "utf8");
    expect(found.map(({ source }) => source?.line)).toEqual(
      ["cycle: October", "consent.electronics'", "limit:"].map((at) => placeIn(text, at).line),
    );
  });
});

interface Mistake {
  readonly find: string;
  readonly write: string;
  /** Where the finding points: the start of this stretch of the spoiled layout. */
  readonly at: string;
  readonly hint: RegExp;
}

const mistakes: readonly Mistake[] = [
  {
    find: "{account.product} statement, {account.to | long}",
    write: "{account.product} statement, {account.too | long}",
    at: "too | long",
    hint: /did you mean `to`\?/,
  },
  {
    find: "colors:\n  ink: { gray: 0 }",
    write: "colors:\n  ink: { grey: 12 }",
    at: "{ grey: 12",
    hint: /\{ gray: 0-100 \}/,
  },
  {
    find: "strong: { size: 8.5pt, leading: 11pt, weight: bold }",
    write: "strong: { size: 8.5pt, leading: 11pt, weight: bald }",
    at: "bald",
    hint: /did you mean `bold`\?/,
  },
  {
    find: 'value: "{account.apy | percent-2}"',
    write: 'value: "{account.apy | percentage-2}"',
    at: "percentage-2}",
    hint: /percent/,
  },
  {
    find: 'where: t.kind == "withdrawal"',
    write: 'where: t.kind == "withdrawl"',
    at: '"withdrawl"',
    hint: /withdrawal/,
  },
];

describe("a layout with five different mistakes", () => {
  let input: string;
  let layoutFile: string;

  beforeEach(() => {
    input = makeInput({ format: "ndjson", records: 5 });
    cpSync(statement, `${input}/spoiled`, { recursive: true });
    layoutFile = `${input}/spoiled/layout.yaml`;
    change(`${input}/job.yaml`, "layout: retail-statement", "layout: spoiled");
  });

  it("is refused with all five, each with line, column and hint", async () => {
    for (const { find, write } of mistakes) change(layoutFile, find, write);
    const text = readFileSync(layoutFile, "utf8");
    const found = await refused(`${input}/job.yaml`);
    const expected = mistakes.map(({ at, hint }) => ({ ...placeIn(text, at), hint }));
    expected.sort((a, b) => a.line - b.line);
    const places = found.map(({ source }) => [source?.file, source?.line, source?.column]);
    expect(places).toEqual(expected.map(({ line, column }) => [layoutFile, line, column]));
    for (const [index, { hint }] of expected.entries()) {
      expect(found[index]?.severity).toBe("error");
      expect(found[index]?.hint).toMatch(hint);
    }
    expect(new Set(found.map(({ code }) => code)).size).toBe(mistakes.length);
  });

  it("runs once they are mended", async () => {
    const report = await runJob(`${input}/job.yaml`, { workers: 1 });
    expect(report.status).toBe("finished");
    expect(report.layout.name).toBe("retail-statement");
  });
});

describe("an input", () => {
  it("with a wrong header is refused with every column that is wrong", async () => {
    const input = makeInput({ format: "csv", records: 5 });
    change(`${input}/customers.csv`, "account_number,", "acount_number,");
    change(`${input}/customers.csv`, ",opening,credits,", ",opening,opening,");
    change(`${input}/transactions.csv`, ",balance\n", ",balance,note\n");
    const found = await refused(`${input}/job.yaml`);
    const said = found.map(({ message, data }) => `${nameOf(data?.file ?? "")}: ${message}`);
    expect(said).toEqual([
      "customers.csv: the header has the column opening twice, columns 7 and 8",
      "customers.csv: the header has no column account_number, which the job maps",
      "customers.csv: the header has no column credits, which the job maps",
      "customers.csv: the job maps no field to the column acount_number, column 2",
      "transactions.csv: the job maps no field to the column note, column 8",
    ]);
    const header = readFileSync(`${input}/customers.csv`, "utf8").split("\n")[0] as string;
    expect(found.map(({ data }) => data?.column).slice(0, 4)).toEqual([
      header.lastIndexOf(",opening,") + 2,
      header.length + 2,
      header.length + 2,
      header.indexOf("acount_number") + 1,
    ]);
    for (const { code, data, hint } of found) {
      expect([code, data?.line]).toEqual(["input.header", 1]);
      expect(hint).toMatch(/\w{3,} \w/);
    }
  });

  it.each(["ndjson", "csv"] as const)("of gzip that ends early is refused: %s", async (format) => {
    const input = makeInput({ format, records: 60, gzip: true });
    const file = `${input}/customers.${format}.gz`;
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const [found, ...others] = await refused(`${input}/job.yaml`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ code: "input.truncated", data: { file } });
  });

  it("of JSON that ends early is refused", async () => {
    const input = makeInput({ format: "json", records: 60 });
    const file = `${input}/customers.json`;
    truncateSync(file, Math.floor(statSync(file).size / 2));
    const [found] = await refused(`${input}/job.yaml`);
    expect(found).toMatchObject({ code: "input.truncated", data: { file } });
  });

  it.each(["csv", "ndjson"] as const)("that lacks its end is refused: %s", async (format) => {
    const input = makeInput({ format, records: 60, transactions: 2 });
    const file = `${input}/customers.${format}`;
    const lines = readFileSync(file, "utf8").split("\n");
    writeFileSync(file, `${lines.slice(0, -3).join("\n")}\n`);
    const [found] = await refused(`${input}/job.yaml`);
    expect(found?.message).toBe("the job expects 60 records, the file has 58");
    expect(found?.hint).toMatch(/incomplete/);
  });

  it("whose expected totals do not hold is refused with each that does not", async () => {
    const input = makeInput({ format: "ndjson", records: 60 });
    const records = readLines<{ account: { closing: string } }>(`${input}/customers.ndjson`);
    const closings = records.map(({ account }) => Math.round(Number(account.closing) * 100));
    const sum = closings.reduce((total, cents) => total + cents, 0);
    const sums = `sums: { account.closing: "${(sum / 100).toFixed(2)}", account.fees: "-1.00" }`;
    change(
      `${input}/job.yaml`,
      "expect:\n    records: 60",
      `expect:\n    records: 61\n    ${sums}`,
    );
    const found = await refused(`${input}/job.yaml`);
    expect(found.map(({ code }) => code)).toEqual(["input.expectation", "input.expectation"]);
    expect(found[0]?.message).toBe("the job expects 61 records, the file has 60");
    expect(found[1]?.message).toBe("the sum of account.fees is not what the job expects");
    for (const { hint } of found) expect(hint).toMatch(/incomplete/);
  });
});

const KANJI = "東京";

/** The job of a fixture, its first record on paper and with a row text that no font can show. */
function inputWithKanji(policy: string): string {
  const input = makeInput({ format: "ndjson", records: 8, mode: "production" });
  const file = `${input}/customers.ndjson`;
  const [first = "", ...others] = readFileSync(file, "utf8").split("\n");
  const record = JSON.parse(first) as {
    consent: { preference: string };
    transactions: { text: string }[];
  };
  record.consent.preference = "paper";
  (record.transactions[0] as { text: string }).text = `Wire from ${KANJI} Trading`;
  writeFileSync(file, [JSON.stringify(record), ...others].join("\n"));
  change(`${input}/job.yaml`, "seed: 7", `seed: 7\n${policy}`);
  return input;
}

describe("a character that no font has", () => {
  it("costs its record a reject", async () => {
    const report = await run(inputWithKanji("missing-glyph: reject"));
    expect(report.records).toEqual({ read: 8, accepted: 7, rejected: 1 });
    const rejects = readLines<{ ordinal: number; code: string; reason: string }>(
      `${report.out}/rejects/rejects.ndjson`,
    );
    expect(rejects).toMatchObject([{ ordinal: 0, code: "compose.missing-glyph" }]);
    expect(rejects[0]?.reason).toContain("U+6771");
  });

  it.skipIf(!hasPrograms("pdftotext"))("is replaced where the job says so", async () => {
    const report = await run(inputWithKanji('missing-glyph: { substitute: "?" }'));
    expect(report.records).toEqual({ read: 8, accepted: 8, rejected: 0 });
    const texts = filesBelow(`${report.out}/print`, ".pdf").map((spool) =>
      runProgram("pdftotext", ["-layout", spool, "-"]).toString("utf8"),
    );
    const rows = texts.join("\n").match(/Wire from .* Trading/g);
    expect(rows).toEqual(["Wire from ?? Trading"]);
    const { warnings } = JSON.parse(readFileSync(`${report.out}/reports/run.json`, "utf8")) as {
      warnings: Diagnostic[];
    };
    expect(warnings).toMatchObject([{ code: "compose.substituted", severity: "warning" }]);
    expect(warnings[0]?.message).toMatch(/^2 characters /);
    expect(readFileSync(`${report.out}/reports/run.html`, "utf8")).toContain("compose.substituted");
  });
});

describe("such a character in an address", () => {
  it("is replaced too where the job says so", async () => {
    const input = inputWithKanji('missing-glyph: { substitute: "?" }');
    change(`${input}/customers.ndjson`, `"lines":["`, `"lines":["${KANJI} `);
    const report = await run(input);
    expect(report.records.rejected).toBe(0);
    expect(report.warnings.map(({ code }) => code)).toEqual(["compose.substituted"]);
  });
});

function run(input: string): Promise<RunReport> {
  return runJob(`${input}/job.yaml`, { workers: 1 });
}
