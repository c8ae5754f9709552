import { expect, it } from "vitest";
import { readDocument } from "./documents.ts";

const QUOTED = /^Good, `([\w./-]+)`:\n\n```ts\n([\s\S]*?)^```$/gm;

interface Quote {
  readonly file: string;
  readonly lines: readonly string[];
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim());
}

function quotesIn(page: string): Quote[] {
  const found = [...page.matchAll(QUOTED)];
  return found.map(([, file = "", text = ""]) => ({ file, lines: linesOf(text.trim()) }));
}

/** Quotes that do not stand in their file, line by line as they are shown. */
function invented(quotes: readonly Quote[]): string[] {
  const isThere = ({ file, lines }: Quote): boolean =>
    `\n${linesOf(readDocument(file)).join("\n")}\n`.includes(`\n${lines.join("\n")}\n`);
  return quotes.filter((quote) => !isThere(quote)).map(({ file }) => file);
}

const style = readDocument("src/STYLE.md");

it("shows good examples that stand in our own code", () => {
  const quotes = quotesIn(style);
  expect(invented(quotes)).toEqual([]);
  expect(quotes.length).toBe(style.match(/^Good, /gm)?.length);
  expect(quotes.length).toBeGreaterThan(8);
});

it("would find one that does not", () => {
  const other = style.replace('unitFault("data.bad-utf8")', 'unitFault("data.bad-utf9")');
  expect(invented(quotesIn(other))).toEqual(["src/intake/json/json-unit-source.ts"]);
});

it("is short enough to be read", () => {
  expect(style.split("\n").length).toBeLessThanOrEqual(260);
});
