import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { parse } from "yaml";
import { type Line, textOf, type Word } from "./page-words.ts";
import type { RawStatement, RawTransaction } from "./raw-statement.ts";
import {
  cents,
  dayCount,
  joined,
  money,
  monthDay,
  percent,
  shortDate,
  spaced,
  sumCents,
} from "./statement-values.ts";

/** Edges of the layout's columns, in points. */
const BODY_LEFT = 43.2;
const BODY_RIGHT = 568.8;
const SUMMARY_SPLIT = 328;
const ACROSS_STARTS = [43.2, 226.4, 409.6];
const DESCRIPTION_LEFT = 113.2;
const EDGE_TOLERANCE = 0.6;

const MESSAGE =
  "Put your balance to work. Northbank Savings has no monthly fee and you can open it in a few " +
  "minutes at northbank.example/savings, or call (202) 555-0143.";
const NOTICES = "IF YOU THINK THERE IS AN ERROR";

interface TableText {
  readonly heading: string;
  readonly total: string;
  readonly empty: string;
  readonly carries: boolean;
}

/**
 * Reads the body of a statement from its first line to its last, and holds each line against the
 * record: the values, their order, their columns. A line that is not accounted for fails.
 */
export class StatementBody {
  readonly #lines: readonly Line[];
  readonly #record: RawStatement;
  #next = 0;

  constructor(lines: readonly Line[], record: RawStatement) {
    this.#lines = lines;
    this.#record = record;
  }

