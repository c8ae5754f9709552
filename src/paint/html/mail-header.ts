import { assert } from "../../base/assert.ts";

const LINE_LENGTH_MAX = 78;
/** Bytes whose Base64 keeps an encoded word within 75 characters (RFC 2047, 2). */
const ENCODED_WORD_BYTES_MAX = 45;
const NAME = /^[A-Za-z][A-Za-z0-9-]*$/;
const NOT_PRINTABLE = /[^ -~]/;
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u001f\u007f]+/g;

/** A header line, folded at spaces (RFC 5322, 2.2.3). The value must be printable ASCII. */
export function headerLine(name: string, value: string): string {
  assert(NAME.test(name), "a header's name is letters, digits and hyphens");
  assert(!NOT_PRINTABLE.test(value), `the value of the header ${name} is printable ASCII`);
  let line = `${name}:`;
  let folded = "";
  for (const word of value.split(" ")) {
    if (line.length + 1 + word.length > LINE_LENGTH_MAX && line.trim() !== "" && word !== "") {
      folded += `${line}\r\n`;
      line = "";
    }
    line += ` ${word}`;
  }
  return `${folded}${line.trimEnd()}\r\n`;
}

/** Free text of a header, such as a subject: as it is where it may be, else in encoded words. */
export function headerText(text: string): string {
  const clean = text.replace(CONTROLS, " ").trim();
  const longestWord = Math.max(...clean.split(" ").map((word) => word.length));
  const isPlain = !NOT_PRINTABLE.test(clean) && !clean.includes("=?");
  return isPlain && longestWord < LINE_LENGTH_MAX - 12 ? clean : encodedWords(clean);
}

/** A display name before an address: quoted, or in encoded words. */
export function displayName(name: string): string {
  const text = headerText(name);
  if (text.startsWith("=?")) return text;
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** RFC 2047 words of Base64, none of which ends within a character. */
function encodedWords(text: string): string {
  const words: string[] = [];
  let word = "";
  let sizeBytes = 0;
  for (const character of text) {
    const characterBytes = Buffer.byteLength(character);
    if (sizeBytes + characterBytes > ENCODED_WORD_BYTES_MAX) {
      words.push(word);
      word = "";
      sizeBytes = 0;
    }
    word += character;
    sizeBytes += characterBytes;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString("base64")}?=`).join(" ");
}
