/** A name object, such as `/F0`, without its slash. */
export interface NameOperand {
  readonly name: string;
}

/** A string is its bytes, an array is an array, a dictionary is a map by key. */
export type Operand =
  number | boolean | null | NameOperand | Uint8Array | readonly Operand[] | PropertyList;

export type PropertyList = ReadonlyMap<string, Operand>;

/** An inline image as written: its entries with their short keys, and its data, still filtered. */
export interface InlineImage {
  readonly entries: PropertyList;
  readonly data: Uint8Array;
}

const OPERANDS_MAX = 256;
const DEPTH_MAX = 16;

/** What a byte is to the syntax (ISO 32000-1, 7.2.2). */
const REGULAR = 0;
const SPACE = 1;
const DELIMITER = 2;
const CLASSES = new Uint8Array(256);
for (const byte of [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20]) CLASSES[byte] = SPACE;
for (const byte of Buffer.from("()<>[]{}/%")) CLASSES[byte] = DELIMITER;

const ESCAPES: Readonly<Record<number, number>> = {
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
  0x62: 0x08,
  0x66: 0x0c,
};
const KEYWORDS: ReadonlyMap<string, boolean | null> = new Map([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Ends a scan; caught where the scan began. */
class Damage extends Error {}

/**
 * Reads a content stream operator by operator (ISO 32000-1, 7.8.2). It never throws: where the
 * content is damaged it ends and says so in `damage`.
 */
export class ContentScanner {
  /** The operands of the operator that `next` returned. */
  operands: Operand[] = [];
  /** The image that the operator `EI` ended. */
  image: InlineImage | undefined;
  /** What is wrong with the content; set when `next` ends early. */
  damage: string | undefined;
  /** The position of the next byte. */
  at: number;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array, at = 0) {
    this.#bytes = bytes;
    this.at = at;
  }

  /** The name of the next operator; undefined at the end of the content or where it is damaged. */
  next(): string | undefined {
    if (this.damage !== undefined) return undefined;
    try {
      return this.#operation();
    } catch (error) {
      if (!(error instanceof Damage)) throw error;
      this.damage = `${error.message} at byte ${this.at} of the content`;
      return undefined;
    }
  }

  #operation(): string | undefined {
    const operands: Operand[] = [];
    this.operands = operands;
    for (;;) {
      this.#skipSpace();
      if (this.at >= this.#bytes.length) {
        if (operands.length > 0) throw new Damage("operands without an operator");
        return undefined;
      }
      const token = this.#token(0);
      if (typeof token !== "string") {
        if (operands.length === OPERANDS_MAX) throw new Damage("too many operands");
        operands.push(token);
      } else if (token === "BI") return this.#inlineImage();
      else return token;
    }
  }

  #skipSpace(): void {
    const bytes = this.#bytes;
    for (;;) {
      while (CLASSES[bytes[this.at] ?? 0x21] === SPACE) this.at += 1;
      if (bytes[this.at] !== 0x25) return;
      while (this.at < bytes.length && bytes[this.at] !== 0x0a && bytes[this.at] !== 0x0d)
        this.at += 1;
    }
  }

  /** An operand, or an operator's name as a string. */
  #token(depth: number): Operand | string {
    const first = this.#bytes[this.at] ?? 0;
    if (CLASSES[first] !== DELIMITER) return this.#word();
    if (depth > DEPTH_MAX) throw new Damage("too deep a nest");
    this.at += 1;
    if (first === 0x28) return this.#literal();
    if (first === 0x2f) return { name: this.#name() };
    if (first === 0x5b) return this.#array(depth);
    if (first !== 0x3c) throw new Damage("a stray delimiter");
    if (this.#bytes[this.at] !== 0x3c) return this.#hex();
    this.at += 1;
    return this.#dictionary(depth);
  }

  #operand(depth: number): Operand {
    const token = this.#token(depth);
    if (typeof token === "string") throw new Damage("an operator within an operand");
    return token;
  }

  /** A number, a keyword or an operator. */
  #word(): Operand | string {
    const word = this.#regular();
    const first = word.charCodeAt(0);
    const isNumber = first < 0x3a && first !== 0x27 && first !== 0x22;
    if (!isNumber) {
      const keyword = KEYWORDS.get(word);
      return keyword === undefined ? word : keyword;
    }
    if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(word)) throw new Damage("a number that is none");
    return Number(word);
  }

  #regular(): string {
    const start = this.at;
    const bytes = this.#bytes;
    let end = start;
    while (end < bytes.length && CLASSES[bytes[end] ?? 0] === REGULAR) end += 1;
    this.at = end;
    return latin1(bytes, start, end);
  }

  #name(): string {
    const name = this.#regular();
    if (!name.includes("#")) return name;
    const unescaped = name.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return Buffer.from(unescaped, "latin1").toString("utf8");
  }

  /** A literal string (7.3.4.2), after its opening parenthesis. */
  #literal(): Uint8Array {
    const bytes = this.#bytes;
    const start = this.at;
    let end = start;
    for (; ; end += 1) {
      const byte = bytes[end];
      if (byte === 0x29) break;
      if (byte === undefined) throw new Damage("a string without an end");
      if (byte === 0x5c || byte === 0x28 || byte === 0x0d) return this.#escaped();
    }
    this.at = end + 1;
    return bytes.subarray(start, end);
  }

  #escaped(): Uint8Array {
    const bytes = this.#bytes;
    const out: number[] = [];
    for (let open = 1; ;) {
      const byte = bytes[this.at];
      this.at += 1;
      if (byte === undefined) throw new Damage("a string without an end");
      if (byte === 0x5c) {
        this.#escape(out);
        continue;
      }
      if (byte === 0x28) open += 1;
      if (byte === 0x29) open -= 1;
      if (open === 0) return Uint8Array.from(out);
      out.push(byte === 0x0d ? this.#lineEnd() : byte);
    }
  }

  /** Any bare end of line reads as a line feed. */
  #lineEnd(): number {
    if (this.#bytes[this.at] === 0x0a) this.at += 1;
    return 0x0a;
  }

  #escape(out: number[]): void {
    const byte = this.#bytes[this.at];
    this.at += 1;
    if (byte === undefined) throw new Damage("a string without an end");
    if (byte === 0x0a) return;
    if (byte === 0x0d) {
      this.#lineEnd();
      return;
    }
    if (byte < 0x30 || byte > 0x37) {
      out.push(ESCAPES[byte] ?? byte);
      return;
    }
    let code = byte - 0x30;
    for (let digits = 1; digits < 3; digits += 1) {
      const digit = this.#bytes[this.at] ?? 0;
      if (digit < 0x30 || digit > 0x37) break;
      code = code * 8 + digit - 0x30;
      this.at += 1;
    }
    out.push(code & 0xff);
  }

  /** A hexadecimal string (7.3.4.3), after its opening bracket. */
  #hex(): Uint8Array {
    const end = this.#bytes.indexOf(0x3e, this.at);
    if (end < 0) throw new Damage("a string without an end");
    const digits = latin1(this.#bytes, this.at, end).replaceAll(/[\0\t\n\f\r ]/g, "");
    if (/[^0-9A-Fa-f]/.test(digits)) throw new Damage("a string of other than hex digits");
    this.at = end + 1;
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, "hex");
  }

  #array(depth: number): Operand[] {
    const items: Operand[] = [];
    for (;;) {
      this.#skipSpace();
      if (this.#bytes[this.at] === 0x5d) {
        this.at += 1;
        return items;
      }
      if (this.at >= this.#bytes.length) throw new Damage("an array without an end");
      items.push(this.#operand(depth + 1));
    }
  }

  #dictionary(depth: number): PropertyList {
    const entries = new Map<string, Operand>();
    for (;;) {
      this.#skipSpace();
      if (this.at >= this.#bytes.length) throw new Damage("a dictionary without an end");
      if (this.#bytes[this.at] === 0x3e) {
        if (this.#bytes[this.at + 1] !== 0x3e) throw new Damage("a stray delimiter");
        this.at += 2;
        return entries;
      }
      const key = this.#operand(depth + 1);
      if (!isName(key)) throw new Damage("a dictionary's key that is no name");
      this.#skipSpace();
      if (this.at >= this.#bytes.length) throw new Damage("a dictionary without an end");
      entries.set(key.name, this.#operand(depth + 1));
    }
  }

  /** An inline image (8.9.7), from after its `BI` to after its `EI`. */
  #inlineImage(): string {
    const entries = new Map<string, Operand>();
    for (;;) {
      this.#skipSpace();
      if (this.at >= this.#bytes.length) throw new Damage("an image without an end");
      const key = this.#token(0);
      if (key === "ID") break;
      if (typeof key === "string" || !isName(key)) throw new Damage("an image's key that is none");
      this.#skipSpace();
      if (this.at >= this.#bytes.length) throw new Damage("an image without an end");
      entries.set(key.name, this.#operand(0));
    }
    const start = this.at + 1;
    const end = this.#imageEnd(start, entries);
    this.image = { entries, data: this.#bytes.subarray(start, end) };
    this.at = end;
    this.#skipSpace();
    if (this.#regular() !== "EI") throw new Damage("an image of another length than it says");
    return "EI";
  }

  /** Unfiltered data is as long as its rows; filtered data ends before the next ` EI`. */
  #imageEnd(start: number, entries: PropertyList): number {
    const [width, height] = [entries.get("W"), entries.get("H")];
    if (typeof width !== "number" || typeof height !== "number")
      throw new Damage("an image without a size");
    if (entries.has("F")) {
      const filtered = this.#bytes.subarray(start);
      const end = Buffer.from(filtered.buffer, filtered.byteOffset, filtered.length).indexOf(
        "\nEI",
      );
      if (end < 0) throw new Damage("an image without an end");
      return start + end;
    }
    const bits = entries.get("IM") === true ? 1 : Number(entries.get("BPC") ?? 0);
    if (bits !== 1) throw new Damage("an image that is no stencil");
    const end = start + Math.ceil(width / 8) * height;
    if (!(end <= this.#bytes.length)) throw new Damage("an image without an end");
    return end;
  }
}

export function isName(operand: Operand | undefined): operand is NameOperand {
  return typeof operand === "object" && operand !== null && "name" in operand;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 16)
    return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
  let text = "";
  for (let at = start; at < end; at += 1) text += String.fromCharCode(bytes[at] ?? 0);
  return text;
}