  read(): void {
    const { account } = this.#record;
    this.#summary();
    if (account.kind === "checking" && cents(account.closing) > 500_000n) this.#wrapped(MESSAGE);
    this.#table(this.#rows("deposit", "interest"), {
      heading: "DEPOSITS AND OTHER CREDITS",
      total: "Total credits",
      empty: "There were no deposits in this period.",
      carries: true,
    });
    this.#table(this.#rows("withdrawal"), {
      heading: "WITHDRAWALS AND OTHER DEBITS",
      total: "Total debits",
      empty: "There were no withdrawals in this period.",
      carries: true,
    });
    this.#checks(this.#rows("check"));
    this.#table(this.#rows("fee"), {
      heading: "FEES",
      total: "Total fees",
      empty: "No fees were charged in this period.",
      carries: false,
    });
    this.#feeTotals();
    this.#dailyBalances();
    this.#notices();
  }

  #rows(...kinds: readonly RawTransaction["kind"][]): RawTransaction[] {
    return this.#record.transactions.filter(({ kind }) => kinds.includes(kind));
  }

  #peek(): string {
    return this.#lines[this.#next]?.text ?? "(the end)";
  }

  #take(): Line {
    const line = this.#lines[this.#next];
    if (line === undefined) throw new Error("the statement ends too early");
    this.#next += 1;
    return line;
  }

  #line(text: string): void {
    expect(this.#take().text).toBe(text);
  }

  /** A text that may take several lines. */
  #wrapped(text: string): void {
    expect(this.#rest(this.#take().text, text)).toBe(text);
  }

  /** A line and those after it, until they are as long as the text. */
  #rest(first: string, text: string): string {
    let read = first;
    while (read.length < text.length) read = joined([read, this.#take().text], text);
    return read;
  }

  #summary(): void {
    this.#line("ACCOUNT SUMMARY");
    const { account, transactions } = this.#record;
    const paid = (kind: RawTransaction["kind"]) =>
      money(sumCents(this.#rows(kind).map(({ amount }) => amount)));
    const left = [
      `Beginning balance on ${shortDate(account.from)} ${money(account.opening, "$")}`,
      `Deposits and other credits + ${money(account.credits)}`,
      `Withdrawals and other debits − ${paid("withdrawal")}`,
      `Checks paid − ${paid("check")}`,
      `Fees − ${money(account.fees)}`,
      `Ending balance on ${shortDate(account.to)} ${money(account.closing, "$")}`,
    ];
    const right = [
      `Interest earned this period ${money(account.interest, "$")}`,
      `Annual percentage yield earned ${percent(account.apy)}`,
      `Interest paid this year ${money(account.interestYtd, "$")}`,
      `Days in this period ${dayCount(account.from, account.to)}`,
      `Number of transactions ${transactions.length}`,
      transactions.length === 0 ? "" : `Lowest balance ${money(this.#lowest(), "$")}`,
    ];
    for (const [row, text] of left.entries()) {
      const { words } = this.#take();
      const isLeft = (word: Word) => word.left < SUMMARY_SPLIT;
      expect(textOf(words.filter(isLeft))).toBe(text);
      expect(textOf(words.filter((word) => !isLeft(word)))).toBe(right[row]);
    }
  }

  #lowest(): bigint {
    const balances = this.#record.transactions.map(({ balance }) => cents(balance));
    return balances.reduce((lowest, balance) => (balance < lowest ? balance : lowest));
  }

  #table(rows: readonly RawTransaction[], table: TableText): void {
    this.#line(table.heading);
    if (rows.length === 0) return this.#line(table.empty);
    this.#line("Date Description Amount");
    let sum = 0n;
    for (const row of rows) {
      this.#turn(sum, table);
      this.#row(row);
      sum += cents(row.amount);
    }
    this.#turn(sum, table);
    this.#line(`${table.total} ${money(sum)}`);
  }

  /** Goes over to the next page where the table does, with the sum so far. */
  #turn(sum: bigint, { carries }: TableText): void {
    const page = this.#lines[this.#next - 1]?.page;
    const carried = this.#peek().startsWith("Carried forward");
    if (carried) this.#line(`Carried forward ${money(sum)}`);
    if (this.#lines[this.#next]?.page === page) return expect(carried).toBe(false);
    expect(carried).toBe(carries);
    this.#line("Date Description Amount");
    if (carries) this.#line(`Brought forward ${money(sum)}`);
  }

  #row({ date, text, amount }: RawTransaction): void {
    const { words } = this.#take();
    const [first, last] = [words[0] as Word, words.at(-1) as Word];
    expect([first.text, last.text]).toEqual([monthDay(date), money(amount)]);
    expect(Math.abs(first.left - BODY_LEFT)).toBeLessThan(EDGE_TOLERANCE);
    expect(Math.abs(last.right - BODY_RIGHT)).toBeLessThan(EDGE_TOLERANCE);
    const description = words.slice(1, -1);
    expect(Math.abs((description[0] as Word).left - DESCRIPTION_LEFT)).toBeLessThan(EDGE_TOLERANCE);
    expect(this.#rest(textOf(description), spaced(text))).toBe(spaced(text));
  }

  #checks(checks: readonly RawTransaction[]): void {
    if (checks.length === 0) return;
    this.#line("CHECKS PAID");
    const cells = checks.map(({ check = 0, date, amount }, index) => {
      const before = checks[index - 1]?.check ?? check - 1;
      const mark = check === before + 1 ? "" : " *";
      return `${check}${mark} ${monthDay(date)} ${money(amount)}`;
    });
    const total = `Total ${money(sumCents(checks.map(({ amount }) => amount)))}`;
    expect(this.#across("Check Date Amount", gapNote)).toEqual([...cells, total]);
    this.#line(gapNote);
  }

  #dailyBalances(): void {
    const { transactions } = this.#record;
    if (transactions.length === 0) return;
    this.#line("DAILY ENDING BALANCES");
    const lastOf = new Map(transactions.map(({ date, balance }) => [date, balance]));
    const cells = [...lastOf].map(([date, balance]) => {
      return `${monthDay(date)} ${money(balance)}`;
    });
    expect(this.#across("Date Balance", NOTICES)).toEqual(cells);
  }

  /** The rows of a table in columns side by side, down each column, page by page. */
  #across(header: string, end: string): string[] {
    const byPage = new Map<number, Line[]>();
    while (!this.#peek().startsWith(end)) {
      const line = this.#take();
      byPage.set(line.page, [...(byPage.get(line.page) ?? []), line]);
    }
    return [...byPage.values()].flatMap((lines) =>
      ACROSS_STARTS.flatMap((start, column) => {
        const stop = ACROSS_STARTS[column + 1] ?? Infinity;
        const isIn = ({ left }: Word) => left >= start - 1 && left < stop - 1;
        const cells = lines.map(({ words }) => textOf(words.filter(isIn)));
        const used = cells.filter((cell) => cell !== "");
        if (used.length > 0) expect(used.shift()).toBe(header);
        return used;
      }),
    );
  }

  #feeTotals(): void {
    const { overdraftFees, overdraftFeesYtd, returnedFees, returnedFeesYtd } = this.#record.account;
    const dollars = (amount: string) => money(amount, "$");
    this.#line("Total for this period Total year to date");
    this.#line(`Total Overdraft Fees ${dollars(overdraftFees)} ${dollars(overdraftFeesYtd)}`);
    this.#line(`Total Returned Item Fees ${dollars(returnedFees)} ${dollars(returnedFeesYtd)}`);
  }

  /** What every statement ends with, in two columns: word for word as the layout has it. */
  #notices(): void {
    expect(this.#peek()).toMatch(NOTICES);
    const words = this.#lines
      .slice(this.#next)
      .flatMap((line) => line.words.map(({ text }) => text));
    expect(words.toSorted()).toEqual(noticeWords);
  }
}

const layoutFile = new URL("../../layouts/retail-statement/layout.yaml", import.meta.url);
const { blocks } = parse(readFileSync(layoutFile, "utf8")) as { blocks: readonly unknown[] };
// The layout's last block shows nothing of the record, and neither does the note below the checks.
const noticeWords = textsOf(blocks.at(-1)).join(" ").split(/\s+/).toSorted();
const gapNote = textsOf(blocks.find((block) => textsOf(block)[0] === "CHECKS PAID")).at(-1) ?? "";

/** The texts of a block in the order they are printed, without the marks of bold type. */
function textsOf(block: unknown): string[] {
  const found: string[] = [];
  collectTexts(block, found);
  return found.map((text) => text.replaceAll("**", "").replaceAll("\\*", "*"));
}

function collectTexts(node: unknown, found: string[]): void {
  if (Array.isArray(node)) for (const item of node) collectTexts(item, found);
  else if (typeof node === "object" && node !== null) {
    for (const [name, value] of Object.entries(node)) {
      if (typeof value !== "string") collectTexts(value, found);
      const isText = ["heading", "paragraph"].includes(name);
      if (isText && typeof value === "string") found.push(value);
      if (name === "facts" && !Array.isArray(value))
        found.push(...Object.entries(value as Record<string, string>).flat());
    }
  }
}
