import { ContentScanner, type InlineImage, type PropertyList } from "./content-scanner.ts";
import type { MarkMask } from "./mark-mask.ts";
import type { FontDecoders } from "./shown-text.ts";
import { NO_TEXT, utf16Text } from "./to-unicode.ts";

/** A line of text of an overlay. */
export interface OverlayText {
  readonly text: string;
  /** In hundredths of a point. */
  readonly sizeCpt: number;
}

/** What stands on a side beside the composed page. */
export interface Overlay {
  /** In the order they are painted. */
  readonly texts: readonly OverlayText[];
  /** Views of the content: to be read at once. */
  readonly masks: readonly MarkMask[];
  readonly isDamaged: boolean;
}

const TEXTS_MAX = 4096;
const MASKS_MAX = 8;

/** What bytes are to a content stream (ISO 32000-1, 7.2.2): 1 ends a word. */
const ENDS_WORD = new Uint8Array(256);
for (const byte of Buffer.from("\0\t\n\f\r ()<>[]{}/%", "latin1")) ENDS_WORD[byte] = 1;

/**
 * Takes texts and masks out of an overlay or furniture page. A scanner of its own, as one runs over
 * every page: it looks at the few operators that show text or masks and passes over all else.
 */
export function scanOverlay(content: Buffer, decoders: FontDecoders): Overlay {
  return new OverlayScan(content, decoders).read();
}

class OverlayScan {
  readonly #content: Buffer;
  readonly #decoders: FontDecoders;
  readonly #texts: OverlayText[] = [];
  readonly #masks: MarkMask[] = [];
  #at = 0;
  #isDamaged = false;
  /** Strings since the last operator. */
  #strings: Uint8Array[] = [];
  #nameAt = 0;
  #numberAt = 0;
  #font = "";
  #sizeCpt = 0;
  /** The text that stands for what is shown until the mark ends. */
  #nextActual: string | undefined;
  #actual: string | undefined;

  constructor(content: Buffer, decoders: FontDecoders) {
    this.#content = content;
    this.#decoders = decoders;
  }

