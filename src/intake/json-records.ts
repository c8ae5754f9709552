import { UsageError } from "../base/diagnostic.ts";
import { limits } from "../base/limits.ts";
import { didYouMean } from "./did-you-mean.ts";
import type { FileWindow } from "./file-window.ts";
import { inputFinding } from "./input-findings.ts";
import { COLON, COMMA, JsonEndsEarly, JsonWalker } from "./json-walker.ts";

const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;

/** Names remembered for a hint where the path leads nowhere. */
const NAMES_MAX = 200;

export interface JsonVisitor {
  /** A record lies at these file offsets. */
  element(start: number, end: number): void;
  /** The records that follow lie apart from those before. */
  gap(): void;
}

/**
 * Finds the records of a JSON document: the elements of the array at a path such as
 * `statements.customers`. Arrays on the way are gone through one by one; several documents may
 * follow each other. Throws a `UsageError` where the document ends early, is broken between
 * records, or has no such array.
 */
export class JsonRecords {
  readonly #walker: JsonWalker;
  readonly #file: string;
  readonly #path: readonly string[];
  readonly #visitor: JsonVisitor;
  readonly #names = new Set<string>();
  #hasFound = false;

  constructor(window: FileWindow, file: string, recordsPath: string, visitor: JsonVisitor) {
    this.#walker = new JsonWalker(window);
    this.#file = file;
    this.#path = recordsPath === "" ? [] : recordsPath.split(".");
    this.#visitor = visitor;
  }

  run(): void {
    try {
      while (this.#walker.skipSpace() >= 0) this.#visit(0, 0);
    } catch (error) {
      if (!(error instanceof JsonEndsEarly)) throw error;
      throw this.#failure("input.truncated", "the JSON document ends early: send it again");
    }
    if (this.#hasFound) return;
    const path = this.#path.join(".");
    const hint = didYouMean(this.#path.at(-1) ?? "", [...this.#names]);
    throw this.#failure("input.records-path", `the document has no array at "${path}"`, hint);
  }

  #visit(pathIndex: number, depth: number): void {
    if (depth > limits.jsonDepthMax) throw this.#broken("nests too deep");
    const byte = this.#walker.peek();
    if (pathIndex === this.#path.length) this.#visitRecords(byte, depth);
    else if (byte === BRACKET) this.#eachElement(() => this.#visit(pathIndex, depth + 1));
    else if (byte === BRACE) this.#eachMember(pathIndex, depth);
    else this.#skipValue();
  }

  #visitRecords(byte: number, depth: number): void {
    const isDocument = depth === 0 && byte === BRACE;
    if (byte === BRACKET) {
      this.#hasFound = true;
      this.#visitor.gap();
      this.#eachElement(() => this.#visitElement());
    } else if (isDocument) {
      this.#hasFound = true;
      this.#visitElement();
    } else this.#skipValue();
  }

  #visitElement(): void {
    const start = this.#walker.at;
    this.#skipValue();
    this.#visitor.element(start, this.#walker.at);
  }

  #eachElement(visit: () => void): void {
    this.#walker.at += 1;
    if (this.#next() === BRACKET_END) {
      this.#walker.at += 1;
      return;
    }
    for (;;) {
      visit();
      const byte = this.#next();
      this.#walker.at += 1;
      if (byte === BRACKET_END) return;
      if (byte !== COMMA) throw this.#broken("has no comma between two elements");
      this.#next();
    }
  }

  #eachMember(pathIndex: number, depth: number): void {
    this.#walker.at += 1;
    if (this.#next() === BRACE_END) {
      this.#walker.at += 1;
      return;
    }
    for (;;) {
      this.#next();
      this.#visitMember(pathIndex, depth);
      const byte = this.#next();
      this.#walker.at += 1;
      if (byte === BRACE_END) return;
      if (byte !== COMMA) throw this.#broken("has no comma between two members");
    }
  }

  #visitMember(pathIndex: number, depth: number): void {
    const name = this.#walker.readName();
    if (name === undefined) throw this.#broken("has something other than a member's name");
    if (this.#names.size < NAMES_MAX) this.#names.add(name);
    if (this.#next() !== COLON) throw this.#broken("has no colon after a member's name");
    this.#walker.at += 1;
    this.#next();
    if (name === this.#path[pathIndex]) this.#visit(pathIndex + 1, depth + 1);
    else this.#skipValue();
  }

  /** A value must have at least one byte, or nothing would ever move on. */
  #skipValue(): void {
    const start = this.#walker.at;
    this.#walker.skipValue();
    if (this.#walker.at === start) throw this.#broken("has no value where one must be");
  }

  /** The next byte that is not white space, which must be there. */
  #next(): number {
    const byte = this.#walker.skipSpace();
    if (byte < 0) throw new JsonEndsEarly();
    return byte;
  }

  #broken(what: string): UsageError {
    return this.#failure("input.json-broken", `the JSON document ${what}: send it again`);
  }

  #failure(code: string, message: string, hint?: string): UsageError {
    const place = { file: this.#file, byteOffset: this.#walker.at };
    return new UsageError([inputFinding(code, message, place, hint)]);
  }
}
