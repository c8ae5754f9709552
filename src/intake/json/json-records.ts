import type { CodeOf } from "../../base/diagnostic-code.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import { suggest } from "../../base/nearest-name.ts";
import type { FileWindow } from "../files/file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import { COLON, COMMA, JsonEndsEarly, JsonWalker } from "./json-walker.ts";
import type { TextDecode } from "../files/text-decode.ts";

const BRACE = 0x7b;
const BRACE_END = 0x7d;
const BRACKET = 0x5b;
const BRACKET_END = 0x5d;

/** Names remembered for a hint if the path leads nowhere. */
const NAMES_MAX = 200;

/** A step of a path: each member of an object, or each element of a list. */
const EACH = "*";
/** In place of a record: a list of them begins. */
export const GAP = -1;

export interface JsonVisitor {
  /** A record is at these file offsets. */
  element(start: number, end: number): void;
  /** The records that follow are separate from those before. */
  gap(): void;
}

/** Where the records are found. */
export interface JsonPlace {
  readonly window: FileWindow;
  /** The file's name in findings. */
  readonly file: string;
  readonly recordsPath: string;
  readonly decode: TextDecode;
}

/**
 * Finds the records of a JSON document: the elements of the array at a path such as
 * `statements.customers`. Arrays on the way are gone through one by one; several documents with
 * records may follow each other. Everything beside the records is parsed strictly (RFC 8259),
 * because it tells whether the file is whole; the records are parsed when they are read. Throws a
 * `UsageError` if a document ends early, is broken outside of its records, names a member of the
 * path twice, or has no such array.
 */
export class JsonRecords {
  readonly #walker: JsonWalker;
  readonly #window: FileWindow;
  readonly #decode: TextDecode;
  readonly #file: string;
  readonly #path: readonly string[];
  readonly #visitor: JsonVisitor;
  readonly #names = new Set<string>();
  #hasFound = false;
  /** The member that holds the record in hand, where its path ends in a star. */
  memberName = "";

  constructor(
    { window, file, recordsPath, decode }: JsonPlace,
    visitor: JsonVisitor = { element: () => {}, gap: () => {} },
  ) {
    this.#walker = new JsonWalker(window);
    this.#window = window;
    this.#decode = decode;
    this.#file = file;
    this.#path = recordsPath === "" ? [] : recordsPath.split(".");
    this.#visitor = visitor;
  }

  /** Where the record in hand ends. */
  get end(): number {
    return this.#walker.at;
  }

  run(): void {
    for (const start of this.starts())
      if (start === GAP) this.#visitor.gap();
      else this.#visitor.element(start, this.#walker.at);
  }

