import { ContentScanner, isName, type Operand, type PropertyList } from "./content-scanner.ts";
import { type CodeDecoder, NO_TEXT, utf16Text } from "../fonts/to-unicode.ts";

/** Fonts' decoders by resource name, such as `F0`. */
export type FontDecoders = ReadonlyMap<string, CodeDecoder>;

/** A stretch of text that one operator shows, or that one ActualText replaces. */
export interface ShownRun {
  /** Contains `NO_TEXT` for codes that have no text in their font. */
  readonly text: string;
  /** Whether the text is that of an ActualText, not that of the glyphs. */
  readonly isSaid: boolean;
  /** Where it begins, in the units of its text object; y grows upwards. */
  readonly x: number;
  readonly y: number;
  /** Tag of the innermost marked content, such as `TD`, and its properties. */
  readonly tag: string | undefined;
  readonly properties: PropertyList;
}

export interface ShownText {
  /** In the order of the content. */
  readonly runs: readonly ShownRun[];
  /** What is wrong with the content, which was read up to that point. */
  readonly damage: string | undefined;
}

/** The text that the content shows, without that of forms. It never throws. */
export function shownText(content: Uint8Array, decoders: FontDecoders): ShownText {
  return new TextReader(new ContentScanner(content), decoders).read();
}

/**
 * The shown text in lines: consecutive runs on one baseline are a line, with a space between two
 * that show none there.
 */
export function textLines({ runs }: Pick<ShownText, "runs">): string[] {
  const lines: string[] = [];
  let y = Number.NaN;
  for (const run of runs) {
    const last = lines.length - 1;
    if (run.y === y) lines[last] = joined(lines[last] ?? "", run.text);
    else lines.push(run.text);
    y = run.y;
  }
  return lines;
}

function joined(before: string, text: string): string {
  return /\s$/.test(before) || /^\s/.test(text) ? before + text : `${before} ${text}`;
}

const MARKS_MAX = 64;
const SAVED_MAX = 64;
const NO_PROPERTIES: PropertyList = new Map();

interface OpenMark {
  readonly tag: string;
  readonly properties: PropertyList;
  /** Replaces everything shown within. */
  readonly actual: string | undefined;
  /** Where the first text within begins. */
  x: number;
  y: number;
  hasText: boolean;
}

/** Follows the text operators of a content stream (ISO 32000-1, 9.4) and its marked content. */
export class TextReader {
  readonly #scanner: ContentScanner;
  readonly #decoders: FontDecoders;
  readonly #runs: ShownRun[] = [];
  readonly #marks: OpenMark[] = [];
  readonly #savedFonts: (string | undefined)[] = [];
  #font: string | undefined;
  #x = 0;
  #y = 0;
  #leading = 0;
  #damage: string | undefined;

  /** `font` is the font in force at the scanner's position. */
  constructor(scanner: ContentScanner, decoders: FontDecoders, font?: string) {
    this.#scanner = scanner;
    this.#decoders = decoders;
    this.#font = font;
  }

  read(): ShownText {
    const isOpen = this.#readOn(false) === "end" && this.#marks.length > 0;
    return this.#result(isOpen ? "marked content is never ended" : undefined);
  }

  /** Reads to the end of the marked content that the scanner is in. */
  readMark(): ShownText {
    return this.#result(this.#readOn(true) === "end" ? "marked content is never ended" : undefined);
  }

  #result(fault: string | undefined): ShownText {
    return { runs: this.#runs, damage: this.#damage ?? this.#scanner.damage ?? fault };
  }

  #readOn(inMark: boolean): "end" | "mark" {
    for (;;) {
      const operator = this.#damage === undefined ? this.#scanner.next() : undefined;
      if (operator === undefined) return "end";
      if (operator === "EMC" && this.#marks.length === 0 && inMark) return "mark";
      this.#operation(operator, this.#scanner.operands);
    }
  }

