import { agrees } from "./actual-text.ts";
import { LITERAL, literalBytes, SHOW, TEXT_STRING, textOf } from "./content-grammar.ts";
import type { FontDecoders } from "./shown-text.ts";
import { NO_TEXT } from "../fonts/to-unicode.ts";

/** Without its slash, which begins every mark: to stop at each takes as long as the grammar. */
const ACTUAL = Buffer.from("ActualText", "latin1");
/** A font being set, a run with its text, or a string, which may contain the letters of either. */
const WORDS = new RegExp(
  `/(F\\d{1,3}) \\d+ Tf\n|/Span<</ActualText(${TEXT_STRING})>>BDC\n(${SHOW})EMC\n|\\(${LITERAL}\\)`,
  "g",
);
const STRING = new RegExp(`\\((${LITERAL})\\)`, "g");

/**
 * Where a composed page that keeps to its grammar shows glyphs that do not match the text that
 * stands for them; undefined if there is no such place. Few pages have such text: only those are
 * read.
 */
export function disagreesAt(content: Buffer, decoders: FontDecoders): number | undefined {
  if (content.indexOf(ACTUAL) < 0) return undefined;
  let font = "";
  for (const { index, 1: set, 2: actual, 3: shown = "" } of content
    .toString("latin1")
    .matchAll(WORDS)) {
    font = set ?? font;
    if (actual === undefined) continue;
    const decoder = decoders.get(font);
    let glyphs = "";
    for (const [, literal = ""] of shown.matchAll(STRING))
      glyphs += decoder?.text(literalBytes(literal)) ?? NO_TEXT;
    if (!agrees(textOf(actual), glyphs)) return index;
  }
  return undefined;
}