  /** Where records start, one by one; each ends at `end`. A `GAP` precedes each of their lists. */
  *starts(): Generator<number> {
    try {
      yield* this.#visitDocument();
      while (this.#walker.skipSpace() >= 0) yield* this.#visitFollowing();
    } catch (error) {
      if (!(error instanceof JsonEndsEarly)) throw error;
      throw this.#failure("input.truncated", "the JSON document ends early: send it again");
    }
  }

  /** If a sender concatenates several documents, all of them have records. */
  *#visitFollowing(): Generator<number> {
    const start = this.#walker.at;
    const byte = this.#walker.peek();
    this.#hasFound = false;
    if (byte === BRACE || byte === BRACKET) yield* this.#visit(0, 0);
    if (this.#hasFound) return;
    this.#walker.at = start;
    throw this.#broken("is followed by something that is not a document with records");
  }

  *#visitDocument(): Generator<number> {
    this.#next();
    yield* this.#visit(0, 0);
    if (this.#hasFound) return;
    const path = this.#path.join(".");
    const hint = suggest(this.#path.at(-1) ?? "", [...this.#names]);
    throw this.#failure("input.records-path", `the document has no array at "${path}"`, hint);
  }

  *#visit(pathIndex: number, depth: number): Generator<number> {
    this.#checkDepth(depth);
    const byte = this.#walker.peek();
    // A star is for the elements themselves; by any other step, lists are gone through.
    const elementIndex = this.#path[pathIndex] === EACH ? pathIndex + 1 : pathIndex;
    if (pathIndex === this.#path.length) yield* this.#visitRecords(byte, depth);
    else if (byte === BRACKET)
      for (const _ of this.#elements()) yield* this.#visit(elementIndex, depth + 1);
    else if (byte === BRACE) yield* this.#visitStep(pathIndex, depth);
    else this.#parseValue(depth);
  }

  /** An object on the way: a reader that takes the last of two members would take other records. */
  *#visitStep(pathIndex: number, depth: number): Generator<number> {
    const step = this.#path[pathIndex];
    let hasMet = false;
    for (const name of this.#members()) {
      if (this.#names.size < NAMES_MAX) this.#names.add(name);
      if (name !== step && step !== EACH) {
        this.#parseValue(depth + 1);
        continue;
      }
      if (hasMet && step !== EACH) throw this.#broken(`names "${name}" twice in one object`);
      hasMet = true;
      this.memberName = name;
      yield* this.#visit(pathIndex + 1, depth + 1);
    }
  }

  /** Parses a value beside the records, part by part: it may be larger than memory. */
  #parseValue(depth: number): void {
    this.#checkDepth(depth);
    const byte = this.#walker.peek();
    if (byte === BRACKET) for (const _ of this.#elements()) this.#parseValue(depth + 1);
    else if (byte === BRACE) for (const _ of this.#members()) this.#parseValue(depth + 1);
    else this.#parseScalar();
  }

  #parseScalar(): void {
    const start = this.#walker.at;
    this.#skipValue();
    const isLong = this.#walker.at - start > limits.recordBytesMax;
    const text = isLong ? undefined : this.#decode(this.#window.view(start, this.#walker.at));
    if (text === undefined || !isJson(text)) {
      this.#walker.at = start;
      throw this.#broken("has a value beside its records that is not JSON");
    }
  }

  #checkDepth(depth: number): void {
    if (depth > limits.jsonDepthMax) throw this.#broken("is nested too deeply");
  }

  *#visitRecords(byte: number, depth: number): Generator<number> {
    const isAlone = byte === BRACE && (depth === 0 || this.#path.at(-1) === EACH);
    if (byte === BRACKET) {
      this.#hasFound = true;
      yield GAP;
      for (const _ of this.#elements()) yield this.#pass();
    } else if (isAlone) {
      this.#hasFound = true;
      yield this.#pass();
    } else this.#parseValue(depth);
  }

  /** Goes past a record; where it starts. */
  #pass(): number {
    const start = this.#walker.at;
    this.#skipValue();
    return start;
  }

  /** Stands at one element after the other; each must have been passed before the next. */
  *#elements(): Generator<void> {
    this.#walker.at += 1;
    if (this.#next() === BRACKET_END) {
      this.#walker.at += 1;
      return;
    }
    for (;;) {
      yield;
      const byte = this.#next();
      this.#walker.at += 1;
      if (byte === BRACKET_END) return;
      if (byte !== COMMA) throw this.#broken("lacks a comma between two elements");
      this.#next();
    }
  }

  /** Names of members; each time the walker stands at the value, which must be passed. */
  *#members(): Generator<string> {
    this.#walker.at += 1;
    if (this.#next() === BRACE_END) {
      this.#walker.at += 1;
      return;
    }
    for (;;) {
      this.#next();
      const name = this.#readName();
      this.#next();
      yield name;
      const byte = this.#next();
      this.#walker.at += 1;
      if (byte === BRACE_END) return;
      if (byte !== COMMA) throw this.#broken("lacks a comma between two members");
    }
  }

  /** Reads a member's name and goes past its colon. */
  #readName(): string {
    const start = this.#walker.at;
    const name = this.#walker.readName();
    // A name that is too long counts as none and is not read again.
    if (name === undefined || this.#decode(this.#window.view(start, this.#walker.at)) === undefined)
      throw this.#broken("lacks a member name");
    if (this.#next() !== COLON) throw this.#broken("lacks a colon after a member name");
    this.#walker.at += 1;
    return name;
  }

  /** A value must have at least one byte; otherwise nothing would ever advance. */
  #skipValue(): void {
    const start = this.#walker.at;
    this.#walker.skipValue();
    if (this.#walker.at === start) throw this.#broken("lacks a value");
  }

  /** The next byte that is not white space, which must exist. */
  #next(): number {
    const byte = this.#walker.skipSpace();
    if (byte < 0) throw new JsonEndsEarly();
    return byte;
  }

  #broken(what: string): UsageError {
    return this.#failure("input.json-broken", `the JSON document ${what}: send it again`);
  }

  #failure(code: CodeOf<"input">, message: string, hint?: string): UsageError {
    const place = { file: this.#file, byteOffset: this.#walker.at };
    return new UsageError([inputFinding(code, message, place, hint)]);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
