import PostalMime, { type Email } from "postal-mime";
import { SegmentedMessage } from "sms-segments-calculator";
import { beforeAll, describe, expect, it } from "vitest";
import { readBatch } from "./batches.ts";
import {
  E2E_RECORDS,
  filesBelow,
  type FinishedRun,
  readLines,
  readRecords,
  runFixture,
} from "./e2e-run.ts";
import type { RawStatement, RawTransaction } from "./raw-statement.ts";
import { piecesOf, SpoolReader } from "./spool-reader.ts";
import { StatementTexts } from "./statement-texts.ts";
import { money, spaced } from "./statement-values.ts";

const HTML_BYTES_MAX = 90 * 1024;
/** Statements with fewer rows than this fit whole into an e-mail. */
const ROWS_OF_LARGE = 100;

interface SmsLine {
  readonly ordinal: number;
  readonly to: string;
  readonly text: string;
  readonly encoding: "gsm-7" | "ucs-2";
  readonly segments: number;
}

interface SentEmail {
  readonly record: RawStatement;
  readonly email: Email;
}

let run: FinishedRun;
let records: ReadonlyMap<number, RawStatement>;
/** Ordinals that went out, by channel. */
let printed: readonly number[];
let emailed: readonly number[];
let texted: readonly number[];
let accepted: ReadonlySet<number>;
let messages: readonly SmsLine[];
const emails: SentEmail[] = [];

beforeAll(async () => {
  run = await runFixture({
    format: "ndjson",
    records: E2E_RECORDS,
    badPercent: 2,
    mode: "production",
  });
  records = readRecords(run.input);
  const rejects = readLines<{ ordinal: number }>(`${run.out}/rejects/rejects.ndjson`);
  const rejected = new Set(rejects.map(({ ordinal }) => ordinal));
  accepted = new Set([...records.keys()].filter((ordinal) => !rejected.has(ordinal)));
  printed = filesBelow(`${run.out}/print`, ".pdf").flatMap(printedIn);
  const batched = filesBelow(`${run.out}/email`, ".eml-batch").flatMap(readBatch);
  emailed = batched.map(({ ordinal }) => ordinal);
  for (const { ordinal, bytes } of batched)
    emails.push({ record: recordAt(ordinal), email: await PostalMime.parse(bytes) });
  const lines = filesBelow(`${run.out}/sms`, ".ndjson").flatMap(readBatch);
  texted = lines.map(({ ordinal }) => ordinal);
  messages = lines.map(({ bytes }) => JSON.parse(bytes.toString("utf8")) as SmsLine);
}, 600_000);

/** The ordinals that a spool's pieces say of themselves. */
function printedIn(spool: string): number[] {
  const reader = new SpoolReader(spool);
  return piecesOf(spool).map(({ firstPage }) => reader.token(firstPage)?.ordinal ?? -1);
}

function recordAt(ordinal: number): RawStatement {
  return records.get(ordinal) as RawStatement;
}

function wantsEmail({ consent, customer }: RawStatement): boolean {
  const isAgreed = consent.preference === "email" && consent.electronic;
  return isAgreed && (customer.email ?? "") !== "";
}

function wantsSms({ consent, customer }: RawStatement): boolean {
  return consent.preference === "sms" && consent.sms && (customer.mobile ?? "") !== "";
}

