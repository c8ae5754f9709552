import { CodeUnits } from "./code-units.ts";
import type { MarkupEvents } from "./markup.ts";
import { NameTable } from "./name-table.ts";
import { attributeOf, dataOf, textOf } from "./references.ts";

const [TAB, LINE_FEED, RETURN, SPACE, BANG, QUOTE] = [0x09, 0x0a, 0x0d, 0x20, 0x21, 0x22];
const [AMPERSAND, APOSTROPHE, SLASH, LESS, EQUALS] = [0x26, 0x27, 0x2f, 0x3c, 0x3d];
const [GREATER, QUESTION, BRACKET, LAST_CODE] = [0x3e, 0x3f, 0x5d, 0xfffd];
/** In place of where a token ends: it goes on in the next piece, or it is none for this reader. */
const CUT = -1;
const ODD = -2;
const CDATA = "[CDATA[";
/** Beside what is no text at all. */
const ODD_CHARACTER = /[^\t\n\r -\ufffd]/;
const NO_ATTRIBUTES: Record<string, string> = Object.freeze({});
const DECLARATION = new RegExp(
  (
    `<\\?xml +version *= *(["'])1\\.0\\1(?: +encoding *= *(["'])[A-Za-z][\\w.-]*\\2)?` +
    `(?: +standalone *= *(["'])(?:yes|no)\\3)? *\\?>`
  ).replaceAll(" ", "[ \\t\\r\\n]"),
  "y",
);

/**
 * Reads markup as nearly all files have it: elements, attributes, texts, CDATA, comments and
 * instructions of well-formed XML 1.0. It stops before whatever else there is, right or wrong, for
 * a reader that knows all of XML to take over.
 */
export class PlainMarkup {
  readonly #events: MarkupEvents;
  readonly #names = new NameTable();
  readonly #units = new CodeUnits();
  /** The names of the elements that are open. */
  readonly #open: string[] = [];
  #hasRoot = false;
  /** What is in hand: the text, its characters as numbers, and where it is in the document. */
  #text = "";
  #codes: Uint16Array = new Uint16Array(0);
  #length = 0;
  #textAt = 0;
  /** How far it has been read, to the end of a token. */
  #usedTo = 0;
  /** The index that events tell of. */
  #at = 0;
  /** Of the tag that is being read. */
  #attributes = NO_ATTRIBUTES;

  constructor(events: MarkupEvents) {
    this.#events = events;
  }

  /** Offset in characters of what is read next; at the start of a tag, the end of its name. */
  get position(): number {
    return this.#textAt + this.#at;
  }

  /** How far the text in hand has been read, to the end of a token. */
  get usedTo(): number {
    return this.#usedTo;
  }

  /** Whether a document may end here. */
  get isWhole(): boolean {
    return this.#hasRoot && this.#open.length === 0;
  }

