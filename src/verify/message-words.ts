import { plainWords } from "./content/plain-words.ts";
import { readableParts } from "./message-parts.ts";

/** Where a link of a plain text leads, behind its words. */
const TARGET = /<(?:https?|mailto|tel):[^>]*>/g;

/** The number of a page of text for braille, on its last line. */
const PAGE_MARK = /\n *\d+\r?\n\f/g;

/** Parts of HTML that nobody sees, and all tags. */
const HIDDEN = /<(style|head|title)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^>]*>/gi;
const CODE_POINT_MAX = 0x10ffff;
const ENTITY = /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi;
const NAMED: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "\u00ad",
};

/** The words of each readable part of an e-mail: of its HTML and of its plain text. */
export function emailWords(message: Uint8Array): string[] {
  return readableParts(message).map(({ isHtml, text }) =>
    plainWords(isHtml ? textOfHtml(text) : text.replaceAll(PAGE_MARK, "").replaceAll(TARGET, "")),
  );
}

/** The words of a line of an SMS batch. */
export function smsWords(line: Uint8Array): string[] {
  try {
    const { text }: { readonly text?: unknown } = JSON.parse(Buffer.from(line).toString("utf8"));
    return typeof text === "string" ? [plainWords(text)] : [];
  } catch {
    return [];
  }
}

function textOfHtml(html: string): string {
  return html.replaceAll(HIDDEN, "").replaceAll(ENTITY, (whole, decimal, hex, name) => {
    if (typeof decimal === "string") return characterAt(Number(decimal));
    if (typeof hex === "string") return characterAt(Number.parseInt(hex, 16));
    return NAMED[String(name).toLowerCase()] ?? String(whole);
  });
}

/** As browsers show what is no character. */
function characterAt(codePoint: number): string {
  return codePoint <= CODE_POINT_MAX ? String.fromCodePoint(codePoint) : "\ufffd";
}
