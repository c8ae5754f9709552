/** A reference to another object. */
export class PdfReference {
  readonly id: number;
  readonly generation: number;

  constructor(id: number, generation: number) {
    this.id = id;
    this.generation = generation;
  }
}

/** A name, without its slash. */
export class PdfName {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type PdfDictionary = ReadonlyMap<string, PdfValue>;
/** Strings are their bytes, one character per byte. */
export type PdfValue =
  number | string | boolean | null | PdfName | PdfReference | PdfDictionary | readonly PdfValue[];

/** No object of a spool is nested deeper than this. */
const DEPTH_MAX = 16;

/** A prime number. */
const KNOWN_NAMES = 251;

const SPACE = 1;
const DELIMITER = 2;
const DIGIT = 3;
/** What each byte is (ISO 32000-1, 7.2.2); 0 for regular characters other than digits. */
const KINDS = new Uint8Array(256);
for (const space of [0, 9, 10, 12, 13, 32]) KINDS[space] = SPACE;
for (const delimiter of "()<>[]{}/%") KINDS[delimiter.charCodeAt(0)] = DELIMITER;
for (const digit of "0123456789+-.") KINDS[digit.charCodeAt(0)] = DIGIT;

/**
 * Reads the objects of a PDF file from bytes (ISO 32000-1, 7.3). `failed` is set if they are broken
 * or incomplete; what is returned then means nothing.
 */
export class PdfSyntax {
  at = 0;
  failed = false;
  #bytes: Uint8Array = new Uint8Array(0);
  /** By a hash of how they are written. */
  readonly #names: { readonly written: string; readonly name: PdfName }[] = [];

  open(bytes: Uint8Array, at = 0): void {
    this.#bytes = bytes;
    this.at = at;
    this.failed = false;
  }

  /** Whether these characters come next, after white space; if so, moves past them. */
  takes(text: string): boolean {
    this.#skipSpace();
    for (let index = 0; index < text.length; index += 1)
      if (this.#bytes[this.at + index] !== text.charCodeAt(index)) return false;
    this.at += text.length;
    return true;
  }

  /** A whole number without a sign; -1 if there is none. */
  whole(): number {
    this.#skipSpace();
    const start = this.at;
    let value = 0;
    for (;;) {
      const digit = (this.#bytes[this.at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
      this.at += 1;
    }
    return this.at === start || this.at - start > 15 ? -1 : value;
  }

  value(depth = 0): PdfValue {
    this.#skipSpace();
    const byte = this.#bytes[this.at];
    if (byte === undefined || depth > DEPTH_MAX) return this.#fail();
    if (KINDS[byte] === DIGIT) return this.#numberOrReference();
    if (byte === 0x2f) return this.#name();
    if (byte === 0x5b) return this.#array(depth);
    if (byte === 0x28) return this.#literal();
    if (byte === 0x3c)
      return this.#bytes[this.at + 1] === 0x3c ? this.#dictionary(depth) : this.#hex();
    return this.#keyword();
  }

  #fail(): null {
    this.failed = true;
    this.at = this.#bytes.length;
    return null;
  }

  #skipSpace(): void {
    while (KINDS[this.#bytes[this.at] ?? 1] === SPACE && this.at < this.#bytes.length) this.at += 1;
  }

  #numberOrReference(): number | PdfReference | null {
    const number = this.#number();
    const behind = this.at;
    if (Number.isInteger(number) && number >= 0) {
      const generation = this.whole();
      if (generation >= 0 && this.takes("R")) return new PdfReference(number, generation);
    }
    this.at = behind;
    return number;
  }

  #number(): number {
    const start = this.at;
    let value = 0;
    for (; this.at < this.#bytes.length; this.at += 1) {
      const digit = (this.#bytes[this.at] ?? 0) - 0x30;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    if (KINDS[this.#bytes[this.at] ?? 0x20] !== DIGIT && this.at > start) return value;
    while (KINDS[this.#bytes[this.at] ?? 0x20] === DIGIT) this.at += 1;
    const parsed = Number(latin1(this.#bytes, start, this.at));
    if (Number.isNaN(parsed)) this.#fail();
    return parsed;
  }

  /** Most names recur on each page: a name that was read before is the same object. */
  #name(): PdfName {
    this.at += 1;
    const start = this.at;
    let slot = 0;
    while (this.at < this.#bytes.length) {
      const byte = this.#bytes[this.at] ?? 0;
      if (KINDS[byte] === SPACE || KINDS[byte] === DELIMITER) break;
      slot = (slot * 31 + byte) % KNOWN_NAMES;
      this.at += 1;
    }
    const known = this.#names[slot];
    if (known !== undefined && this.#isAt(start, known.written)) return known.name;
    const written = latin1(this.#bytes, start, this.at);
    const name = new PdfName(unescaped(written));
    this.#names[slot] = { written, name };
    return name;
  }

  #isAt(start: number, written: string): boolean {
    if (this.at - start !== written.length) return false;
    for (let index = 0; index < written.length; index += 1)
      if (this.#bytes[start + index] !== written.charCodeAt(index)) return false;
    return true;
  }

  #array(depth: number): PdfValue[] | null {
    this.at += 1;
    const values: PdfValue[] = [];
    while (!this.takes("]")) {
      values.push(this.value(depth + 1));
      if (this.failed) return null;
    }
    return values;
  }

  #dictionary(depth: number): PdfDictionary | null {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    while (!this.takes(">>")) {
      if (this.#bytes[this.at] !== 0x2f) return this.#fail();
      const name = this.#name().text;
      if (entries.has(name)) return this.#fail();
      entries.set(name, this.value(depth + 1));
      if (this.failed) return null;
    }
    return entries;
  }

  /** A string in parentheses, which may be nested (ISO 32000-1, 7.3.4.2). */
  #literal(): string | null {
    const start = this.at + 1;
    let depth = 0;
    for (; this.at < this.#bytes.length; this.at += 1) {
      const byte = this.#bytes[this.at];
      if (byte === 0x5c) this.at += 1;
      else if (byte === 0x28) depth += 1;
      else if (byte === 0x29) depth -= 1;
      if (depth > 0) continue;
      this.at += 1;
      return latin1(this.#bytes, start, this.at - 1).replaceAll(/\\([()\\])/g, "$1");
    }
    return this.#fail();
  }

  #hex(): string | null {
    const end = this.#bytes.indexOf(0x3e, this.at);
    if (end < 0) return this.#fail();
    const digits = latin1(this.#bytes, this.at + 1, end);
    this.at = end + 1;
    return Buffer.from(digits, "hex").toString("latin1");
  }

  #keyword(): boolean | null {
    if (this.takes("true")) return true;
    if (this.takes("false")) return false;
    return this.takes("null") ? null : this.#fail();
  }
}

function unescaped(name: string): string {
  if (!name.includes("#")) return name;
  return name.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString("latin1");
}
