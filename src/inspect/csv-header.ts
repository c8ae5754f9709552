import type { SplitRow } from "./csv-splitter.ts";

/** Whether the first row names the columns, and why it seems so. */
export interface HeaderLook {
  readonly hasHeader: boolean;
  readonly evidence: string;
  /** Names of the columns; their numbers if no row has them. */
  readonly names: readonly string[];
  /** The row names some columns alike or not at all; in `names` it has other names for them. */
  readonly isAmbiguous: boolean;
  /** A delimiter stands behind the last field of each row. */
  readonly hasTrailing: boolean;
}

const NO_MORE = { isAmbiguous: false, hasTrailing: false };

const NUMBER_OR_DATE = /^[-+($]?\d[\d.,:/\s-]*\)?$/;

/** Looks at the first rows of a file, of which most have so many fields. */
export function lookForHeader(rows: readonly SplitRow[], fieldCount: number): HeaderLook {
  const whole = rows.filter(({ fields }) => fields.length === fieldCount);
  const [first, ...others] = whole.map(({ fields }) => fields.map((field) => field.trim()));
  if (first === undefined) return { hasHeader: false, evidence: "no rows", names: [], ...NO_MORE };
  const hasTrailing = fieldCount > 1 && whole.every(({ fields }) => fields.at(-1) === "");
  const width = hasTrailing ? fieldCount - 1 : fieldCount;
  const titles = first.slice(0, width);
  const names = unlike(titles);
  const isAmbiguous = names.some((name, at) => name !== titles[at]);
  const isFirst = rows[0] === whole[0];
  const hasHeader =
    isFirst && namesColumns(names, others) && (!isAmbiguous || standsOver(titles, others));
  if (hasHeader)
    return { hasHeader, evidence: headerEvidence(titles, others), names, isAmbiguous, hasTrailing };
  const numbered = titles.map((_, at) => String(at + 1));
  const evidence = "the first row looks like the others";
  return { hasHeader, evidence, names: numbered, isAmbiguous: false, hasTrailing };
}

/** The titles, and where one is repeated or missing, a name of its own. */
function unlike(titles: readonly string[]): string[] {
  const taken = new Set<string>();
  return titles.map((title, at) => {
    const base = title === "" ? `column_${at + 1}` : title;
    let name = base;
    for (let number = 2; taken.has(name) || (name !== base && titles.includes(name)); number += 1)
      name = `${base}_${number}`;
    taken.add(name);
    return name;
  });
}

/** A word over nothing but numbers or dates: what only a title is. */
function standsOver(titles: readonly string[], others: readonly (readonly string[])[]): boolean {
  return titles.some((title, at) => title !== "" && isTyped(at, others));
}

/** They are no numbers, and no column has its name as a value. */
function namesColumns(names: readonly string[], others: readonly (readonly string[])[]): boolean {
  if (names.some((name) => NUMBER_OR_DATE.test(name) || name.includes("@"))) return false;
  return names.every((name, at) => others.every((row) => row[at] !== name));
}

function headerEvidence(names: readonly string[], others: readonly (readonly string[])[]): string {
  const typed = names.filter((name, at) => name !== "" && isTyped(at, others));
  if (typed.length === 0) return "all its names differ, and no row repeats one";
  return `a name stands over numbers or dates in ${typed.length} columns`;
}

function isTyped(at: number, rows: readonly (readonly string[])[]): boolean {
  const filled = rows.map((row) => row[at] ?? "").filter((value) => value !== "");
  return filled.length > 0 && filled.every((value) => NUMBER_OR_DATE.test(value));
}
