/**
 * Characters that are not seen and act all the same: controls, line ends, what turns the direction
 * of text, what has no width. (Line separators are `Zl` and `Zp`; `Cs` are halves of characters.)
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The first character of a text that is not seen, such as `U+202E`; undefined where all are. */
export function unseenCharacter(text: string): string | undefined {
  const [found] = text.match(UNSEEN) ?? [];
  return found && `U+${hexOf(found).toUpperCase().padStart(4, "0")}`;
}

/**
 * A text of others for a place that they have no say in, such as one line of a list: what is not
 * seen stands there as `\u202e`, and so does nothing. Characters in `kept` stay as they are.
 */
export function visible(text: string, kept = ""): string {
  return text.replaceAll(UNSEEN, (unseen) => (kept.includes(unseen) ? unseen : escaped(unseen)));
}

/** JSON that means the same and holds nothing unseen. */
export function visibleJson(json: string): string {
  return json.replaceAll(UNSEEN, (unseen) =>
    Array.from({ length: unseen.length }, (_, at) => unitEscape(unseen.charCodeAt(at))).join(""),
  );
}

function escaped(unseen: string): string {
  return unseen.length === 1 ? unitEscape(unseen.charCodeAt(0)) : `\\u{${hexOf(unseen)}}`;
}

function unitEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, "0")}`;
}

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16);
}
