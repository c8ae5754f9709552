import type { Sentence } from "./copybook-sentences.ts";

/** A data item of a copybook, as its sentence declares it. */
export interface CopybookItem {
  readonly line: number;
  readonly level: number;
  /** `FILLER` if it has none. */
  readonly name: string;
  readonly picture?: string;
  readonly usage?: string;
  readonly occurs?: Occurs;
  readonly redefines?: string;
  readonly sign?: { readonly isLeading: boolean; readonly isSeparate: boolean };
}

export interface Occurs {
  readonly countMax: number;
  readonly dependingOn?: string;
}

/** What a copybook says that cannot be read, and where. */
export class CopybookFault extends Error {
  override readonly name = "CopybookFault";
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}

/** Words that change nothing about where a field is. */
const IGNORED = new Set(
  "IS ARE TIMES GLOBAL EXTERNAL JUSTIFIED JUST RIGHT BLANK WHEN ZERO ZEROS ZEROES".split(" "),
);
/** What follows them is no clause of its own. */
const SKIPPED_TO_CLAUSE = new Set("VALUE VALUES INDEXED ASCENDING DESCENDING".split(" "));
const USAGES: Readonly<Record<string, string>> = {
  DISPLAY: "DISPLAY",
  COMP: "COMP",
  "COMP-4": "COMP",
  "COMP-5": "COMP",
  COMPUTATIONAL: "COMP",
  "COMPUTATIONAL-4": "COMP",
  "COMPUTATIONAL-5": "COMP",
  BINARY: "COMP",
  "COMP-3": "COMP-3",
  "COMPUTATIONAL-3": "COMP-3",
  "PACKED-DECIMAL": "COMP-3",
};
const REFUSED: Readonly<Record<string, string>> = {
  SYNC: "aligned fields (SYNC)",
  SYNCHRONIZED: "aligned fields (SYNC)",
  "COMP-1": "floating point (COMP-1)",
  "COMP-2": "floating point (COMP-2)",
  "COMPUTATIONAL-1": "floating point (COMP-1)",
  "COMPUTATIONAL-2": "floating point (COMP-2)",
  INDEX: "indexes (USAGE INDEX)",
  POINTER: "pointers (USAGE POINTER)",
  NATIONAL: "national characters (USAGE NATIONAL)",
};
const CONDITION = 88;
const RENAMES = 66;
const CLAUSES = new Set([
  ..."PIC PICTURE USAGE OCCURS REDEFINES SIGN LEADING TRAILING".split(" "),
  ...SKIPPED_TO_CLAUSE,
  ...Object.keys(USAGES),
  ...Object.keys(REFUSED),
]);

/** The items that sentences declare; condition names and renamings are none. */
export function itemsOf(sentences: readonly Sentence[]): CopybookItem[] {
  return sentences.flatMap((sentence) => {
    const { line, words } = sentence;
    const level = Number(words[0]);
    if (level === CONDITION || level === RENAMES) return [];
    if (words[0] === "COPY")
      throw new CopybookFault(line, "COPY is not followed: put the text of that copybook here");
    if (!Number.isInteger(level) || level < 1 || level > 77)
      throw new CopybookFault(line, "this begins with no level number, such as 05");
    return [new ItemReader(sentence, level).read()];
  });
}

class ItemReader {
  readonly #line: number;
  readonly #level: number;
  readonly #words: readonly string[];
  #at: number;
  readonly #name: string;

  constructor({ line, words }: Sentence, level: number) {
    this.#line = line;
    this.#level = level;
    this.#words = words;
    const named = words[1] !== undefined && !CLAUSES.has(words[1]);
    this.#name = named ? (words[1] ?? "FILLER") : "FILLER";
    this.#at = named ? 2 : 1;
  }

  read(): CopybookItem {
    let item: CopybookItem = { line: this.#line, level: this.#level, name: this.#name };
    while (this.#at < this.#words.length) item = { ...item, ...this.#clause(this.#next()) };
    return item;
  }

  #next(): string {
    const word = this.#words[this.#at] ?? "";
    this.#at += 1;
    return word;
  }

  /** Whether the next word is one of these; it is passed then. */
  #pass(...words: readonly string[]): boolean {
    const isOne = words.includes(this.#words[this.#at] ?? "");
    if (isOne) this.#at += 1;
    return isOne;
  }

  #clause(word: string): Partial<CopybookItem> {
    const refused = Object.hasOwn(REFUSED, word) ? REFUSED[word] : undefined;
    if (refused !== undefined) throw this.#fault(`${refused} cannot be read`);
    if (IGNORED.has(word) || word === "USAGE") return {};
    if (word === "PIC" || word === "PICTURE") return this.#picture();
    if (word === "OCCURS") return this.#occurs();
    if (word === "REDEFINES") return { redefines: this.#next() };
    if (Object.hasOwn(USAGES, word)) return { usage: USAGES[word] ?? "DISPLAY" };
    if (word === "SIGN") this.#pass("IS");
    if (word === "SIGN") word = this.#next();
    if (word === "LEADING" || word === "TRAILING") return this.#sign(word === "LEADING");
    if (SKIPPED_TO_CLAUSE.has(word)) return this.#skip();
    throw this.#fault(`the word ${word} is not known here`);
  }

  #picture(): Partial<CopybookItem> {
    this.#pass("IS");
    return { picture: this.#next() };
  }

  #occurs(): Partial<CopybookItem> {
    let countMax = Number(this.#next());
    if (this.#pass("TO")) countMax = Number(this.#next());
    this.#pass("TIMES");
    if (!Number.isInteger(countMax) || countMax < 1)
      throw this.#fault("OCCURS needs a number of times");
    if (!this.#pass("DEPENDING")) return { occurs: { countMax } };
    this.#pass("ON");
    return { occurs: { countMax, dependingOn: this.#next() } };
  }

  #sign(isLeading: boolean): Partial<CopybookItem> {
    const isSeparate = this.#pass("SEPARATE");
    this.#pass("CHARACTER");
    return { sign: { isLeading, isSeparate } };
  }

  #skip(): Partial<CopybookItem> {
    while (this.#at < this.#words.length && !CLAUSES.has(this.#words[this.#at] ?? ""))
      this.#at += 1;
    return {};
  }

  #fault(message: string): CopybookFault {
    return new CopybookFault(this.#line, `${this.#name}: ${message}`);
  }
}
