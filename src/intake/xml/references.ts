const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  gt: ">",
  lt: "<",
  quot: '"',
  apos: "'",
};
/** Its `x` is a small one, its digits are any. */
const NUMBER = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/;
const RETURNS = /\r\n?/g;
const BREAKS_AND_TABS = /\r\n?|[\n\t]/g;

/** Text as the document means it: one kind of line end, references resolved. */
export function textOf(raw: string): string | undefined {
  return resolved(raw.includes("\r") ? raw.replace(RETURNS, "\n") : raw);
}

/** The value of an attribute, in which breaks and tabs are spaces. */
export function attributeOf(raw: string): string | undefined {
  return resolved(raw.replace(BREAKS_AND_TABS, " "));
}

/** A text of CDATA, in which nothing is a reference. */
export function dataOf(raw: string): string {
  return raw.includes("\r") ? raw.replace(RETURNS, "\n") : raw;
}

/** Undefined if a reference is not one of XML's own. */
function resolved(text: string): string | undefined {
  let result = "";
  let from = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", from)) {
    const end = text.indexOf(";", at);
    const character = end < 0 ? undefined : characterOf(text.slice(at + 1, end));
    if (character === undefined) return undefined;
    result += text.slice(from, at) + character;
    from = end + 1;
  }
  return result + text.slice(from);
}

function characterOf(name: string): string | undefined {
  if (!name.startsWith("#")) return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  const [, hex, decimal = ""] = NUMBER.exec(name) ?? [];
  const code = hex === undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex, 16);
  return isCharacter(code) ? String.fromCodePoint(code) : undefined;
}

/** Char of XML 1.0. */
function isCharacter(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13;
  return code < 0xd800 || (code >= 0xe000 && code < 0xfffe) || (code > 0xffff && code < 0x110000);
}
