import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { compare } from "../../src/index.ts";
import { KeyedChannels } from "../../src/proof/compare/keyed-channels.ts";
import { openLetterBy } from "../../src/proof/open-layout.ts";
import { StoredRenditions } from "../../src/proof/compare/stored-renditions.ts";
import { forEachRecord } from "../../src/proof/sampling/document-kinds.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import type { PieceRow } from "../../src/ledger/ledger-view.ts";
import { runJob } from "../kit/in-process.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root } from "../layout/support.ts";
import { nightpress } from "../kit/command.ts";
import { lookAtNoSheets, nextCycle } from "../e2e/e2e-run.ts";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";

const RETAIL = `${root}/layouts/retail-statement`;
const folder = temporaryFolder("compare-runs");
const RECORDS = 60;

interface Customer {
  readonly account: { readonly id: string; readonly kind: string; readonly closing: string };
  readonly customer: { readonly mobile?: string };
  readonly consent: { readonly preference: string; readonly sms: boolean };
}

/** By the job's rule: who gets a text message and nothing else. */
function isBySms({ consent, customer }: Customer): boolean {
  return consent.preference === "sms" && consent.sms && customer.mobile !== undefined;
}

function customersOf(input: string): Customer[] {
  const lines = readFileSync(`${input}/customers.ndjson`, "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line) as Customer);
}

/** The retail statement with texts replaced in one of its files. */
function layoutWith(name: string, file: string, from: string, to: string): string {
  const layout = `${folder}/${name}`;
  cpSync(RETAIL, layout, { recursive: true });
  const text = readFileSync(`${layout}/${file}`, "utf8");
  expect(text.split(from)).toHaveLength(2);
  writeFileSync(
    `${layout}/${file}`,
    text.replace(from, () => to),
  );
  return layout;
}

function inputWith(name: string, seed: number): string {
  const input = `${folder}/${name}`;
  const made = { records: RECORDS, seed, folder: input, badPercent: 0 } as const;
  writeStatementFixture({ ...made, format: "ndjson", mode: "test" });
  lookAtNoSheets(`${input}/job.yaml`);
  return input;
}

/** Runs the job of an input, with its file changed. */
async function runWith(input: string, name: string, changes: [RegExp, string][]): Promise<string> {
  const job = `${input}/${name}.yaml`;
  let text = readFileSync(`${input}/job.yaml`, "utf8");
  for (const [from, to] of changes) {
    expect(text).toMatch(from);
    text = text.replace(from, to);
  }
  writeFileSync(job, text);
  const out = `${folder}/out-${name}`;
  await runJob(job, { out, workers: 1 });
  return out;
}

const LAYOUT = /^layout: .*$/m;
let input = "";
let usual = "";

beforeAll(async () => {
  input = inputWith("october", 7);
  usual = await runWith(input, "usual", []);
  layoutWith("letter", "locales/en-US.yaml", "does not look right", "does not lok right");
});

describe("two runs of the same data", () => {
  it("do not differ, be it the same run or another of the same layout", async () => {
    const again = await runWith(input, "again", []);
    for (const other of [usual, again]) {
      const { comparison, unapproved } = await compare(usual, other);
      const documents = { both: RECORDS, onlyBefore: 0, onlyAfter: 0, changed: 0 };
      expect([comparison.documents, comparison.groups]).toEqual([documents, []]);
      expect([comparison.of, comparison.notes, unapproved]).toEqual(["runs", [], 0]);
    }
  });

  it("differ in a message's threshold for exactly the documents between the amounts", async () => {
    const from = 'money("5000.00")';
    const layout = layoutWith("threshold", "layout.yaml", from, 'money("9000.00")');
    const run = await runWith(input, "threshold", [[LAYOUT, `layout: ${layout}`]]);
    const out = `${folder}/compared`;
    const { comparison } = await compare(usual, run, { out });
    const between = customersOf(input).filter(
      ({ account: { kind, closing } }) =>
        kind === "checking" && Number(closing) > 5000 && Number(closing) <= 9000,
    );
    const lines = readFileSync(`${out}/documents.ndjson`, "utf8").trim().split("\n");
    const named = lines.map((line) => (JSON.parse(line) as { document: string }).document);
    // SMS say nothing of it.
    const expected = between.filter((one) => !isBySms(one)).map(({ account }) => account.id);
    expect(expected.length).toBeGreaterThan(1);
    expect(named).toEqual(expected);
    expect(new Set(comparison.groups.map(({ kind }) => kind))).toContain("gone");
  });

  it("differ in the channel of those that go another way", async () => {
    const rule = /^ {2}sms: .*$/m;
    const run = await runWith(input, "no-sms", [[rule, "  sms: { when: 'false' }"]]);
    const { comparison } = await compare(usual, run);
    const count = customersOf(input).filter(isBySms).length;
    expect(count).toBeGreaterThan(1);
    const groups = comparison.groups.map(({ kind, before, after, documents }) => ({
      [`${kind} ${before} ${after}`]: documents,
    }));
    expect(Object.assign({}, ...groups)).toMatchObject({ "channel sms print": count });
  });
});

describe("runs of two months", () => {
  it("tell which texts changed though the data did not", async () => {
    const november = inputWith("november", 8);
    const run = await runWith(november, "letter", [[LAYOUT, `layout: ${folder}/letter`]]);
    const same = await runWith(november, "november", []);
    const { comparison } = await compare(usual, run);
    const [group, ...others] = comparison.groups.filter(({ kind }) => kind !== "channel");
    expect([group?.kind, others]).toEqual(["reworded", []]);
    expect(comparison.notes.join()).toContain("different data");
    const unchanged = await compare(usual, same);
    expect(unchanged.comparison.groups.filter(({ kind }) => kind !== "channel")).toEqual([]);
    const { both, onlyBefore, onlyAfter } = unchanged.comparison.documents;
    const keys = [input, november].map((one) => customersOf(one).map(({ account }) => account.id));
    const common = keys[0]?.filter((key) => keys[1]?.includes(key)).length ?? 0;
    expect([both, onlyBefore, onlyAfter]).toEqual([common, RECORDS - common, RECORDS - common]);
  });
});

describe("what a run has stored", () => {
  it("is held against what the program composes now", async () => {
    const host = new NodeHost();
    const place = { host, folder: runFolder(usual) };
    const run = { ...place, frozen: readFrozenRun(place) };
    const { asOf } = run.frozen.job;
    const { by } = await openLetterBy(RETAIL, { asOf });
    const own = new StoredRenditions(run, by);
    // As if another program had composed the run: one with other words.
    const { by: otherBy } = await openLetterBy(`${folder}/letter`, { asOf });
    const other = { ...run, frozen: { ...run.frozen, plan: otherBy.plan } };
    const others = new StoredRenditions(other, otherBy);
    const found = { own: 0, others: 0 };
    forEachRecord(run, undefined, (record) => {
      found.own += own.otherwise(record, ["print", "email"]).length;
      found.others += others.otherwise(record, ["print", "email"]).length;
    });
    own.close();
    others.close();
    expect(found.own).toBe(0);
    expect(found.others).toBeGreaterThan(RECORDS / 2);
  });
});

describe("a run that waits for its release", () => {
  it("is offered for comparison with the cycle before", async () => {
    const own = `${folder}/cycles`;
    const made = { records: 10, seed: 7, folder: own, badPercent: 0 } as const;
    writeStatementFixture({ ...made, format: "ndjson", mode: "production" });
    lookAtNoSheets(`${own}/job.yaml`);
    const first = await runWith(own, "first", []);
    nextCycle(own);
    const second = await runWith(own, "second", [[LAYOUT, "hold: { before-release: true }\n$&"]]);
    expect((await nightpress(["status", second])).out).toContain(
      `  compare  nightpress compare ${first} ${second}\n`,
    );
    expect((await nightpress(["status", first])).out).not.toContain("nightpress compare");
    const { comparison } = await compare(first, second);
    expect(comparison.documents).toMatchObject({ both: 10, changed: 0 });
  });
});

describe("runs that cannot be compared", () => {
  it("are refused: with a layout, with other records, without their own", async () => {
    const codes = (work: Promise<unknown>): Promise<string[]> => laterRefusedCodes(work);
    expect(await codes(compare(usual, RETAIL))).toEqual(["cli.bad-usage"]);
    const data = `${input}/customers.ndjson`;
    for (const request of [{ data }, { key: "account.id" }, { asOf: "2026-10-31" }])
      expect(await codes(compare(usual, usual, request))).toEqual(["cli.bad-usage"]);
    const moved = inputWith("moved", 9);
    const run = await runWith(moved, "moved", []);
    writeFileSync(`${moved}/customers.ndjson`, "");
    expect(await codes(compare(usual, run))).toEqual(["cli.bad-usage"]);
  });
});

describe("the channels of keys", () => {
  it("are found for each key, however many rows there are", () => {
    const rows = Array.from({ length: 3000 }, (_, index) => ({
      key: `K${index >> 1}`,
      ordinal: index >> 1,
      channel: index % 2 === 0 ? "email" : index % 3 === 0 ? "sms" : "email",
    })) as unknown as PieceRow[];
    const channels = new KeyedChannels({
      spools: () => [],
      batches: () => [{ channel: "email", index: 0, name: "", count: 0, bytes: 0, sha256: "" }],
      piecesOfSpool: () => [],
      piecesOfBatch: () => rows,
    });
    expect(channels.keys).toBe(1500);
    expect(channels.of("K1")).toEqual(["email", "sms"]);
    expect(channels.of("K2")).toEqual(["email"]);
    expect(channels.of("K1500")).toEqual([]);
    expect([channels.has(1499), channels.has(1500), channels.has(9999)]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
