import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { parse } from "yaml";
import { type Line, textOf, type Word } from "./page-words.ts";
import type { RawStatement, RawTransaction } from "./raw-statement.ts";
import { StatementTexts } from "./statement-texts.ts";
import { cents, dayCount, joined, money, percent, spaced, sumCents } from "./statement-values.ts";

/** Edges of the layout's columns, in points. */
const BODY_LEFT = 43.2;
const BODY_RIGHT = 568.8;
const SUMMARY_SPLIT = 306;
const ACROSS_STARTS = [43.2, 226.4, 409.6];
const DESCRIPTION_LEFT = 113.2;
const EDGE_TOLERANCE = 0.6;

/** The messages that name a table's texts. */
interface TableText {
  readonly name: string;
  readonly carries: boolean;
}

/**
 * Reads the body of a statement from its first line to its last, and holds each line against the
 * record: the values, their order, their columns. A line that is not accounted for fails.
 */
export class StatementBody {
  readonly #lines: readonly Line[];
  readonly #record: RawStatement;
  readonly #texts: StatementTexts;
  #next = 0;

  constructor(lines: readonly Line[], record: RawStatement) {
    this.#lines = lines;
    this.#record = record;
    this.#texts = new StatementTexts(record);
  }

  read(): void {
    const { account } = this.#record;
    this.#summary();
    if (account.kind === "checking" && cents(account.closing) > 500_000n)
      this.#wrapped(this.#texts.say("marketing"));
    this.#table(this.#rows("deposit", "interest"), { name: "deposits", carries: true });
    this.#table(this.#rows("withdrawal"), { name: "withdrawals", carries: true });
    this.#checks(this.#rows("check"));
    this.#table(this.#rows("fee"), { name: "fees", carries: false });
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
    const { account, transactions } = this.#record;
    const say = (name: string) => this.#texts.say(name);
    this.#line(say("summary.heading"));
    const paid = (kind: RawTransaction["kind"]) =>
      money(sumCents(this.#rows(kind).map(({ amount }) => amount)));
    const left = [
      `${say("summary.opening")} ${money(account.opening, "$")}`,
      `${say("deposits.heading")} + ${money(account.credits)}`,
      `${say("withdrawals.heading")} − ${paid("withdrawal")}`,
      `${say("checks.heading")} − ${paid("check")}`,
      `${say("fees.heading")} − ${money(account.fees)}`,
      `${say("summary.closing")} ${money(account.closing, "$")}`,
    ];
    const lowest = transactions.length === 0 ? undefined : money(this.#lowest(), "$");
    const right = [
      `${say("summary.interest")} ${money(account.interest, "$")}`,
      `${say("summary.yield")} ${percent(account.apy)}`,
      `${say("summary.interestYtd")} ${money(account.interestYtd, "$")}`,
      `${say("summary.days")} ${dayCount(account.from, account.to)}`,
      `${say("summary.count")} ${transactions.length}`,
      lowest === undefined ? "" : `${say("summary.lowest")} ${lowest}`,
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
    this.#line(this.#texts.say(`${table.name}.heading`));
    if (rows.length === 0) return this.#line(this.#texts.say(`${table.name}.none`));
    this.#line(this.#titles("date", "text", "amount"));
    let sum = 0n;
    for (const row of rows) {
      this.#turn(sum, table);
      this.#row(row);
      sum += cents(row.amount);
    }
    this.#turn(sum, table);
    this.#line(`${this.#texts.say(`${table.name}.total`)} ${money(sum)}`);
  }

  #titles(...names: readonly string[]): string {
    return names.map((name) => this.#texts.say(`table.${name}`)).join(" ");
  }

  /** Goes over to the next page where the table does, with the sum so far. */
  #turn(sum: bigint, { carries }: TableText): void {
    const page = this.#lines[this.#next - 1]?.page;
    const forward = this.#texts.say("table.forward");
    const carried = this.#peek().startsWith(forward);
    if (carried) this.#line(`${forward} ${money(sum)}`);
    if (this.#lines[this.#next]?.page === page) return expect(carried).toBe(false);
    expect(carried).toBe(carries);
    this.#line(this.#titles("date", "text", "amount"));
    if (carries) this.#line(`${this.#texts.say("table.brought")} ${money(sum)}`);
  }

  #row({ date, text, amount }: RawTransaction): void {
    const { words } = this.#take();
    const [first, last] = [words[0] as Word, words.at(-1) as Word];
    expect([first.text, last.text]).toEqual([this.#texts.monthDay(date), money(amount)]);
    expect(Math.abs(first.left - BODY_LEFT)).toBeLessThan(EDGE_TOLERANCE);
    expect(Math.abs(last.right - BODY_RIGHT)).toBeLessThan(EDGE_TOLERANCE);
    const description = words.slice(1, -1);
    expect(Math.abs((description[0] as Word).left - DESCRIPTION_LEFT)).toBeLessThan(EDGE_TOLERANCE);
    expect(this.#rest(textOf(description), spaced(text))).toBe(spaced(text));
  }

  #checks(checks: readonly RawTransaction[]): void {
    if (checks.length === 0) return;
    this.#line(this.#texts.say("checks.heading"));
    const cells = checks.map(({ check = 0, date, amount }, index) => {
      const before = checks[index - 1]?.check ?? check - 1;
      const mark = check === before + 1 ? "" : " *";
      return `${check}${mark} ${this.#texts.monthDay(date)} ${money(amount)}`;
    });
    const total = `${this.#texts.say("checks.total")} ${money(sumCents(checks.map(({ amount }) => amount)))}`;
    const note = this.#texts.say("checks.note");
    const titles = this.#titles("check", "date", "amount");
    expect(this.#across(titles, note)).toEqual([...cells, total]);
    this.#line(note);
  }

  #dailyBalances(): void {
    const { transactions } = this.#record;
    if (transactions.length === 0) return;
    this.#line(this.#texts.say("daily.heading"));
    const lastOf = new Map(transactions.map(({ date, balance }) => [date, balance]));
    const cells = [...lastOf].map(([date, balance]) => {
      return `${this.#texts.monthDay(date)} ${money(balance)}`;
    });
    const end = this.#texts.say("errors.heading");
    expect(this.#across(this.#titles("date", "balance"), end)).toEqual(cells);
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
    const say = (name: string) => this.#texts.say(`overdraft.${name}`);
    this.#line(`${say("title")} ${say("period")} ${say("year")}`);
    this.#line(`${say("paid")} ${dollars(overdraftFees)} ${dollars(overdraftFeesYtd)}`);
    this.#line(`${say("returned")} ${dollars(returnedFees)} ${dollars(returnedFeesYtd)}`);
  }

  /** What every statement ends with, in columns: word for word as the layout has it. */
  #notices(): void {
    expect(this.#peek()).toBe(this.#texts.say("errors.heading"));
    const words = this.#lines
      .slice(this.#next)
      .flatMap((line) => line.words.map(({ text }) => text));
    const said = noticeTexts.map((text) =>
      text.startsWith("$") && text.length > 1 ? this.#texts.say(text.slice(1)) : text,
    );
    expect(words.toSorted()).toEqual(said.join(" ").split(/\s+/).toSorted());
  }
}

const layoutFile = new URL("../../layouts/retail-statement/layout.yaml", import.meta.url);
const { blocks } = parse(readFileSync(layoutFile, "utf8")) as { blocks: readonly unknown[] };
// The last two blocks show nothing of the record.
const noticeTexts: string[] = [];
collectTexts(blocks.slice(-2), noticeTexts);

/** The texts of blocks, and the names of those in the catalogues, with the numbers of lists. */
function collectTexts(node: unknown, found: string[]): void {
  if (Array.isArray(node)) for (const item of node) collectTexts(item, found);
  else if (typeof node === "object" && node !== null) {
    for (const [name, value] of Object.entries(node)) {
      if (typeof value !== "string") collectTexts(value, found);
      const isText = ["heading", "paragraph"].includes(name);
      if (isText && typeof value === "string") found.push(value);
      if (name === "facts") found.push(...Object.entries(value as object).flat());
      if (name === "list")
        for (const [index, item] of (value as string[]).entries())
          found.push(`(${index + 1})`, item);
    }
  }
}
