/**
 * The GSM 7 bit default alphabet (3GPP TS 23.038, 6.2.1) without its escape, and the characters of
 * its extension table (6.2.1.1), which cost two septets.
 */
const BASIC =
  "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\n\u00d8\u00f8\r\u00c5\u00e5" +
  "\u0394_\u03a6\u0393\u039b\u03a9\u03a0\u03a8\u03a3\u0398\u039e\u00c6\u00e6\u00df\u00c9" +
  " !\"#\u00a4%&'()*+,-./0123456789:;<=>?" +
  "\u00a1ABCDEFGHIJKLMNOPQRSTUVWXYZ\u00c4\u00d6\u00d1\u00dc\u00a7" +
  "\u00bfabcdefghijklmnopqrstuvwxyz\u00e4\u00f6\u00f1\u00fc\u00e0";
const EXTENSION = "\f^{}\\[~]|\u20ac";

const septets = new Map<number, number>();
for (const character of BASIC) septets.set(character.charCodeAt(0), 1);
for (const character of EXTENSION) septets.set(character.charCodeAt(0), 2);

/** Septets a UTF-16 unit takes in the GSM alphabet; 0 if it is not in it. */
export function gsmSeptets(unit: number): number {
  return septets.get(unit) ?? 0;
}

const PLAIN: ReadonlyMap<string, string> = new Map([
  ["\u2018", "'"],
  ["\u2019", "'"],
  ["\u201a", "'"],
  ["\u201c", '"'],
  ["\u201d", '"'],
  ["\u201e", '"'],
  ["\u2010", "-"],
  ["\u2011", "-"],
  ["\u2012", "-"],
  ["\u2013", "-"],
  ["\u2014", "-"],
  ["\u2026", "..."],
  ["\u2022", "*"],
  ["\u00a0", " "],
  ["\u2009", " "],
  ["\u202f", " "],
  ["`", "'"],
]);

export interface Plainer {
  readonly text: string;
  /** The characters that were replaced, each once, in the order of their first place. */
  readonly changes: readonly string[];
}

/** Typographic quotes, dashes, dots and spaces as the plain ones that the GSM alphabet has. */
export function plainTypography(text: string): Plainer {
  const changes = new Set<string>();
  const plain = Array.from(text, (character) => {
    const replacement = PLAIN.get(character);
    if (replacement !== undefined) changes.add(character);
    return replacement ?? character;
  });
  return changes.size === 0
    ? { text, changes: [] }
    : { text: plain.join(""), changes: [...changes] };
}
