import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import { Prng } from "../../base/prng.ts";

/** Words that are not masked: those of the layout's own wording. */
export type IsKept = (word: string) => boolean;

const WORD_OR_DIGIT = /\p{L}[\p{L}\p{M}]*|\p{Nd}/gu;
/** One pixel that nobody sees. */
const BLANK_PICTURE =
  "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
const SCRIPTS = "Latin Greek Cyrillic Hebrew Arabic Devanagari Thai Hiragana Han".split(" ");
const LATIN = { letters: "abcdefghijklmnopqrstuvwxyz".split("") };

/** Letters to take another one from, by script: reading directions stay as they are. */
const ALPHABETS = [
  "abcdefghijklmnopqrstuvwxyz",
  "αβγδεζηθικλμνξοπρστυφχψω",
  "абвгдежзиклмнопрстуфхцчшщэюя",
  "אבגדהוזחטיכלמנסעפצקרשת",
  "بتثجحخدذرزسشصضطظعغفقكلمنهوي",
  "कखगघचछजझटठडढतथदधनपफबभमयरलवशसह",
  "กขคงจชซดตถทนบปผพมยรลวสหอ",
  "あいうえおかきくけこさしすせそ",
  "日月火水木金土山川田",
].map((letters) => ({ letters: letters.split(""), script: scriptOf(letters) }));

const ASCII_ZERO = 0x30;
/** Where digits begin: ASCII, Arabic, Persian, Devanagari, Thai, full width. */
const ZEROS = [ASCII_ZERO, 0x660, 0x6f0, 0x966, 0xe50, 0xff10];

/** A text with other letters and digits; words that may be read stay. */
export function maskText(text: string, isKept: IsKept): string {
  return maskWith(text, isKept, chanceOf(text));
}

/** What a browser does not show as text: it stays, but for where it leads and what it describes. */
const TAGS = /<style[\s\S]*?<\/style>|<[^>]*>|&[#\w]+;/gi;
const TOLD = /\s(href|alt|title|src|srcset|content|aria-label)="([^"]*)"/gi;

/** HTML with its texts masked; links lead nowhere, pictures, which may show values, are gone. */
export function maskMarkup(html: string, isKept: IsKept): string {
  const chance = chanceOf(html);
  let masked = "";
  let from = 0;
  for (const { 0: tag, index } of html.matchAll(TAGS)) {
    masked += maskWith(html.slice(from, index), isKept, chance) + maskedTag(tag, isKept, chance);
    from = index + tag.length;
  }
  return masked + maskWith(html.slice(from), isKept, chance);
}

function maskedTag(tag: string, isKept: IsKept, chance: Prng): string {
  if (!tag.startsWith("<") || /^<(style|meta)/i.test(tag)) return tag;
  return tag.replaceAll(TOLD, (_all, name: string, value: string) => {
    if (/^href$/i.test(name)) return ` ${name}="#"`;
    // Charts have another picture for dark screens.
    if (/^src/i.test(name)) return ` ${name}="${BLANK_PICTURE}"`;
    return ` ${name}="${maskWith(value, isKept, chance)}"`;
  });
}

/** The choice depends on the text itself, which nobody has who sees the masked one alone. */
function chanceOf(text: string): Prng {
  return new Prng(Number.parseInt(sha256(text.toWellFormed()).slice(0, 8), 16));
}

function maskWith(text: string, isKept: IsKept, chance: Prng): string {
  return text.replaceAll(WORD_OR_DIGIT, (part) => {
    if (/^\p{Nd}/u.test(part)) return otherDigit(part, chance);
    return isKept(part) ? part : part.replaceAll(/\p{L}/gu, (one) => otherLetter(one, chance));
  });
}

function otherDigit(digit: string, chance: Prng): string {
  const codePoint = digit.codePointAt(0) ?? 0;
  const zero = ZEROS.find((first) => codePoint >= first && codePoint < first + 10) ?? ASCII_ZERO;
  return String.fromCodePoint(zero + ((codePoint - zero + chance.between(1, 9)) % 10));
}

function otherLetter(character: string, chance: Prng): string {
  const lower = character.toLowerCase();
  const { letters } = ALPHABETS.find(({ script }) => script.test(character)) ?? LATIN;
  const at = letters.indexOf(lower);
  const other = letters[(at + chance.between(1, letters.length - 1)) % letters.length] ?? "x";
  return character === lower ? other : other.toUpperCase();
}

/** The script that the letters of an alphabet are of. */
function scriptOf(letters: string): RegExp {
  const patterns = SCRIPTS.map((script) => new RegExp(`^\\p{Script=${script}}`, "u"));
  return defined(
    patterns.find((pattern) => pattern.test(letters)),
    "the script of an alphabet",
  );
}
