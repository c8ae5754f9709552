import { BrokenFont } from "./broken-font.ts";

/** Codes of a length between two numbers. */
export interface CodeSpace {
  readonly bytes: number;
  readonly low: number;
  readonly high: number;
}

/** Consecutive codes for consecutive CIDs. */
export interface CodeRange extends CodeSpace {
  readonly cid: number;
}

/** A character code map as written in spools (ISO 32000-1, 9.7.5 and 9.10.3). */
export interface CodeMap {
  readonly spaces: readonly CodeSpace[];
  /** For a map to CIDs. */
  readonly ranges: readonly CodeRange[];
  /** For a map to text: by code, the UTF-16BE in hex that it means. */
  readonly targets: ReadonlyMap<number, string>;
}

const PROLOGUE = "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n";
const EPILOGUE = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n";
const ENCODING_HEAD =
  "/CIDSystemInfo 3 dict dup begin /Registry (Adobe) def /Ordering (Identity) def " +
  "/Supplement 0 def end def\n/CMapName /Nightpress-H def\n/CMapType 1 def\n";
const UNICODE_HEAD =
  "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n" +
  "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n";
/** Entries of a section (ISO 32000-1, 9.7.5.4). */
const SECTION_MAX = 100;
const CODES_MAX = 65_536;

const SECTION = /(\d{1,3}) begin(codespacerange|cidrange|bfchar)\n([^a-z]*)end([a-z]+)\n/y;
const SPACE = /^<([0-9A-F]{2}|[0-9A-F]{4})><([0-9A-F]{2}|[0-9A-F]{4})>$/;
const RANGE = /^<([0-9A-F]{2}|[0-9A-F]{4})><([0-9A-F]{2}|[0-9A-F]{4})> (\d{1,5})$/;
const CHARACTER = /^<([0-9A-F]{2}|[0-9A-F]{4})><((?:[0-9A-F]{4}){1,2})>$/;

/** The map from codes to CIDs; throws a `BrokenFont` if it contains anything else. */
export function readEncoding(bytes: Uint8Array): CodeMap {
  return new MapReader(bytes, ENCODING_HEAD, "cidrange").read();
}

/** The map from codes to text. */
export function readTexts(bytes: Uint8Array): CodeMap {
  return new MapReader(bytes, UNICODE_HEAD, "bfchar").read();
}

class MapReader {
  readonly #body: string;
  readonly #kind: string;
  readonly #spaces: CodeSpace[] = [];
  readonly #ranges: CodeRange[] = [];
  readonly #targets = new Map<number, string>();

  constructor(bytes: Uint8Array, head: string, kind: string) {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    if (!text.startsWith(PROLOGUE + head) || !text.endsWith(EPILOGUE))
      throw new BrokenFont("it is not framed as such maps are");
    this.#body = text.slice(PROLOGUE.length + head.length, -EPILOGUE.length);
    this.#kind = kind;
  }

  read(): CodeMap {
    SECTION.lastIndex = 0;
    let end = 0;
    for (let found = SECTION.exec(this.#body); found !== null; found = SECTION.exec(this.#body)) {
      const [, count = "", kind = "", lines = "", closing] = found;
      end = SECTION.lastIndex;
      const entries = lines.split("\n").slice(0, -1);
      if (closing !== kind || Number(count) !== entries.length || entries.length > SECTION_MAX)
        throw new BrokenFont("one of its sections is broken");
      for (const entry of entries) this.#entry(kind, entry);
    }
    if (end !== this.#body.length) throw new BrokenFont("it has content that such maps never have");
    return { spaces: this.#spaces, ranges: this.#ranges, targets: this.#targets };
  }

  #entry(kind: string, entry: string): void {
    if (kind === "codespacerange") this.#space(entry);
    else if (kind !== this.#kind) throw new BrokenFont(`it has a section ${kind}`);
    else if (kind === "cidrange") this.#range(entry);
    else this.#character(entry);
  }

  #space(entry: string): void {
    const [, low = "", high = ""] = matched(SPACE, entry);
    if (low.length !== high.length || this.#targets.size + this.#ranges.length > 0)
      throw new BrokenFont("its code spaces are broken");
    const [first, last] = [Number.parseInt(low, 16), Number.parseInt(high, 16)];
    this.#spaces.push({ bytes: low.length / 2, low: first, high: last });
  }

  #range(entry: string): void {
    const [, low = "", high = "", cid = ""] = matched(RANGE, entry);
    const [first, last] = [Number.parseInt(low, 16), Number.parseInt(high, 16)];
    const bytes = low.length / 2;
    const isRange = low.length === high.length && last >= first && last - first <= 0xff;
    if (!isRange || !this.#isIn(bytes, first) || !this.#isIn(bytes, last))
      throw new BrokenFont("one of its ranges is broken");
    this.#ranges.push({ bytes, low: first, high: last, cid: Number(cid) });
  }

  #character(entry: string): void {
    const [, code = "", text = ""] = matched(CHARACTER, entry);
    this.#put(Number.parseInt(code, 16), code.length / 2, text);
  }

  #put(code: number, bytes: number, target: string): void {
    if (!this.#isIn(bytes, code))
      throw new BrokenFont(`code ${code} is in none of its code spaces`);
    if (this.#targets.has(code)) throw new BrokenFont(`it has the code ${code} twice`);
    if (this.#targets.size >= CODES_MAX) throw new BrokenFont("it has too many codes");
    this.#targets.set(code, target);
  }

  #isIn(bytes: number, code: number): boolean {
    return this.#spaces.some(
      (space) => space.bytes === bytes && code >= space.low && code <= space.high,
    );
  }
}

function matched(pattern: RegExp, entry: string): RegExpExecArray {
  const found = pattern.exec(entry);
  if (found === null) throw new BrokenFont(`it has the entry ${entry.slice(0, 40)}`);
  return found;
}
