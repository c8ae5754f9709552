import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { inputFinding } from "../check/input-findings.ts";
import { CarefulMarkup, type MarkupFault } from "./careful-markup.ts";
import type { MarkupEvents, XmlAttributes } from "./markup.ts";
import { PlaceCounter } from "./place-counter.ts";
import { PlainMarkup } from "./plain-markup.ts";

const RESEND = "send the file again, whole, or have its sender correct it";
/** A token that goes on for longer is read piece by piece. */
const TOKEN_CHARS_MAX = 128 * 1024;
/** What the next piece may complete. */
const HALF_AT_END = /[\r\ud800-\udbff]/;

export interface XmlEvents {
  open(name: string, attributes: XmlAttributes): void;
  text(text: string): void;
  close(name: string): void;
  /** The start tag of a name begins: its attributes are not read yet. */
  start?(name: string): void;
}

/**
 * Reads XML 1.0 without a document type: the five entities of the standard and numbers are all that
 * there are, so that no entity can grow. Whatever is not well formed, or would take more than a
 * bounded amount of memory, throws a `UsageError` with line and column.
 */
export class XmlParser implements MarkupEvents {
  readonly places = new PlaceCounter();
  readonly #plain = new PlainMarkup(this);
  /** Takes over for good where the markup is not plain. */
  #careful: CarefulMarkup | undefined;
  readonly #file: string;
  readonly #events: XmlEvents;
  /** What is read, in messages. */
  readonly #subject: string;
  #text = "";
  #textAt = 0;
  /** How much of the text has been read. */
  #usedTo = 0;
  #eventAt = 0;
  #depth = 0;

  constructor(file: string, events: XmlEvents, subject = "the XML") {
    this.#file = file;
    this.#events = events;
    this.#subject = subject;
  }

  /** Offset in characters of what is read next; at the start of a tag, the end of its name. */
  get position(): number {
    return (this.#careful ?? this.#plain).position;
  }

  /** The line, column and byte of that position. */
  get place(): PlaceCounter {
    this.places.moveTo(this.position - this.#textAt);
    return this.places;
  }

  write(piece: string): void {
    this.places.moveTo(this.#usedTo);
    this.#textAt += this.#usedTo;
    this.#text = this.#text.slice(this.#usedTo) + piece;
    this.places.begin(this.#text);
    this.#usedTo = this.#read(piece);
    const pendingChars = this.position - this.#eventAt;
    if (pendingChars > limits.recordBytesMax) throw this.refusal("has a text or tag too large");
  }

  end(): void {
    const isRead = this.#plain.isWhole && this.#text.slice(this.#usedTo).trim() === "";
    if (this.#careful === undefined && isRead) return;
    const careful = this.#careful ?? this.#takeOver(this.#usedTo);
    careful.write(this.#text.slice(this.#usedTo));
    careful.end();
  }

  start(name: string): void {
    this.#events.start?.(name);
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#depth += 1;
    if (this.#depth > limits.xmlDepthMax) throw this.refusal("nests elements too deeply");
    this.#eventAt = this.position;
    this.#events.open(name, attributes);
  }

  text(text: string): void {
    this.#events.text(text);
  }

  close(name: string): void {
    this.#depth -= 1;
    this.#eventAt = this.position;
    this.#events.close(name);
  }

  /** A refusal of the file at the place that has been reached. */
  refusal(what: string, hint = RESEND): UsageError {
    const { line, column } = this.place;
    const place = { file: this.#file, line, column: column + 1 };
    return new UsageError([
      inputFinding("input.xml-broken", `${this.#subject} ${what}`, place, hint),
    ]);
  }

  /** Reads the text in hand as far as it can be read without the next piece. */
  #read(piece: string): number {
    if (this.#careful !== undefined) return this.#readOn(this.#careful, 0);
    if (!piece.isWellFormed()) return this.#readOn(this.#takeOver(0), 0);
    const isPlain = this.#plain.read(this.#text, this.#textAt);
    const { usedTo } = this.#plain;
    if (isPlain && this.#text.length - usedTo <= TOKEN_CHARS_MAX) return usedTo;
    return this.#readOn(this.#takeOver(usedTo), usedTo);
  }

  #readOn(careful: CarefulMarkup, from: number): number {
    const to = this.#text.length - (HALF_AT_END.test(this.#text.slice(-1)) ? 1 : 0);
    careful.write(this.#text.slice(from, to));
    return to;
  }

  #takeOver(from: number): CarefulMarkup {
    const offset = this.#textAt + from;
    const context = this.#plain.contextAt(offset);
    const onFault = (fault: MarkupFault): never => {
      throw this.#faultRefusal(fault);
    };
    this.#careful = new CarefulMarkup(context, offset, this, onFault);
    return this.#careful;
  }

  #faultRefusal(fault: MarkupFault): UsageError {
    return fault === "doctype"
      ? this.refusal("has a document type (DOCTYPE)", "send it without: entities are refused")
      : this.refusal(`is not well formed: ${reasonOf(fault)}`);
  }
}

/** The parser's reason without its place, and without a name that it may quote from the data. */
function reasonOf(error: Error): string {
  const words = error.message.replace(/^[^a-z]*\d+:\d+:\s*/i, "");
  return words.split(":")[0]?.replace(/\.$/, "") ?? words;
}
