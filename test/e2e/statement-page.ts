import { expect } from "vitest";
import { type Line, linesOf, textOf, type Word } from "./page-words.ts";
import type { RawStatement } from "./raw-statement.ts";
import { StatementTexts } from "./statement-texts.ts";
import { joined, maskedNumber, money, spaced } from "./statement-values.ts";

/** Where the layout's parts lie, in points. */
const FIRST_BODY_TOP = 258;
const REST_BODY_TOP = 70;
const FOOT_TOP = 742;
const MAST_BOTTOM = 128;
const MIDDLE = 300;
const FOOTER_LEFT = 223;

const ADDRESS = "PO Box 1200, Springfield IL 62705";

/** What the mark strip of a piece's pages must say. */
export interface PieceToken {
  readonly jobMark: string;
  readonly pieceNumber: number;
  readonly sheets: number;
}

type Region = (word: Word, middle: number) => boolean;

/**
 * Reads what frames the body of a statement's pages, holds it against the record, and gives the
 * lines of the body. A word that is not accounted for fails.
 */
export function readFrames(
  pages: readonly (readonly Word[])[],
  record: RawStatement,
  token: PieceToken,
): Line[] {
  const count = pages.filter((words) => words.some(isFooter)).length;
  expect(pages).toHaveLength(token.sheets * 2);
  expect(Math.ceil(count / 2)).toBe(token.sheets);
  const body: Line[] = [];
  const texts = new StatementTexts(record);
  for (const [page, words] of pages.entries()) {
    const footer = texts.say("footer", { page: page + 1, pages: count });
    checkFoot(words, page, page < count ? footer : "", token);
    if (page >= count) expect(bodyOf(words, page, 0)).toEqual([]);
    else if (page === 0) checkFirstHead(words, record);
    else checkRestHead(words, record);
    if (page < count)
      body.push(...bodyOf(words, page, page === 0 ? FIRST_BODY_TOP : REST_BODY_TOP));
  }
  return body;
}

function isFooter({ text }: Word): boolean {
  return text === "FDIC";
}

function bodyOf(words: readonly Word[], page: number, top: number): Line[] {
  return linesOf(words, page, (_, middle) => middle >= top && middle < FOOT_TOP);
}

function linesIn(words: readonly Word[], isIn: Region): string[] {
  return linesOf(words, 0, isIn).map(({ text }) => text);
}

/** The mark strip's page token and the footer. */
function checkFoot(words: readonly Word[], page: number, said: string, token: PieceToken): void {
  const foot = words.filter(({ top, bottom }) => (top + bottom) / 2 >= FOOT_TOP);
  const { jobMark, pieceNumber, sheets } = token;
  const number = `${jobMark}-${String(pieceNumber).padStart(9, "0")}`;
  const sheet = `${Math.floor(page / 2) + 1}/${sheets} ${page % 2 === 0 ? "A" : "B"}`;
  expect(textOf(foot.filter(({ left }) => left < FOOTER_LEFT))).toBe(`${number} ${sheet}`);
  const footer = textOf(foot.filter(({ left }) => left >= FOOTER_LEFT));
  expect(footer).toBe(said);
}

function checkFirstHead(words: readonly Word[], record: RawStatement): void {
  const { customer } = record;
  const isMast: Region = (_, middle) => middle < MAST_BOTTOM;
  const isLeft: Region = ({ left }) => left < MIDDLE;
  const texts = new StatementTexts(record);
  const head = ["Northbank", ADDRESS, texts.say("masthead.service"), "northbank.example"];
  const mast = (isIn: Region) => linesIn(words, (word, y) => isMast(word, y) && isIn(word, y));
  expect(mast(isLeft)).toEqual(head);
  expect(mast((word, y) => !isLeft(word, y))).toEqual([
    texts.say("masthead.statement"),
    texts.say("period.long"),
  ]);
  const isBelow: Region = (word, y) => !isMast(word, y) && y < FIRST_BODY_TOP;
  const address = linesIn(words, (word, y) => isBelow(word, y) && isLeft(word, y));
  expect(address).toEqual(customer.address.lines.map(spaced));
  const facts = linesIn(words, (word, y) => isBelow(word, y) && !isLeft(word, y));
  // A long name takes a second line, so all lines are read on end.
  const said = spaced(factsOf(record).join(" "));
  expect(joined(facts, said)).toBe(said);
}

function factsOf(record: RawStatement): string[] {
  const { account, customer } = record;
  const texts = new StatementTexts(record);
  const say = (name: string) => texts.say(`facts.${name}`);
  return [
    `${say("account")} ${account.product}`,
    `${say("number")} ${maskedNumber(record)}`,
    `${say("date")} ${texts.short(account.to)}`,
    customer.coOwner === undefined ? "" : `${say("joint")} ${customer.coOwner}`,
    `${say("ending")} ${money(account.closing, "$")}`,
  ];
}

function checkRestHead(words: readonly Word[], record: RawStatement): void {
  const { product } = record.account;
  const head = linesIn(words, (_, middle) => middle < REST_BODY_TOP);
  const period = new StatementTexts(record).say("period.short");
  expect(head).toEqual([`Northbank ${product} ${maskedNumber(record)} ${period}`]);
}