  #operation(operator: string, operands: readonly Operand[]): void {
    switch (operator) {
      case "Tj":
      case "TJ":
        this.#show(operands[0]);
        break;
      case "'":
      case '"':
        this.#moveBy(0, -this.#leading);
        this.#show(operands.at(-1));
        break;
      case "Tf":
        this.#font = isName(operands[0]) ? operands[0].name : undefined;
        break;
      case "BMC":
      case "BDC":
        this.#begin(operands);
        break;
      case "EMC":
        this.#end();
        break;
      case "q":
        if (this.#savedFonts.length === SAVED_MAX) this.#damage = "q is nested too deep";
        else this.#savedFonts.push(this.#font);
        break;
      case "Q":
        if (this.#savedFonts.length === 0) this.#damage = "Q restores nothing";
        this.#font = this.#savedFonts.pop();
        break;
      default:
        this.#move(operator, operands);
    }
  }

  #move(operator: string, operands: readonly Operand[]): void {
    switch (operator) {
      case "BT":
        [this.#x, this.#y] = [0, 0];
        break;
      case "Td":
        this.#moveBy(Number(operands[0]), Number(operands[1]));
        break;
      case "TD":
        this.#leading = -Number(operands[1]);
        this.#moveBy(Number(operands[0]), Number(operands[1]));
        break;
      case "TL":
        this.#leading = Number(operands[0]);
        break;
      case "T*":
        this.#moveBy(0, -this.#leading);
        break;
      case "Tm":
        [this.#x, this.#y] = [Number(operands[4]), Number(operands[5])];
        break;
    }
  }

  #moveBy(x: number, y: number): void {
    this.#x += x;
    this.#y += y;
  }

  #begin([tag, properties]: readonly Operand[]): void {
    if (this.#marks.length === MARKS_MAX) {
      this.#damage = "marked content is nested too deep";
      return;
    }
    const list = properties instanceof Map ? (properties as PropertyList) : NO_PROPERTIES;
    const actual = actualText(list.get("ActualText"));
    const name = isName(tag) ? tag.name : "";
    const [x, y] = [this.#x, this.#y];
    this.#marks.push({ tag: name, properties: list, actual, x, y, hasText: false });
  }

  #end(): void {
    const mark = this.#marks.pop();
    if (mark === undefined) this.#damage = "EMC ends no marked content";
    else if (mark.actual !== undefined && this.#actualMark() === undefined)
      this.#add(mark.actual, mark.x, mark.y, true);
  }

  #actualMark(): OpenMark | undefined {
    for (const mark of this.#marks) if (mark.actual !== undefined) return mark;
    return undefined;
  }

  #show(operand: Operand | undefined): void {
    const actual = this.#actualMark();
    if (actual === undefined) {
      this.#add(this.#decoded(operand), this.#x, this.#y);
    } else if (!actual.hasText) {
      [actual.x, actual.y, actual.hasText] = [this.#x, this.#y, true];
    }
  }

  #decoded(operand: Operand | undefined): string {
    const decoder = this.#font === undefined ? undefined : this.#decoders.get(this.#font);
    if (operand instanceof Uint8Array) return decoder?.text(operand) ?? NO_TEXT;
    if (!Array.isArray(operand)) return NO_TEXT;
    let text = "";
    for (const item of operand as readonly Operand[])
      if (item instanceof Uint8Array) text += decoder?.text(item) ?? NO_TEXT;
    return text;
  }

  #add(text: string, x: number, y: number, isSaid = false): void {
    const mark = this.#marks.at(-1);
    const [tag, properties] = [mark?.tag, mark?.properties ?? NO_PROPERTIES];
    this.#runs.push({ text, isSaid, x, y, tag, properties });
  }
}

/**
 * A text string: UTF-16BE after its byte order mark, otherwise one character per byte (7.9.2.2).
 */
function actualText(operand: Operand | undefined): string | undefined {
  if (!(operand instanceof Uint8Array)) return undefined;
  const bytes = Buffer.from(operand);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16Text(bytes.toString("hex", 2));
  return bytes.toString("latin1");
}