  /** What stands in short for what has been read up to an offset. */
  contextAt(offset: number): string {
    if (this.#open.length > 0) return this.#open.map((name) => `<${name}>`).join("");
    if (this.#hasRoot) return "<x/>";
    return offset === 0 ? "" : " ";
  }

  /**
   * Reads a text that begins, at an offset in the document, with what of the last one was not used.
   * False if it goes on with something that is not read here.
   */
  read(text: string, textAt: number): boolean {
    const codes = this.#units.of(text);
    const { length } = text;
    this.#names.begin(text, codes);
    this.#codes = codes;
    this.#text = text;
    this.#length = length;
    this.#textAt = textAt;
    let [at, end] = [0, 0];
    for (; at < length && end >= 0; at = end < 0 ? at : end) {
      this.#at = at;
      end = codes[at] === LESS ? this.#markup(at + 1) : this.#run(at);
    }
    this.#usedTo = at;
    this.#at = end === ODD ? at : length;
    return end !== ODD;
  }

  /** Of all these, where a token ends; it is told of if it is whole. `at` is behind the `<`. */
  #markup(at: number): number {
    switch (this.#codes[at]) {
      case SLASH:
        return this.#closeTag(at + 1);
      case BANG:
        return this.#declared(at + 1);
      case QUESTION:
        return this.#instruction(at + 1);
      default:
        return at === this.#length ? CUT : this.#openTag(at);
    }
  }

  /** A text up to the next markup. */
  #run(start: number): number {
    const codes = this.#codes;
    let hasSigns = false;
    let at = start;
    for (let code = codes[at] ?? 0; code !== LESS; code = codes[(at += 1)] ?? 0) {
      if (code > GREATER) {
        if (code > LAST_CODE) return ODD;
      } else if (code < SPACE) {
        if (code === RETURN) hasSigns = true;
        else if (code !== LINE_FEED && code !== TAB) break;
      } else if (code === AMPERSAND) hasSigns = true;
      else if (code === GREATER && this.#isDataEnd(at)) return ODD;
    }
    if (this.#open.length === 0 && this.#skipSpace(start) < at) return ODD;
    if (codes[at] !== LESS) return at === this.#length ? CUT : ODD;
    const run = this.#text.slice(start, at);
    const value = hasSigns ? textOf(run) : run;
    if (value === undefined) return ODD;
    this.#at = at + 1;
    this.#events.text(value);
    return at;
  }

  #closeTag(start: number): number {
    const name = this.#open[this.#open.length - 1];
    if (name === undefined) return ODD;
    const afterName = start + name.length;
    if (afterName >= this.#length) return CUT;
    if (!this.#names.isAt(name, start, afterName)) return ODD;
    const end = this.#skipSpace(afterName);
    if (end === this.#length) return CUT;
    if (this.#codes[end] !== GREATER) return ODD;
    this.#open.pop();
    this.#at = end + 1;
    this.#events.close(name);
    return end + 1;
  }

  #openTag(start: number): number {
    const afterName = this.#names.endOf(start);
    if (afterName === this.#length) return CUT;
    if (afterName === start || (this.#open.length === 0 && this.#hasRoot)) return ODD;
    this.#attributes = NO_ATTRIBUTES;
    const end = this.#codes[afterName] === GREATER ? afterName : this.#tagEnd(afterName);
    if (end < 0) return end;
    const name = this.#names.name(start, afterName);
    this.#hasRoot = true;
    this.#at = afterName;
    this.#events.start(name);
    const isClosed = this.#codes[end] === SLASH;
    const next = end + (isClosed ? 2 : 1);
    this.#at = next;
    this.#events.open(name, this.#attributes);
    if (isClosed) this.#events.close(name);
    else this.#open.push(name);
    return next;
  }

  /** Where the `>` or `/>` is that ends a tag, behind its attributes. */
  #tagEnd(afterName: number): number {
    for (let at = afterName; at >= 0;) {
      const next = this.#skipSpace(at);
      if (next === this.#length) return CUT;
      const code = this.#codes[next];
      if (code === GREATER) return next;
      if (code === SLASH) return this.#slashEnd(next);
      at = next === at ? ODD : this.#attribute(next);
      if (at < 0) return at;
    }
    return ODD;
  }

  #slashEnd(at: number): number {
    if (at + 1 === this.#length) return CUT;
    return this.#codes[at + 1] === GREATER ? at : ODD;
  }

  #attribute(start: number): number {
    const codes = this.#codes;
    const afterName = this.#names.endOf(start);
    const equals = this.#skipSpace(afterName);
    const quote = this.#skipSpace(equals + 1);
    if (quote >= this.#length) return CUT;
    const sign = codes[quote];
    if (afterName === start || codes[equals] !== EQUALS) return ODD;
    if (sign !== QUOTE && sign !== APOSTROPHE) return ODD;
    const end = this.#valueEnd(quote + 1, sign);
    if (end < 0) return end;
    const value = attributeOf(this.#text.slice(quote + 1, end));
    const isNew = this.#addAttribute(this.#names.name(start, afterName), value);
    return isNew ? end + 1 : ODD;
  }

  /** Where the quote is that ends an attribute's value. */
  #valueEnd(start: number, quote: number): number {
    const codes = this.#codes;
    for (let at = start; ; at += 1) {
      const code = codes[at] ?? 0;
      if (code === quote) return at;
      if (code > LAST_CODE || code === LESS) return ODD;
      if (code < SPACE && !isSpace(code)) return at === this.#length ? CUT : ODD;
    }
  }

  #addAttribute(name: string, value: string | undefined): boolean {
    if (this.#attributes === NO_ATTRIBUTES) this.#attributes = Object.create(null);
    if (value === undefined || this.#attributes[name] !== undefined) return false;
    this.#attributes[name] = value;
    return true;
  }

  /** A comment or CDATA; `at` is behind the `<!`. */
  #declared(at: number): number {
    const text = this.#text;
    if (text.startsWith("--", at)) return this.#comment(at + 2);
    if (text.startsWith(CDATA, at)) return this.#data(at + CDATA.length);
    return this.#length - at < CDATA.length ? CUT : ODD;
  }

  #comment(start: number): number {
    const end = this.#text.indexOf("--", start);
    if (end < 0 || end + 2 === this.#length) return CUT;
    const isPlain = this.#codes[end + 2] === GREATER && this.#isText(start, end);
    return isPlain ? end + 3 : ODD;
  }

  #data(start: number): number {
    if (this.#open.length === 0) return ODD;
    const end = this.#text.indexOf("]]>", start);
    if (end < 0) return CUT;
    if (!this.#isText(start, end)) return ODD;
    this.#at = end + 3;
    this.#events.text(dataOf(this.#text.slice(start, end)));
    return end + 3;
  }

  /** A processing instruction, or the declaration that a document begins with. */
  #instruction(start: number): number {
    const afterName = this.#names.endOf(start);
    const end = this.#text.indexOf("?>", afterName);
    if (end < 0) return CUT;
    if (afterName === start) return ODD;
    const name = this.#text.slice(start, afterName).toLowerCase();
    if (name === "xml") return this.#declaration();
    const isNamed = end === afterName || isSpace(this.#codes[afterName] ?? 0);
    return isNamed && this.#isText(afterName, end) ? end + 2 : ODD;
  }

  #declaration(): number {
    DECLARATION.lastIndex = 0;
    return this.position === 0 && DECLARATION.test(this.#text) ? DECLARATION.lastIndex : ODD;
  }

  #skipSpace(start: number): number {
    let at = start;
    while (isSpace(this.#codes[at] ?? 0)) at += 1;
    return at;
  }

  /** Whether a `>` is that of `]]>`, which no text may contain. */
  #isDataEnd(at: number): boolean {
    return this.#codes[at - 1] === BRACKET && this.#codes[at - 2] === BRACKET;
  }

  #isText(start: number, end: number): boolean {
    return !ODD_CHARACTER.test(this.#text.slice(start, end));
  }
}

function isSpace(code: number): boolean {
  return code === SPACE || code === LINE_FEED || code === RETURN || code === TAB;
}
