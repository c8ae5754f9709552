import { spawnSync } from "node:child_process";

/** A word on a page, in points from its top left, as Poppler finds it. */
export interface Word {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Words that stand on one line, from the left. */
export interface Line {
  /** 0-based page of the piece. */
  readonly page: number;
  readonly middle: number;
  readonly words: readonly Word[];
  readonly text: string;
}

const WORD = /<word xMin="([^"]+)" yMin="([^"]+)" xMax="([^"]+)" yMax="([^"]+)">(.*?)<\/word>/g;
const ENTITIES = new Map([
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&amp;", "&"],
  ["&quot;", '"'],
  ["&apos;", "'"],
]);
/** Lines of the smallest leading are further apart than this, and words of a line are nearer. */
const LINE_TOLERANCE_PT = 3;
const PAGES_PER_PART = 500;

/** The program's output; throws where it fails. */
export function runProgram(program: string, args: readonly string[]): Buffer {
  const done = spawnSync(program, args, { maxBuffer: 1 << 30 });
  if (done.status !== 0) throw new Error(`${program} failed: ${String(done.stderr)}`);
  return done.stdout;
}

export function hasPrograms(...programs: readonly string[]): boolean {
  return programs.every((program) => spawnSync(program, ["--version"]).error === undefined);
}

/** A page as Poppler tells it, its words not yet taken apart. */
export type PageText = string;

/** All pages of a file, in parts that stay small whatever the file's size. */
export function readPageTexts(file: string, pageCount: number): PageText[] {
  const pages: PageText[] = [];
  for (let first = 1; first <= pageCount; first += PAGES_PER_PART) {
    const range = ["-f", `${first}`, "-l", `${first + PAGES_PER_PART - 1}`];
    const html = runProgram("pdftotext", ["-bbox", ...range, file, "-"]).toString("utf8");
    pages.push(...html.split("<page ").slice(1));
  }
  return pages;
}

export function pageWords(page: PageText): Word[] {
  return [...page.matchAll(WORD)].map(wordOf);
}

function wordOf([, left, top, right, bottom, text = ""]: RegExpMatchArray): Word {
  const plain = text.replaceAll(/&\w+;/g, (entity) => ENTITIES.get(entity) ?? entity);
  const bounds = { left: Number(left), top: Number(top) };
  return { text: plain, ...bounds, right: Number(right), bottom: Number(bottom) };
}

/** The lines of a page, from the top, of those words alone that `isIn`. */
export function linesOf(
  words: readonly Word[],
  page: number,
  isIn: (word: Word, middle: number) => boolean,
): Line[] {
  const placed = words.map((word) => ({ word, middle: (word.top + word.bottom) / 2 }));
  const chosen = placed.filter(({ word, middle }) => isIn(word, middle));
  chosen.sort((a, b) => a.middle - b.middle);
  const groups: { middle: number; words: Word[] }[] = [];
  for (const { word, middle } of chosen) {
    const last = groups.at(-1);
    if (last !== undefined && middle - last.middle < LINE_TOLERANCE_PT) last.words.push(word);
    else groups.push({ middle, words: [word] });
  }
  return groups.map((group) => lineOf(group.words, page, group.middle));
}

function lineOf(words: readonly Word[], page: number, middle: number): Line {
  const sorted = words.toSorted((a, b) => a.left - b.left);
  return { page, middle, words: sorted, text: textOf(sorted) };
}

export function textOf(words: readonly Word[]): string {
  return words.map(({ text }) => text).join(" ");
}
