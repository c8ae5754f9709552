/** Letters that are not a base letter with a mark, so that removing marks keeps them. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  Æ: "AE",
  Œ: "OE",
  Ø: "O",
  Ð: "D",
  Đ: "D",
  Þ: "TH",
  Ħ: "H",
  Ł: "L",
  Ŋ: "N",
  Ŧ: "T",
};
const SPECIAL = new RegExp(`[${Object.keys(PLAIN_LETTERS).join("")}]`, "g");
const MARKS = /\p{M}+/gu;
const WORD = /[\p{L}\p{N}]+/gu;
const APOSTROPHES = /['’ʼ]/g;

/** The words of a name for look-ups: capitals without marks, `O'Brien` as one word. */
export function nameWords(name: string): string[] {
  const plain = name
    .replaceAll(APOSTROPHES, "")
    .normalize("NFKD")
    .replaceAll(MARKS, "")
    .toUpperCase()
    .replaceAll(SPECIAL, (letter) => PLAIN_LETTERS[letter] ?? letter);
  return plain.match(WORD) ?? [];
}

/** An account number for look-ups: only letters and digits, in capitals. */
export function accountForm(account: string): string {
  return (account.normalize("NFKC").match(WORD) ?? []).join("").toUpperCase();
}
