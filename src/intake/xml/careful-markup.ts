import { SaxesParser } from "saxes";
import type { MarkupEvents } from "./markup.ts";

/** Why a document is not read on: what the parser says, or that it has a document type. */
export type MarkupFault = Error | "doctype";

/** Reads all of XML, with whatever can be wrong in it. */
export class CarefulMarkup {
  readonly #saxes = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  /** Of the document's first character, in the parser's positions. */
  readonly #origin: number;
  /** What is being read, and where it ends in the document. */
  #text = "";
  #textEnd: number;
  /** The parser's own position is right only while it reads. */
  #isReading = false;
  #isStart = false;
  #events: MarkupEvents | undefined;

  /**
   * `before` stands for what has been read of the document up to an offset. With an eighth handler
   * V8 keeps the parser as a dictionary, and reads a fifth as fast: comments and instructions have
   * none.
   */
  constructor(
    before: string,
    offset: number,
    events: MarkupEvents,
    onFault: (fault: MarkupFault) => never,
  ) {
    this.#saxes.on("opentagstart", ({ name }) => {
      this.#isStart = true;
      this.#events?.start(name);
      this.#isStart = false;
    });
    this.#saxes.on("opentag", ({ name, attributes }) => this.#events?.open(name, attributes));
    this.#saxes.on("closetag", ({ name }) => this.#events?.close(name));
    this.#saxes.on("text", (text) => this.#events?.text(text));
    this.#saxes.on("cdata", (text) => this.#events?.text(text));
    this.#saxes.on("doctype", () => onFault("doctype"));
    this.#saxes.on("error", onFault);
    this.#saxes.write(before);
    this.#events = events;
    this.#origin = before.length - offset;
    this.#textEnd = offset;
  }

  /** Offset in characters of what is read next; at the start of a tag, the end of its name. */
  get position(): number {
    if (!this.#isReading) return this.#textEnd;
    const position = this.#saxes.position - this.#origin;
    return this.#isStart ? position - this.#sizeBehindName(position) : position;
  }

  /** Reads a piece whose last character is whole, and no half of a line break. */
  write(text: string): void {
    this.#text = text;
    this.#textEnd += text.length;
    this.#isReading = true;
    this.#saxes.write(text);
    this.#isReading = false;
  }

  end(): void {
    this.#isReading = true;
    this.#saxes.close();
  }

  /** Of the character behind the name, which the parser has read already. */
  #sizeBehindName(position: number): number {
    const index = position - this.#textEnd + this.#text.length;
    return this.#text.slice(Math.max(0, index - 2), index) === "\r\n" ? 2 : 1;
  }
}
