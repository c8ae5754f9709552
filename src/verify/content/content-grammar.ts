/**
 * The words that the content streams of a spool are made of, as sources of regular expressions over
 * their bytes, one character per byte. There is one way to write each thing: no other white space,
 * no comment, no other form of a number or a string. What the words do not allow cannot occur.
 */

/** Whole hundredths of a point. */
export const NUMBER = "(?:0|-?[1-9]\\d{0,6})";
/** What a literal string contains: brackets, backslashes and carriage returns are escaped. */
export const LITERAL = "[^()\\\\\\r]*(?:\\\\[()\\\\r][^()\\\\\\r]*)*";
const PLAIN = "[ -'*-\\[\\]-~]*";
const PAIR = "[\\x80-\\xff](?:[^()\\\\\\r]|\\\\[()\\\\r])";
/**
 * The same where only ASCII has one-byte codes and all other codes have two bytes, the first of
 * them outside ASCII: a string of whole codes.
 */
export const PAIRED_LITERAL = `${PLAIN}(?:(?:\\\\[()\\\\]|${PAIR})${PLAIN})*`;
/** A text string: ASCII in brackets, everything else as UTF-16 in hex (ISO 32000-1, 7.9.2.2). */
export const TEXT_STRING = "(?:\\((?:[ -'*-\\[\\]-~]|\\\\[()\\\\])*\\)|<FEFF(?:[0-9A-F]{4})*>)";
/** A colour component between 0 and 1. */
export const COMPONENT = "(?:0|1|\\.\\d{1,3})";
/** Glyphs, or runs of glyphs with a kern between them. */
export const SHOW = showOf(LITERAL);
/** All content is in hundredths of a point, under one matrix; landscape pages alone are turned. */
export const OPENING = "q\n.01 0 0 .01 0 0 cm\n";
export const CLOSING = "Q\n";

export function showOf(literal: string): string {
  const string = `\\(${literal}\\)`;
  return `(?:${string}Tj\n|\\[(?:${string}${NUMBER})*${string}\\]TJ\n)`;
}

const BEGIN_TEXT = "BT\n";

/** What a composed page or a form draws before its text, where no string can look like a word. */
export function graphicsOf(text: string): string {
  const textAt = text.indexOf(BEGIN_TEXT);
  return textAt < 0 ? text : text.slice(0, textAt);
}

const ESCAPED = /\\([()\\r])/g;

/** The bytes that a literal string of the grammar stands for. */
export function literalBytes(literal: string): Buffer {
  const plain = literal.includes("\\")
    ? literal.replaceAll(ESCAPED, (_, byte: string) => (byte === "r" ? "\r" : byte))
    : literal;
  return Buffer.from(plain, "latin1");
}

/** What a text string of the grammar says. */
export function textOf(written: string): string {
  if (written.startsWith("(")) return literalBytes(written.slice(1, -1)).toString("latin1");
  return Buffer.from(written.slice("<FEFF".length, -1), "hex").swap16().toString("utf16le");
}
