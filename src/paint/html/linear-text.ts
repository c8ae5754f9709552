import type { Document } from "../../model/document.ts";
import type { TextFormat } from "../../model/text-format.ts";
import { withTextNotes } from "./html-notes.ts";
import { type LinearPart, linearParts } from "./linear-blocks.ts";
import { linkedText } from "./linked-text.ts";
import { plain } from "./text-layout.ts";

/** Headings below the first level, and lines of a paragraph after its first, are set in. */
const HEADING_INDENT = 4;
const RUNOVER_INDENT = 2;
/** Ends a page, and stands in no text: controls are taken out of it. */
const FORM_FEED = "\f";
const NOTHING: LinearPart = { text: "", level: 0, joins: false };

/**
 * A document as lines of at most so many characters, without columns and rules: tables row by row,
 * links with their targets. In pages, where the format has any: each ends with its number at the
 * right, on the last line, and a form feed.
 */
export function linearText(document: Document, footer: string, format: TextFormat): string {
  // Footnotes come behind the last part, which is an empty one for them.
  const shown = [...linearParts(document.blocks), NOTHING];
  const whole = shown.map(({ text }) => plain(text)).join(FORM_FEED);
  const noted = withTextNotes(
    document,
    whole,
    ({ texts, hrefs }) => linkedText(texts, hrefs),
    format.width,
  );
  const texts = noted.split(FORM_FEED);
  const parts = shown.map((part, index) => ({ ...part, text: texts[index] ?? "" }));
  const blocks = [...parts, { ...NOTHING, text: plain(footer) }]
    .filter(({ text }) => text !== "")
    .map((part) => linesOfPart(part, format));
  return format.pageLines === undefined
    ? `${blocks.flat().join("\n").trimStart()}\n`
    : inPages(blocks, format.width, format.pageLines);
}

/** The lines of a part, the first of them blank where something new begins. */
function linesOfPart({ text, level, joins }: LinearPart, format: TextFormat): string[] {
  const { width, pageLines } = format;
  const isHeading = level > 0;
  const runover = isHeading || pageLines === undefined ? 0 : RUNOVER_INDENT;
  const indent = level > 1 ? HEADING_INDENT : 0;
  const lines = text
    .trim()
    .split("\n")
    .flatMap((line) => wrapped(line, width - indent, runover, pageLines === undefined));
  const set = level === 1 ? lines.map((line) => centred(line, width)) : lines;
  const placed = set.map((line) => `${" ".repeat(indent)}${line}`.trimEnd());
  return joins ? placed : ["", ...placed];
}

function centred(line: string, width: number): string {
  return " ".repeat(Math.max(0, (width - line.length) >> 1)) + line;
}

/**
 * Lines of at most `width` characters; a word that is longer is cut. The target of a link, which
 * would lead nowhere in two parts, may stay whole.
 */
function wrapped(text: string, width: number, runover: number, keepsTargets: boolean): string[] {
  const lines: string[] = [];
  let line = "";
  const room = (): number => (lines.length === 0 ? width : width - runover);
  const end = (): void => {
    lines.push(lines.length === 0 ? line : " ".repeat(runover) + line);
    line = "";
  };
  for (const word of text.split(/ +/)) {
    if (line !== "" && line.length + 1 + word.length > room()) end();
    let rest = Array.from(word);
    const isWhole = keepsTargets && /^<\w+:.*>$/.test(word);
    while (line === "" && !isWhole && rest.length > room()) {
      line = rest.slice(0, room()).join("");
      rest = rest.slice(room());
      end();
    }
    line = line === "" ? rest.join("") : `${line} ${rest.join("")}`;
  }
  if (line !== "" || lines.length === 0) end();
  return lines;
}

/** Parts that fit a page whole are not divided; a heading has what it is of on its page. */
function inPages(parts: readonly (readonly string[])[], width: number, pageLines: number): string {
  const room = pageLines - 1;
  const pages: string[][] = [[]];
  const page = (): string[] => pages.at(-1) as string[];
  parts.forEach((part, index) => {
    const next = parts[index + 1] ?? [];
    const wanted = part.length + (isHeading(part) ? Math.min(next.length, 3) : 0);
    const lines = part.filter((line, at) => line !== "" || at > 0);
    if (page().length + wanted > room && wanted <= room && page().length > 0) pages.push([]);
    const isNew = part.length > lines.length && page().length > 0;
    for (const line of isNew ? ["", ...lines] : lines) {
      if (page().length >= room) pages.push([]);
      page().push(line);
    }
  });
  return pages
    .map((lines, index) => {
      const blank = Array.from({ length: room - lines.length }, () => "");
      return `${[...lines, ...blank, String(index + 1).padStart(width)].join("\n")}\n${FORM_FEED}`;
    })
    .join("");
}

/** Headings are set in, and begin with a blank line; other text begins at the margin. */
function isHeading([blank, first = ""]: readonly string[]): boolean {
  return blank === "" && first.startsWith(" ");
}
