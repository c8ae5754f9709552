/** Keys have at most so many digits in a row. */
const DIGITS_MAX = 20;
const ZEROS_MAX = 12;
const DIGITS = /\d+/;
const SEPARATORS = /[\s\-_./]+/g;

/**
 * What a key may have been before a spreadsheet or a person changed it: with leading zeros or
 * without, without blanks and separators, without an apostrophe before it or `.0` behind it. The
 * case of letters is for the caller to overlook. The key itself is not among them.
 */
export function nearKeys(key: string): string[] {
  const plain = key
    .trim()
    .replace(/^(?:'|=")/, "")
    .replace(/"$/, "");
  const whole = plain.replace(/^(\d+)\.0+$/, "$1");
  const forms = [whole, whole.replaceAll(SEPARATORS, "")];
  const near = new Set(forms.flatMap((form) => [form, ...withOtherZeros(form)]));
  near.delete(key);
  near.delete("");
  return [...near];
}

/** The key with fewer and with more zeros before its first digits. */
function withOtherZeros(key: string): string[] {
  const [digits] = DIGITS.exec(key) ?? [];
  if (digits === undefined) return [];
  const bare = digits.replace(/^0+(?=.)/, "");
  const most = Math.min(ZEROS_MAX, DIGITS_MAX - bare.length);
  return Array.from({ length: Math.max(0, most) + 1 }, (_, zeros) =>
    key.replace(DIGITS, `${"0".repeat(zeros)}${bare}`),
  );
}
