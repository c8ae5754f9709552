const BLANK = 0x20;
const PRINTED_ASCII = /^[!-~]+$/;
/**
 * Control and format characters (a byte order mark, zero-width spaces, marks of direction), ends of
 * lines, what fonts show as nothing, and blanks that are no U+0020 (Unicode 17, general categories
 * and Default_Ignorable_Code_Point).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/**
 * A record's key as everything knows it: without blanks around it. Files of fixed columns are
 * padded with them, and people and lists of suppressions write keys without. Empty where there is
 * nothing else. U+0020 alone is taken off, so that bytes as characters go by the same rule.
 */
export function trimmedKey(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === BLANK) start += 1;
  while (end > start && text.charCodeAt(end - 1) === BLANK) end -= 1;
  return end - start === text.length ? text : text.slice(start, end);
}

/**
 * Whether a key has characters that nobody sees: it would look like another one in lists and marks,
 * and on a terminal some are commands.
 */
export function hasUnseen(key: string): boolean {
  return !PRINTED_ASCII.test(key) && UNSEEN.test(key);
}
