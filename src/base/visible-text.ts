/**
 * Characters that are invisible and still have effects: controls, line ends, direction controls,
 * characters of no width. (Line separators are `Zl` and `Zp`; `Cs` are halves of characters.)
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** The first invisible character of a text, such as `U+202E`; undefined if there is none. */
export function unseenCharacter(text: string): string | undefined {
  const [found] = text.match(UNSEEN) ?? [];
  return found && `U+${hexOf(found).toUpperCase().padStart(4, "0")}`;
}

/**
 * A foreign text for a place where it must do no harm, such as one line of a list: invisible
 * characters appear as `\u202e`, and so have no effect. Characters in `kept` stay as they are.
 */
export function visible(text: string, kept = ""): string {
  return text.replaceAll(UNSEEN, (unseen) => (kept.includes(unseen) ? unseen : escaped(unseen)));
}

/** JSON that means the same and holds nothing invisible. */
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
