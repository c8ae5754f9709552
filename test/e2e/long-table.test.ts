import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { writeLayout } from "../layout/support.ts";
import { hasPrograms, runProgram } from "./page-words.ts";
import { filesBelow } from "./run-fixture.ts";
import { addressOf } from "./small-job.ts";

/** How many rows; set it to 100000 to see a table of 1,900 pages. */
const ROWS = Number(process.env.LONG_TABLE_ROWS ?? 2000);
const OPENING = 10_000;

const LAYOUT = `layout: small
data:
  id: text
  opening: money
  address: address
  rows: [{ a: text, c: text, s: text, t: text, v: money }]
format: { locale: en-US, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf }
colors: { ink: { gray: 0 } }
styles:
  body: { size: 8pt, leading: 11pt }
title: "Positions {id}"
print:
  stock: letter-60lb-duplex
  envelope: us-9x12-window
  address: address
  masters:
    - { name: first, body: [0.75in, 4.4in, 7in, 5.6in] }
    - { name: rest, body: [0.75in, 0.75in, 7in, 9.4in] }
blocks:
  - table:
      rows: rows
      as: p
      columns:
        - { title: Position, show: "{p.t}" }
        - { title: Value, show: "{p.v}", width: 90pt, align: right, sum: p.v }
        - { title: So far, running: { of: p.v, from: opening, per: 1 }, width: 90pt, align: right }
      groups:
        - { by: p.a, header: "HEAD a {p.a}", continued: "GOES a {p.a}", footer: "SUM a {p.a}", carry: true }
        - { by: p.c, header: "HEAD c {p.c}", continued: "GOES c {p.c}", footer: "SUM c {p.c}", carry: true }
        - { by: p.s, header: "HEAD s {p.s}", continued: "GOES s {p.s}", footer: "SUM s {p.s}", carry: true }
      carry: { forward: FORWARD, brought: BROUGHT }
      total: { label: TOTAL }
`;

interface Row {
  readonly a: string;
  readonly c: string;
  readonly s: string;
  readonly t: string;
  readonly cents: number;
}

function madeRows(): Row[] {
  const chance = new Prng(12);
  const rows: Row[] = [];
  for (let stretch = 0; rows.length < ROWS; stretch += 1) {
    const [a, c, s] = [stretch >> 4, (stretch >> 2) & 3, stretch & 3].map((value) => `N${value}`);
    const count = chance.below(Math.max(2, ROWS / 50)) + 1;
    for (let row = 0; row < count && rows.length < ROWS; row += 1)
      rows.push({ a, c, s, t: `T${rows.length}`, cents: chance.below(1_100_000) - 100_000 } as Row);
  }
  return rows;
}

function writeJob(rows: readonly Row[]): string {
  const folder = temporaryFolder();
  const amount = (cents: number): string => (cents / 100).toFixed(2);
  const record = {
    id: "K1",
    opening: amount(OPENING),
    address: addressOf({ zip: "62704" }),
    rows: rows.map(({ cents, ...row }) => ({ ...row, v: amount(cents) })),
  };
  writeFileSync(`${folder}/in.ndjson`, `${JSON.stringify(record)}\n`);
  writeFileSync(
    `${folder}/job.yaml`,
    `job: long
mode: production
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input: { format: ndjson, file: in.ndjson, key: id }
layout: ${writeLayout(LAYOUT)}
mail: { mailer-id: "902123456", service-type: "270" }
register: register.db
limits: { pages-per-document: 10000 }
verify: { raster: 0 }
`,
  );
  return folder;
}

type Level = "a" | "c" | "s";
const LEVELS: readonly Level[] = ["a", "c", "s"];

/** Adds the record's rows up again and holds each line of the pages against that. */
class Account {
  readonly #rows: readonly Row[];
  readonly #sums = { a: 0, c: 0, s: 0 };
  #next = 0;
  #total = 0;
  #soFar = 0;
  pages = 0;

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
  }

  page(lines: readonly string[]): void {
    if (lines.length === 0) return;
    const goesOn = lines.slice(1, 4).filter((line) => line.startsWith("GOES"));
    if (this.pages > 0) expect(lines[0]).toMatch(/^BROUGHT/);
    if (this.pages > 0) expect(goesOn.map((line) => line[5]).join("")).toMatch(/^(|a|ac|acs)$/);
    for (const line of lines) this.#line(line);
    if (this.#next < this.#rows.length) expect(lines.at(-1)).toMatch(/^FORWARD/);
    this.pages += 1;
  }

  end(): void {
    expect(this.#next).toBe(this.#rows.length);
  }

  #line(line: string): void {
    const [word = "", ...cells] = line.split(/\s+/);
    const [level, name, sum] = cells;
    const row = this.#rows[this.#next];
    if (word === "HEAD") this.#begin(level as Level, name, row);
    else if (/^(BROUGHT|FORWARD|TOTAL)$/.test(word)) expect(cents(level)).toBe(this.#total);
    else if (/^(GOES|SUM)$/.test(word)) this.#check(level as Level, name, sum);
    else this.#row(word, cells, row);
  }

  #begin(level: Level, name: string | undefined, row: Row | undefined): void {
    expect(row?.[level]).toBe(name);
    for (const inner of LEVELS.slice(LEVELS.indexOf(level))) this.#sums[inner] = 0;
    if (level === "a") this.#soFar = OPENING;
  }

  #check(level: Level, name: string | undefined, sum: string | undefined): void {
    expect(this.#rows[this.#next - 1]?.[level]).toBe(name);
    expect(cents(sum)).toBe(this.#sums[level]);
  }

  #row(word: string, [value, soFar]: readonly string[], row: Row | undefined): void {
    const own = cents(value);
    expect([word, own]).toEqual([row?.t, row?.cents]);
    for (const level of LEVELS) this.#sums[level] += own;
    this.#total += own;
    this.#soFar += own;
    expect(cents(soFar)).toBe(this.#soFar);
    this.#next += 1;
  }
}

function cents(text = ""): number {
  return Math.round(Number(text.replaceAll(",", "")) * 100);
}

const LINE = /^\s*((?:HEAD|GOES|SUM|FORWARD|BROUGHT|TOTAL|T\d).*)$/;

it.runIf(hasPrograms("pdftotext"))(
  "sums a table of three group levels right on every page, as another program reads them",
  async () => {
    const rows = madeRows();
    const folder = writeJob(rows);
    const report = await runJob(`${folder}/job.yaml`, { out: `${folder}/out` });
    expect(report.records).toMatchObject({ read: 1, accepted: 1 });
    const [spool = ""] = filesBelow(`${folder}/out/print`).filter((name) => name.endsWith(".pdf"));
    const text = String(runProgram("pdftotext", ["-layout", `${folder}/out/print/${spool}`, "-"]));
    const account = new Account(rows);
    for (const page of text.split("\f"))
      account.page(page.split("\n").flatMap((line) => LINE.exec(line)?.[1] ?? []));
    account.end();
    expect(account.pages).toBeGreaterThan(ROWS / 60);
  },
  Math.max(30_000, ROWS * 3),
);