  read(): Overlay {
    while (this.#at < this.#content.length && !this.#isDamaged) this.#token();
    return { texts: this.#texts, masks: this.#masks, isDamaged: this.#isDamaged };
  }

  #token(): void {
    const byte = this.#content[this.#at] as number;
    if (byte === 0x28) this.#strings.push(this.#literal());
    else if (byte === 0x2f) {
      this.#nameAt = this.#at + 1;
      this.#at += 1;
      this.#passWord();
    } else if (byte === 0x3c) this.#angle();
    else if (ENDS_WORD[byte] === 1) this.#at += 1;
    else if (byte < 0x3a) {
      this.#numberAt = this.#at;
      this.#passWord();
    } else this.#operator();
  }

  #passWord(): void {
    const content = this.#content;
    while (this.#at < content.length && ENDS_WORD[content[this.#at] as number] === 0) this.#at += 1;
  }

  #operator(): void {
    const start = this.#at;
    this.#passWord();
    const first = this.#content[start] as number;
    const length = this.#at - start;
    if (first === 0x54 && length === 2) this.#textOperator(this.#content[start + 1] as number);
    else if (first === 0x42 && length === 2 && this.#content[start + 1] === 0x49) this.#mask(start);
    else if (first === 0x42 && length === 3) {
      this.#actual = this.#nextActual;
      this.#nextActual = undefined;
    } else if (first === 0x45 && length === 3) this.#actual = undefined;
    if (this.#strings.length > 0) this.#strings = [];
  }

  /** `Tj`, `TJ` and `Tf`. */
  #textOperator(second: number): void {
    if (second === 0x6a || second === 0x4a) this.#show();
    else if (second === 0x66) {
      this.#font = this.#word(this.#nameAt);
      this.#sizeCpt = Number(this.#word(this.#numberAt));
    }
  }

  #word(start: number): string {
    let end = start;
    while (end < this.#content.length && ENDS_WORD[this.#content[end] as number] === 0) end += 1;
    return this.#content.toString("latin1", start, Math.min(end, start + 32));
  }

  #show(): void {
    if (this.#actual === "") return;
    let text = this.#actual ?? "";
    if (this.#actual === undefined) {
      const decoder = this.#decoders.get(this.#font);
      for (const bytes of this.#strings) text += decoder?.text(bytes) ?? NO_TEXT;
    } else this.#actual = "";
    this.#isDamaged = this.#texts.length >= TEXTS_MAX;
    this.#texts.push({ text, sizeCpt: this.#sizeCpt });
  }

  /** A string in parentheses: a view where nothing in it is escaped. */
  #literal(): Uint8Array {
    const content = this.#content;
    const start = this.#at + 1;
    for (let end = start; ; end += 1) {
      const byte = content[end];
      if (byte === 0x29) {
        this.#at = end + 1;
        return content.subarray(start, end);
      }
      if (byte === undefined || byte === 0x5c || byte === 0x28 || byte === 0x0d) break;
    }
    return this.#operand();
  }

  /** A string by the full scanner; what it makes of the bytes behind the string is left. */
  #operand(): Uint8Array {
    const scanner = new ContentScanner(this.#content, this.#at);
    scanner.next();
    const [operand] = scanner.operands;
    this.#at = endOfLiteral(this.#content, this.#at);
    if (operand instanceof Uint8Array) return operand;
    this.#isDamaged = true;
    return new Uint8Array(0);
  }

  /** A dictionary, of which the ActualText counts, or a string in hex. */
  #angle(): void {
    const content = this.#content;
    if (content[this.#at + 1] !== 0x3c) {
      const end = content.indexOf(0x3e, this.#at);
      if (end < 0) this.#isDamaged = true;
      else this.#strings.push(Buffer.from(content.toString("latin1", this.#at + 1, end), "hex"));
      this.#at = end + 1;
      return;
    }
    const end = content.indexOf(">>BDC", this.#at, "latin1");
    const scanner = new ContentScanner(content, this.#at);
    const operator = end < 0 ? undefined : scanner.next();
    const [list] = scanner.operands;
    if (operator !== "BDC" || !(list instanceof Map)) {
      this.#isDamaged = true;
      return;
    }
    this.#at = scanner.at - "BDC".length;
    this.#nextActual = actualText(list as PropertyList);
  }

  #mask(start: number): void {
    const scanner = new ContentScanner(this.#content, start);
    const mask = scanner.next() === "EI" ? maskOf(scanner.image) : undefined;
    if (mask === undefined || this.#masks.length >= MASKS_MAX) {
      this.#isDamaged = true;
      return;
    }
    this.#masks.push(mask);
    this.#at = scanner.at;
  }
}

/** A stencil whose ones are ink (ISO 32000-1, 8.9.6.2), plain or in hex. */
function maskOf(image: InlineImage | undefined): MarkMask | undefined {
  if (image === undefined) return undefined;
  const { entries, data } = image;
  const [columns, rows, decode, filter] = ["W", "H", "D", "F"].map((name) => entries.get(name));
  const isStencil =
    entries.get("IM") === true &&
    typeof columns === "number" &&
    typeof rows === "number" &&
    Array.isArray(decode) &&
    decode[0] === 1 &&
    decode[1] === 0;
  if (!isStencil) return undefined;
  if (filter === undefined) return { columns, rows, bits: data };
  const digits = Buffer.from(data.buffer, data.byteOffset, data.length).toString("latin1");
  return { columns, rows, bits: Buffer.from(digits.replace(/>\s*$/, ""), "hex") };
}

function actualText(list: PropertyList): string | undefined {
  const value = list.get("ActualText");
  if (!(value instanceof Uint8Array)) return undefined;
  const bytes = Buffer.from(value);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return utf16Text(bytes.toString("hex", 2));
  return bytes.toString("latin1");
}

/** Behind the parenthesis that closes the one at `at`. */
function endOfLiteral(content: Buffer, at: number): number {
  let depth = 0;
  for (let end = at; end < content.length; end += 1) {
    const byte = content[end];
    if (byte === 0x5c) end += 1;
    else if (byte === 0x28) depth += 1;
    else if (byte === 0x29) depth -= 1;
    if (depth === 0) return end + 1;
  }
  return content.length;
}
