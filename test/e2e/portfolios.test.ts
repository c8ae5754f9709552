import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { writeBenefitsFixture } from "../../fixtures/benefits/write-benefits-fixture.ts";
import { writeBrokerageFixture } from "../../fixtures/brokerage/write-brokerage-fixture.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root } from "../layout/support.ts";
import { hasPrograms, runProgram } from "./page-words.ts";
import { filesBelow } from "./run-fixture.ts";

interface Holding {
  readonly account: string;
  readonly assetClass: string;
  readonly sector: string;
  readonly value: string;
  readonly cost: string;
  readonly gain: string;
  readonly income: string;
}

interface Explained {
  readonly member: { id: string };
  readonly consent: { preference: string };
}

const AMOUNTS = ["value", "cost", "gain", "income"] as const;

/** A job over the samples of the brokerage statement. */
function writeJob(): { readonly folder: string; readonly holdings: readonly Holding[] } {
  const folder = temporaryFolder();
  writeBrokerageFixture({ records: 3, seed: 7, mode: "production", folder });
  const records = ["short", "standard", "stress"].map((name, nth) => {
    const file = `${root}/layouts/brokerage-statement/samples/${name}.json`;
    const record = JSON.parse(readFileSync(file, "utf8")) as {
      client: { id: string };
      holdings: Holding[];
    };
    record.client.id = `K${nth}`;
    return record;
  });
  const lines = records.map((record) => `${JSON.stringify(record)}\n`);
  writeFileSync(`${folder}/clients.ndjson`, lines.join(""));
  return { folder, holdings: records[2]?.holdings ?? [] };
}

function cents(text: string): number {
  const amount = Math.round(Number(text.replaceAll(/[,()]/g, "")) * 100);
  return text.startsWith("(") ? -amount : amount;
}

type Sum = readonly [label: string, ...amounts: number[]];
const LEVELS = ["sector", "assetClass", "account"] as const;

/** What the rows of every group add up to, in the order of the footers: the innermost first. */
function sumsOf(holdings: readonly Holding[]): Sum[] {
  const sums: Sum[] = [];
  const firsts = { sector: 0, assetClass: 0, account: 0 };
  holdings.forEach((row, at) => {
    const next = holdings[at + 1];
    const outermost = LEVELS.findLastIndex((level) => row[level] !== next?.[level]);
    for (const level of LEVELS.slice(0, outermost + 1)) {
      const rows = holdings.slice(firsts[level], at + 1);
      sums.push([`Total ${row[level]}`, ...AMOUNTS.map((of) => total(rows, of))]);
      firsts[level] = at + 1;
    }
  });
  return sums;
}

function total(rows: readonly Holding[], of: (typeof AMOUNTS)[number]): number {
  return rows.reduce((sum, row) => sum + cents(row[of]), 0);
}

const TOTAL = /^\s*(Total \S.*?)((?:\s{2,}\(?[\d,]+\.\d\d\)?){4})\s*$/;

it.runIf(hasPrograms("pdftotext"))(
  "prints portfolios of up to 2,000 holdings, with sums that another program finds right",
  async () => {
    const { folder, holdings } = writeJob();
    const report = await runJob(`${folder}/job.yaml`, { out: `${folder}/out` });
    expect(report.records).toMatchObject({ read: 3, accepted: 3 });
    const long = filesBelow(`${folder}/out/print`)
      .filter((name) => name.endsWith(".pdf"))
      .map((name) => runProgram("pdftotext", ["-layout", `${folder}/out/print/${name}`, "-"]))
      .map(String)
      .find((text) => text.includes("HYPERTRANSUBSTANTIATIONAL"));
    const read = (long ?? "").split("\n").flatMap((line) => {
      const [, label, amounts] = TOTAL.exec(line) ?? [];
      if (label === undefined || amounts === undefined) return [];
      return [[label, ...amounts.trim().split(/\s+/).map(cents)]];
    });
    expect(holdings).toHaveLength(2004);
    expect(read).toEqual(sumsOf(holdings));
  },
  60_000,
);

it("makes explanations of benefits of up to 2,000 services, and proves them", async () => {
  const folder = temporaryFolder();
  writeBenefitsFixture({ records: 3, seed: 7, mode: "production", folder });
  const lines = ["short", "standard", "stress"].map((name, nth) => {
    const file = `${root}/layouts/explanation-of-benefits/samples/${name}.json`;
    const record = JSON.parse(readFileSync(file, "utf8")) as Explained;
    record.member.id = `K${nth}`;
    record.consent.preference = "paper";
    return `${JSON.stringify(record)}\n`;
  });
  writeFileSync(`${folder}/members.ndjson`, lines.join(""));
  const report = await runJob(`${folder}/job.yaml`, { out: `${folder}/out` });
  expect(report.records).toMatchObject({ read: 3, accepted: 3 });
  expect(report.pages).toBeGreaterThan(60);
  expect(report.pieces).toBe(3);
}, 60_000);
