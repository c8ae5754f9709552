/** Replaces a code that no map gives a text for (the Unicode replacement character). */
export const NO_TEXT = "\uFFFD";

/** A map has at most as many codes as two bytes can name. */
const CODES_MAX = 65_536;
const CODE_BYTES_MAX = 4;

/**
 * A font's ToUnicode map (ISO 32000-1, 9.10.3): from the bytes of a shown string to text. The first
 * byte of a code determines its length, as in the code spaces that spools are written with.
 */
export class CodeDecoder {
  /** By first byte: the length of its codes, 0 if no code begins with it. */
  readonly #lengths: Uint8Array;
  /** By code, with the length in the bits above it, so that `<20>` and `<0020>` differ. */
  readonly #texts: ReadonlyMap<number, string>;
  /** The texts of codes of one byte. */
  readonly #short: readonly (string | undefined)[];
  /** By byte: 1 if it is a code of its own that shows the ASCII character of its number. */
  readonly #isAscii = new Uint8Array(256);
  #codes: ReadonlyMap<string, number> | undefined;
  /** By code: 1 if a page shows it; no two codes of a spool's font have the same number. */
  readonly used = new Uint8Array(CODES_MAX);

  constructor(lengths: Uint8Array, texts: ReadonlyMap<number, string>) {
    this.#lengths = lengths;
    this.#texts = texts;
    this.#short = Array.from({ length: 256 }, (_, code) => texts.get(slot(code, 1)));
    for (let code = 0; code < 0x80; code += 1)
      if (lengths[code] === 1 && this.#short[code] === String.fromCharCode(code))
        this.#isAscii[code] = 1;
  }

  /** The code that shows a text; undefined if none does. */
  codeOf(text: string): number | undefined {
    this.#codes ??= new Map([...this.#texts].map(([at, shown]) => [shown, at % 2 ** 32]));
    return this.#codes.get(text);
  }

  /** Whether printable ASCII begins one-byte codes, and nothing outside ASCII does. */
  arePaired(): boolean {
    return this.#lengths.every((length, first) => {
      if (first >= 0x80) return length !== 1;
      return first < 0x20 || first > 0x7e || length === 1;
    });
  }

  /** Records a two-byte code. */
  useCode(code: number): void {
    this.used[code] = 1;
  }

  /** Records the codes of a shown string, from `start` to before `end`. */
  use(bytes: Uint8Array, start: number, end: number): void {
    const [lengths, used] = [this.#lengths, this.used];
    for (let at = start; at < end; at += 1) {
      const first = bytes[at] ?? 0;
      if (lengths[first] === 1) used[first] = 1;
      else {
        at += 1;
        used[(first << 8) | (at < end ? (bytes[at] ?? 0) : 0)] = 1;
      }
    }
  }

  /** The text of a string's bytes; `NO_TEXT` for each code that has none. */
  text(bytes: Uint8Array): string {
    if (this.#isAllAscii(bytes))
      return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    let text = "";
    for (let at = 0; at < bytes.length;) {
      const first = bytes[at] ?? 0;
      const length = this.#lengths[first] ?? 0;
      if (length <= 1) {
        text += (length === 1 ? this.#short[first] : undefined) ?? NO_TEXT;
        at += 1;
        continue;
      }
      let code = 0;
      for (let index = at; index < at + length; index += 1) code = code * 256 + (bytes[index] ?? 0);
      const isWhole = at + length <= bytes.length;
      text += (isWhole ? this.#texts.get(slot(code, length)) : undefined) ?? NO_TEXT;
      at += length;
    }
    return text;
  }

  /** Most strings are: their text is their bytes. */
  #isAllAscii(bytes: Uint8Array): boolean {
    const isAscii = this.#isAscii;
    for (let at = 0; at < bytes.length; at += 1) if (isAscii[bytes[at] ?? 0] === 0) return false;
    return true;
  }
}

/** Reads the inflated bytes of a ToUnicode map; undefined if it is malformed or too large. */
export function readToUnicode(bytes: Uint8Array): CodeDecoder | undefined {
  const cmap = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const lengths = codeLengths(cmap);
  if (lengths === undefined) return undefined;
  const texts = new Map<number, string>();
  for (const body of sectionsOf(cmap, "bfchar"))
    for (const [, code = "", text = ""] of body.matchAll(/<\s*([0-9A-Fa-f]+)>\s*<([^>]*)>/g))
      texts.set(slotOf(code), utf16Text(text));
  for (const body of sectionsOf(cmap, "bfrange")) if (!addRanges(body, texts)) return undefined;
  return texts.size > CODES_MAX ? undefined : new CodeDecoder(lengths, texts);
}

function slot(code: number, length: number): number {
  return length * 2 ** 32 + code;
}

function slotOf(hex: string): number {
  return slot(Number.parseInt(hex, 16), hex.length >> 1);
}

function sectionsOf(cmap: string, kind: string): string[] {
  const bodies: string[] = [];
  for (let at = cmap.indexOf(`begin${kind}`); at >= 0; at = cmap.indexOf(`begin${kind}`, at + 1)) {
    const end = cmap.indexOf(`end${kind}`, at);
    if (end < 0) break;
    bodies.push(cmap.slice(at + `begin${kind}`.length, end));
  }
  return bodies;
}

/** Undefined if two code spaces share a first byte but not a length, or if there is none. */
function codeLengths(cmap: string): Uint8Array | undefined {
  const lengths = new Uint8Array(256);
  const spaces = sectionsOf(cmap, "codespacerange");
  for (const body of spaces)
    for (const [, low = "", high = ""] of body.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      const length = low.length >> 1;
      if (low.length !== high.length || length > CODE_BYTES_MAX) return undefined;
      const last = Number.parseInt(high.slice(0, 2), 16);
      for (let first = Number.parseInt(low.slice(0, 2), 16); first <= last; first += 1) {
        if (lengths[first] !== 0 && lengths[first] !== length) return undefined;
        lengths[first] = length;
      }
    }
  return spaces.length === 0 ? undefined : lengths;
}

const RANGE = /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([^>]*)>|\[([^\]]*)\])/g;

/** Ranges count up from a first text, or list a text for each code. */
function addRanges(body: string, texts: Map<number, string>): boolean {
  for (const [, low = "", high = "", from, list] of body.matchAll(RANGE)) {
    const first = Number.parseInt(low, 16);
    const count = Number.parseInt(high, 16) - first + 1;
    if (count < 1 || texts.size + count > CODES_MAX) return false;
    const listed = list === undefined ? [] : [...list.matchAll(/<([^>]*)>/g)];
    const start = utf16Text(from ?? "");
    for (let index = 0; index < count; index += 1) {
      const text = list === undefined ? counted(start, index) : utf16Text(listed[index]?.[1] ?? "");
      texts.set(slot(first + index, low.length >> 1), text);
    }
  }
  return true;
}

function counted(start: string, index: number): string {
  const last = Array.from(start).at(-1) ?? "";
  const codePoint = (last.codePointAt(0) ?? 0) + index;
  return (
    start.slice(0, start.length - last.length) + String.fromCodePoint(Math.min(codePoint, 0x10ffff))
  );
}

/** The text of UTF-16BE written in hex. */
export function utf16Text(hex: string): string {
  const bytes = Buffer.from(hex.replaceAll(/\s/g, ""), "hex");
  return bytes
    .subarray(0, bytes.length & ~1)
    .swap16()
    .toString("utf16le");
}
