import { sha256 } from "../../base/hash.ts";
import { CODE } from "./composed-grammar.ts";
import { graphicsOf } from "./content-grammar.ts";

/** A code of the content as its page draws it, in hundredths of a point from its foot. */
export interface ComposedCode {
  readonly at: number;
  readonly kind: string;
  /** Of kind and payload, see `codeDigest`. */
  readonly digest: string;
  /** Of the modules. */
  readonly modulesDigest: string;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  readonly columns: number;
  readonly rows: number;
  /** Rows of whole bytes, the high bit the leftmost module, 1 ink. */
  readonly bits: Uint8Array;
  /** Something stands over the middle. */
  readonly hasCross: boolean;
}

/** Without its slash, which begins every mark: to stop at each takes as long as the grammar. */
const CODE_NAMED = "NPcode/";
const CODE_AT = new RegExp(CODE, "y");
const DIGEST_LENGTH = 32;
const MODULES_DIGEST_LENGTH = 16;

/**
 * The codes on a composed page that keeps to its grammar, one character per byte. Each begins with
 * the line that names it; the text of a page may say such a name, too, but not in such a line.
 */
export function composedCodes(text: string): readonly ComposedCode[] {
  const codes: ComposedCode[] = [];
  for (let at = text.indexOf(CODE_NAMED); at >= 0; at = text.indexOf(CODE_NAMED, at + 1)) {
    CODE_AT.lastIndex = text.lastIndexOf("\n", at) + 1;
    const found = CODE_AT.exec(text);
    if (found !== null) codes.push(composedCode(found));
  }
  return codes;
}

function composedCode(found: RegExpExecArray): ComposedCode {
  const [whole, kind = "", digest = "", modulesDigest = "", ...numbers] = found;
  const hex = numbers.pop() ?? "";
  const [width = 0, height = 0, left = 0, bottom = 0, columns = 0, rows = 0] = numbers.map(Number);
  return {
    at: found.index,
    kind,
    digest,
    modulesDigest,
    width,
    height,
    left,
    bottom,
    columns,
    rows,
    bits: Buffer.from(hex, "hex"),
    hasCross: whole.endsWith("re\nf\nEMC\n"),
  };
}

/** What a reading of a code must be for it to be the one that a page names. */
export function codeDigest(kind: string, text: string): string {
  return sha256(`${kind}\n${text}`).slice(0, DIGEST_LENGTH);
}

/**
 * Where a composed page draws a code with other modules than those that were encoded; undefined if
 * there is no such place. Few pages have codes: only those are read.
 */
export function wrongCodeAt(text: string): number | undefined {
  // By the grammar all codes are before the text, which is most of a page.
  const graphics = graphicsOf(text);
  if (!graphics.includes(CODE_NAMED)) return undefined;
  return composedCodes(graphics).find((code) => !isSound(code))?.at;
}

function isSound({ columns, rows, bits, modulesDigest }: ComposedCode): boolean {
  const isWhole = bits.length === rows * ((columns + 7) >> 3);
  return isWhole && sha256(bits).slice(0, MODULES_DIGEST_LENGTH) === modulesDigest;
}
