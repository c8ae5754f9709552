/** The files of the package `hyphen`, by the tag of their language. */
const PATTERN_FILES: ReadonlySet<string> = new Set(
  (
    "af as be bg bn ca cs cu cy da de-1901 de-1996 de-ch-1901 el-monoton el-polyton en-gb en-us " +
    "es et eu fi fr fur ga gl grc gu hi hr hsb hu hy ia id is it ka kmr kn la lt lv ml mn-cyrl " +
    "mr nb nl nn oc or pa pl pms pt rm ro ru sa sh-cyrl sh-latn sk sl sr-cyrl sv ta te th tk tr uk"
  ).split(" "),
);

/** Tags whose file is called otherwise. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  bs: "sh-latn",
  de: "de-1996",
  el: "el-monoton",
  en: "en-us",
  mn: "mn-cyrl",
  no: "nb",
  sr: "sr-cyrl",
  "sr-latn": "sh-latn",
};

/** Where English is spelt as in Britain. */
const BRITISH = /^en-(?:au|gb|hk|ie|in|mt|ng|nz|pk|sg|za|001)$/;

/**
 * The file of patterns for a BCP 47 tag, such as `en-US`, `de` or `pt-BR`; undefined if its
 * language is not hyphenated.
 */
export function patternFileOf(tag: string): string | undefined {
  const lower = tag.toLowerCase().replace(/-u-.*$/, "");
  if (BRITISH.test(lower)) return "en-gb";
  const [language = "", script = ""] = lower.split("-");
  const tags = [lower, `${language}-${script}`, language];
  const names = tags.map((each) => OTHER_NAMES[each] ?? each);
  return names.find((name) => PATTERN_FILES.has(name));
}
