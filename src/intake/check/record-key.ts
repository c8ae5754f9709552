const BLANK = 0x20;
const PRINTED_ASCII = /^[!-~]+$/;
/**
 * Control and format characters (a byte order mark, zero-width spaces, direction marks), line ends,
 * characters that fonts show as nothing, and blanks other than U+0020 (Unicode 17, general
 * categories and Default_Ignorable_Code_Point).
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;

/**
 * A record's key as everything knows it: without surrounding blanks. Fixed-column files pad keys
 * with them, and people and suppression lists write keys without. Empty if nothing else is there.
 * Only U+0020 is removed, so that the same rule applies to bytes taken as characters.
 */
export function trimmedKey(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) === BLANK) start += 1;
  while (end > start && text.charCodeAt(end - 1) === BLANK) end -= 1;
  return end - start === text.length ? text : text.slice(start, end);
}

/**
 * Whether a key has invisible characters: it would look like another one in lists and marks, and a
 * terminal obeys some of them.
 */
export function hasUnseen(key: string): boolean {
  return !PRINTED_ASCII.test(key) && UNSEEN.test(key);
}
