const SCRIPTS: ReadonlySet<string> = new Set(
  "Adlm Arab Hebr Mand Nkoo Rohg Samr Syrc Thaa Yezi".split(" "),
);

const known = new Map<string, boolean>();

/** Whether a language is written from right to left. Locales are those that the plan declares. */
export function isRightToLeft(locale: string): boolean {
  let answer = known.get(locale);
  if (answer === undefined) {
    answer = SCRIPTS.has(new Intl.Locale(locale).maximize().script ?? "");
    known.set(locale, answer);
  }
  return answer;
}