describe("who gets what", () => {
  it("is e-mail for those alone who asked for it, agreed to it and have an address", () => {
    const wanted = [...accepted].filter((ordinal) => wantsEmail(recordAt(ordinal)));
    const got = new Set(emailed);
    expect([...got].filter((ordinal) => !wantsEmail(recordAt(ordinal)))).toEqual([]);
    // What is too long for an e-mail goes out whole on paper.
    const long = wanted.filter((ordinal) => !got.has(ordinal));
    for (const ordinal of long)
      expect(recordAt(ordinal).transactions.length).toBeGreaterThan(ROWS_OF_LARGE);
    expect(printed).toEqual(expect.arrayContaining(long));
    expect(long.length).toBeLessThan(wanted.length / 20);
    expect(got.size).toBeGreaterThan(E2E_RECORDS / 10);
  });

  it("is SMS for those who asked and agreed, and beside an e-mail for those who agreed", () => {
    const got = new Set(emailed);
    const expected = [...accepted].filter((ordinal) => {
      const record = recordAt(ordinal);
      const isBeside = record.consent.sms && (record.customer.mobile ?? "") !== "";
      return wantsSms(record) || (got.has(ordinal) && isBeside);
    });
    expect(texted.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
    expect(texted.length).toBeGreaterThan(E2E_RECORDS / 30);
  });

  it("is paper for everyone else", () => {
    const others = [...accepted].filter((ordinal) => {
      const record = recordAt(ordinal);
      return !wantsSms(record) && !(wantsEmail(record) && emailed.includes(ordinal));
    });
    expect(printed.toSorted((a, b) => a - b)).toEqual(others.toSorted((a, b) => a - b));
  });

  it("is one primary rendition for every accepted record, and none for a rejected one", () => {
    const alone = texted.filter((ordinal) => !emailed.includes(ordinal));
    const primaries = [...printed, ...emailed, ...alone];
    expect(new Set(primaries).size).toBe(primaries.length);
    expect(new Set(primaries)).toEqual(accepted);
    expect(accepted.size).toBe(run.report.records.accepted);
    const counts = { print: printed.length, email: emailed.length, sms: texted.length };
    expect(run.report.channels).toEqual(counts);
  });
});

describe("every e-mail", () => {
  it("goes to its customer alone, from the bank, about the account", () => {
    for (const { record, email } of emails) {
      expect(email.to).toEqual([{ address: record.customer.email, name: "" }]);
      expect(email.from).toEqual({ address: "statements@northbank.example", name: "Northbank" });
      expect(email.subject).toBe(new StatementTexts(record).say("email.subject"));
      const addresses = `${email.html}${email.text}`.match(/[\w.]+@example\.\w+/g) ?? [];
      expect(addresses.filter((address) => address !== record.customer.email)).toEqual([]);
    }
    const ids = emails.map(({ email }) => email.messageId);
    expect(new Set(ids).size).toBe(emails.length);
  });

  it("is under 90 KB of HTML, and shows its images by content id", () => {
    for (const { email } of emails) {
      const html = email.html ?? "";
      expect(Buffer.byteLength(html)).toBeLessThan(HTML_BYTES_MAX);
      expect(html).toMatch(/^<!doctype html/i);
      const sources = [...html.matchAll(/<img[^>]* src="([^"]*)"/g)].map(([, source]) => source);
      const ids = email.attachments.map(({ contentId }) => `cid:${contentId?.slice(1, -1)}`);
      expect(sources.length).toBeGreaterThan(0);
      expect(ids).toEqual(expect.arrayContaining(sources));
    }
  });

  it("has the account's figures in both parts, in order", () => {
    for (const { record, email } of emails) {
      const expected = summaryOf(record);
      expect(missing(plainText(email.html ?? ""), expected)).toBeUndefined();
      expect(missing(spaced(email.text ?? ""), expected)).toBeUndefined();
    }
  });

  it("has every transaction in both parts, in order", () => {
    for (const { record, email } of emails) {
      const [html, text] = [plainText(email.html ?? ""), spaced(email.text ?? "")];
      for (const table of tablesOf(record)) {
        checkTable(html, table, ({ values }) => values);
        // Long texts take several lines there, between which the amount stands.
        checkTable(text, table, ({ values }) => [values.at(-1) ?? ""]);
      }
    }
  });

  it("shows no more of an account number than its last four digits", () => {
    for (const { record, email } of emails) {
      const text = `${plainText(email.html ?? "")} ${email.text}`;
      const tails = [...text.matchAll(/(?:ending|terminada) (?:in|en) (\d+)/g)].map(
        ([, tail]) => tail,
      );
      expect(new Set(tails)).toEqual(new Set([record.account.number.slice(-4)]));
      expect(text).not.toContain(record.account.number);
    }
  });
});

describe("every SMS", () => {
  it("goes to its customer and has no private figure", () => {
    for (const { ordinal, to, text } of messages) {
      const record = recordAt(ordinal);
      expect(to).toBe(record.customer.mobile);
      expect(text).toBe(new StatementTexts(record).say("sms"));
      expect(text).not.toMatch(/\d/);
    }
  });

  it("has the encoding and the segments that another program counts", () => {
    for (const { text, encoding, segments } of messages) {
      const counted = new SegmentedMessage(text);
      expect(segments).toBe(counted.segmentsCount);
      expect(encoding).toBe(counted.encodingName === "GSM-7" ? "gsm-7" : "ucs-2");
    }
  });
});

/** The account's figures in the order an e-mail shows them. */
function summaryOf(record: RawStatement): string[] {
  const { account } = record;
  const texts = new StatementTexts(record);
  return [
    texts.say("email.heading"),
    texts.say("email.account"),
    texts.say("period.long"),
    money(account.opening, "$"),
    `+ ${money(account.credits)}`,
    `− ${money(account.fees)}`,
    money(account.closing, "$"),
    money(account.interest, "$"),
    money(account.interestYtd, "$"),
  ];
}

interface ShownRow {
  readonly values: readonly string[];
}

interface ShownTable {
  readonly heading: string;
  /** What stands below it. */
  readonly next: string;
  readonly rows: readonly ShownRow[];
}

/** The tables of an e-mail with all their rows. */
function tablesOf(record: RawStatement): ShownTable[] {
  const rows = (...kinds: readonly RawTransaction["kind"][]) =>
    record.transactions.filter(({ kind }) => kinds.includes(kind));
  const texts = new StatementTexts(record);
  const row = ({ date, text, amount }: RawTransaction): ShownRow => ({
    values: [texts.monthDay(date), spaced(text), money(amount)],
  });
  const checks = rows("check").map(({ check, amount }) => ({
    values: [`${check}`, money(amount)],
  }));
  const [credits, debits, paid, fees] = ["deposits", "withdrawals", "checks", "fees"].map((name) =>
    texts.say(`${name}.heading`),
  ) as [string, string, string, string];
  const afterDebits = checks.length > 0 ? paid : fees;
  const afterFees = texts.say("overdraft.title");
  const tables = [
    { heading: credits, next: debits, rows: rows("deposit", "interest").map(row) },
    { heading: debits, next: afterDebits, rows: rows("withdrawal").map(row) },
    { heading: paid, next: fees, rows: checks },
    { heading: fees, next: afterFees, rows: rows("fee").map(row) },
  ];
  return tables.filter(({ rows: own }) => own.length > 0);
}

/** Holds a table's rows, all of them, against a part's text. */
function checkTable(
  text: string,
  { heading, next, rows }: ShownTable,
  valuesOf: (row: ShownRow) => readonly string[],
): void {
  // The summary has lines of the same names.
  const start = text.search(new RegExp(`${heading} (?:=+ )?(?:Date|Check|Fecha|Cheque) `));
  const own = text.slice(start, text.indexOf(` ${next} `, start + heading.length));
  expect(start).toBeGreaterThan(0);
  expect(missing(own, rows.flatMap(valuesOf))).toBeUndefined();
}

/** The first of the values that does not follow those before it. */
function missing(text: string, values: readonly string[]): string | undefined {
  let at = 0;
  for (const value of values) {
    const found = text.indexOf(value, at);
    if (found < 0) return value;
    at = found + value.length;
  }
  return undefined;
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  nbsp: " ",
};

/** What a reader of the HTML sees, in one line. */
function plainText(html: string): string {
  const body = html.slice(html.indexOf("<body"));
  const text = body.replaceAll(/<wbr>|\u200b|\u00ad/g, "").replaceAll(/<[^>]*>/g, " ");
  const decoded = text.replaceAll(/&(#x?)?(\w+);/g, (entity, mark: string | undefined, name) => {
    if (mark === undefined) return ENTITIES[name] ?? entity;
    return String.fromCodePoint(Number.parseInt(name, mark === "#" ? 10 : 16));
  });
  return spaced(decoded.replaceAll(/\u200b|\u00ad|\u200c|\u034f/g, ""));
}
