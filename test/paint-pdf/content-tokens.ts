/** One operator of a content stream with its operands (ISO 32000-1, 7.8.2). */
export interface Operation {
  readonly name: string;
  readonly operands: readonly Operand[];
  /** Of `EI`: the image's data. */
  readonly data?: Uint8Array;
}

export type Operand =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly value: string }
  | { readonly kind: "string"; readonly bytes: Uint8Array }
  | { readonly kind: "array"; readonly items: readonly Operand[] }
  | { readonly kind: "dictionary"; readonly entries: ReadonlyMap<string, Operand> }
  | { readonly kind: "keyword"; readonly value: string };

/** Reads a content stream to its end. Throws where it is not well formed. */
export function operationsOf(content: Uint8Array): Operation[] {
  return new ContentReader(content).operations();
}

const SPACE = new Set([0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]);
const DELIMITERS = new Set(Buffer.from("()<>[]{}/%"));
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

class ContentReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  operations(): Operation[] {
    const operations: Operation[] = [];
    let operands: Operand[] = [];
    for (this.#skip(); this.#at < this.#bytes.length; this.#skip()) {
      const operand = this.#operand();
      if (operand.kind !== "keyword") {
        operands.push(operand);
        continue;
      }
      operations.push(
        operand.value === "BI" ? this.#inlineImage() : { name: operand.value, operands },
      );
      operands = [];
    }
    if (operands.length > 0) throw new Error("operands without an operator at the end");
    return operations;
  }

  #skip(): void {
    while (SPACE.has(this.#bytes[this.#at] as number)) this.#at += 1;
  }

  #operand(): Operand {
    this.#skip();
    const first = String.fromCharCode(this.#byte());
    if (first === "(") return { kind: "string", bytes: this.#literal() };
    if (first === "<" && this.#bytes[this.#at] === 0x3c) return this.#dictionary();
    if (first === "<") return { kind: "string", bytes: this.#hex() };
    if (first === "[") return { kind: "array", items: this.#until("]") };
    if (first === "/") return { kind: "name", value: this.#regular("") };
    if (DELIMITERS.has(first.charCodeAt(0))) throw new Error(`a stray ${first} at ${this.#at}`);
    const word = this.#regular(first);
    return /^[-+.\d]+$/.test(word)
      ? { kind: "number", value: numberOf(word) }
      : { kind: "keyword", value: word };
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Error("the content ends early");
    this.#at += 1;
    return byte;
  }

  #regular(start: string): string {
    let word = start;
    for (;;) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined || SPACE.has(byte) || DELIMITERS.has(byte)) return word;
      word += String.fromCharCode(byte);
      this.#at += 1;
    }
  }

  #until(end: string): Operand[] {
    const items: Operand[] = [];
    for (this.#skip(); this.#bytes[this.#at] !== end.charCodeAt(0); this.#skip())
      items.push(this.#operand());
    this.#at += 1;
    return items;
  }

  #dictionary(): Operand {
    this.#at += 1;
    const items = this.#until(">");
    if (this.#byte() !== 0x3e) throw new Error("a dictionary does not end");
    const entries = new Map<string, Operand>();
    for (let index = 0; index < items.length; index += 2) {
      const [key, value] = [items[index], items[index + 1]];
      if (key?.kind !== "name" || value === undefined) throw new Error("a dictionary's key is odd");
      entries.set(key.value, value);
    }
    return { kind: "dictionary", entries };
  }

  /** A literal string as a reader takes it: bare line ends become line feeds (7.3.4.2). */
  #literal(): Uint8Array {
    const bytes: number[] = [];
    for (let depth = 1; ;) {
      const byte = this.#byte();
      if (byte === 0x29) depth -= 1;
      if (depth === 0) return Uint8Array.from(bytes);
      if (byte === 0x28) depth += 1;
      if (byte === 0x5c) bytes.push(...this.#escape());
      else if (byte === 0x0d) bytes.push(this.#lineFeed());
      else bytes.push(byte);
    }
  }

  #lineFeed(): number {
    if (this.#bytes[this.#at] === 0x0a) this.#at += 1;
    return 0x0a;
  }

  #escape(): number[] {
    const character = String.fromCharCode(this.#byte());
    const named = ESCAPES[character];
    if (named !== undefined) return [named];
    if (character === "\n") return [];
    if (character === "\r") {
      this.#lineFeed();
      return [];
    }
    if (!/[0-7]/.test(character)) return [character.charCodeAt(0)];
    let octal = character;
    while (octal.length < 3 && /[0-7]/.test(String.fromCharCode(this.#bytes[this.#at] ?? 0)))
      octal += String.fromCharCode(this.#byte());
    return [Number.parseInt(octal, 8) & 0xff];
  }

  #hex(): Uint8Array {
    let digits = "";
    for (;;) {
      const character = String.fromCharCode(this.#byte());
      if (character === ">")
        return Buffer.from(digits.padEnd(digits.length + (digits.length % 2), "0"), "hex");
      if (!SPACE.has(character.charCodeAt(0))) digits += character;
    }
  }

  /** Looks for the end as cautious readers do: by the letters, among spaces. */
  #inlineImage(): Operation {
    const operands: Operand[] = [];
    for (;;) {
      const operand = this.#operand();
      if (operand.kind === "keyword" && operand.value === "ID") break;
      operands.push(operand);
    }
    this.#at += 1;
    const start = this.#at;
    const text = Buffer.from(this.#bytes.subarray(start)).toString("latin1");
    const end = text.search(/EI(?=[\s]|$)/);
    if (end < 0) throw new Error("an inline image does not end");
    this.#at = start + end + 2;
    return { name: "EI", operands, data: this.#bytes.slice(start, start + end - 1) };
  }
}

function numberOf(word: string): number {
  const value = Number(word);
  if (!Number.isFinite(value)) throw new Error(`${word} is no number`);
  return value;
}
