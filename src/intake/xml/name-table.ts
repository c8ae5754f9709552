const FIRST =
  ":A-Z_a-z\\xc0-\\xd6\\xd8-\\xf6\\xf8-\\u02ff\\u0370-\\u037d\\u037f-\\u1fff\\u200c\\u200d";
const MORE = "\\u2070-\\u218f\\u2c00-\\u2fef\\u3001-\\ud7ff\\uf900-\\ufdcf\\ufdf0-\\ufffd";
const START = `${FIRST}${MORE}\\u{10000}-\\u{effff}`;
/** Name of XML 1.0, fifth edition. */
const NAME = new RegExp(`[${START}][${START}\\-.0-9\\xb7\\u0300-\\u036f\\u203f\\u2040]*`, "uy");

/** By character of ASCII: 2 may begin a name, 1 may go on with it. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[:A-Z_a-z]/.test(character) ? 2 : /[-.0-9]/.test(character) ? 1 : 0;
});
const SLOTS = 2048;
const KEPT_CHARS_MAX = 64;

/**
 * Finds names in a text. They come again and again, so those met first are kept, and no string
 * is made for them.
 */
export class NameTable {
  readonly #kept: string[] = Array.from({ length: SLOTS }, () => "");
  #text = "";
  #codes: Uint16Array = new Uint16Array(0);

  begin(text: string, codes: Uint16Array): void {
    this.#text = text;
    this.#codes = codes;
  }

  /** Where the name ends that begins at an index; the index itself if none does. */
  endOf(start: number): number {
    const codes = this.#codes;
    let code = codes[start] ?? 0;
    if (code < 128 && KINDS[code] !== 2) return start;
    let at = start;
    while (code < 128 && KINDS[code] !== 0) code = codes[(at += 1)] ?? 0;
    return code < 128 ? at : this.#anyEndOf(start);
  }

  name(start: number, end: number): string {
    const codes = this.#codes;
    let hash = 0;
    for (let at = start; at < end; at += 1) hash = Math.imul(hash, 31) + (codes[at] ?? 0);
    const slot = (hash ^ (hash >>> 11)) & (SLOTS - 1);
    const kept = this.#kept[slot] ?? "";
    if (this.isAt(kept, start, end)) return kept;
    if (kept === "" && end - start <= KEPT_CHARS_MAX) return this.#keep(slot, start, end);
    return this.#text.slice(start, end);
  }

  isAt(name: string, start: number, end: number): boolean {
    const codes = this.#codes;
    if (name.length !== end - start) return false;
    for (let at = start; at < end; at += 1)
      if (codes[at] !== name.charCodeAt(at - start)) return false;
    return true;
  }

  /** As a copy: a slice of the text would keep all of it in memory. */
  #keep(slot: number, start: number, end: number): string {
    const name = String.fromCharCode(...this.#codes.subarray(start, end));
    this.#kept[slot] = name;
    return name;
  }

  #anyEndOf(start: number): number {
    NAME.lastIndex = start;
    return start + (NAME.exec(this.#text)?.[0].length ?? 0);
  }
}
