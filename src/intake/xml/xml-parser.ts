import { SaxesParser } from "saxes";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { inputFinding } from "../check/input-findings.ts";

const RESEND = "send the file again, whole, or have its sender correct it";

export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
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
export class XmlParser {
  readonly #saxes = new SaxesParser<{ xmlns: false }>({ xmlns: false });
  readonly #file: string;
  /** What is read, in messages. */
  readonly #subject: string;
  #eventAt = 0;
  #depth = 0;

  /**
   * With an eighth handler V8 keeps the parser as a dictionary, and reads a fifth as fast: comments
   * and instructions have none, and count as part of what follows them.
   */
  constructor(file: string, events: XmlEvents, subject = "the XML") {
    this.#file = file;
    this.#subject = subject;
    if (events.start !== undefined)
      this.#saxes.on("opentagstart", ({ name }) => events.start?.(name));
    this.#saxes.on("opentag", ({ name, attributes }) => {
      this.#depth += 1;
      if (this.#depth > limits.xmlDepthMax) throw this.refusal("nests elements too deeply");
      this.#eventAt = this.position;
      events.open(name, attributes);
    });
    this.#saxes.on("closetag", ({ name }) => {
      this.#depth -= 1;
      this.#eventAt = this.position;
      events.close(name);
    });
    this.#saxes.on("text", (text) => events.text(text));
    this.#saxes.on("cdata", (text) => events.text(text));
    this.#saxes.on("doctype", () => {
      throw this.refusal("has a document type (DOCTYPE)", "send it without: entities are refused");
    });
    this.#saxes.on("error", (error) => {
      throw this.refusal(`is not well formed: ${reasonOf(error)}`);
    });
  }

  /** Offset in characters of what is read next. */
  get position(): number {
    return this.#saxes.position;
  }

  get line(): number {
    return this.#saxes.line;
  }

  write(text: string): void {
    this.#saxes.write(text);
    const pendingChars = this.position - this.#eventAt;
    if (pendingChars > limits.recordBytesMax) throw this.refusal("has a text or tag too large");
  }

  end(): void {
    this.#saxes.close();
  }

  /** A refusal of the file at the place that has been reached. */
  refusal(what: string, hint = RESEND): UsageError {
    const { line, column } = this.#saxes;
    const place = { file: this.#file, line, column: column + 1 };
    return new UsageError([
      inputFinding("input.xml-broken", `${this.#subject} ${what}`, place, hint),
    ]);
  }
}

/** The parser's reason without its place, and without a name that it may quote from the data. */
function reasonOf(error: Error): string {
  const words = error.message.replace(/^[^a-z]*\d+:\d+:\s*/i, "");
  return words.split(":")[0]?.replace(/\.$/, "") ?? words;
}
