/** What a style can ask of its font, by names that people use, and the OpenType features of it. */
export const TYPE_FEATURES = {
  "tabular-figures": ["tnum"],
  "proportional-figures": ["pnum"],
  "old-style-figures": ["onum"],
  "lining-figures": ["lnum"],
  "slashed-zero": ["zero"],
  fractions: ["frac"],
  ordinals: ["ordn"],
  "superior-figures": ["sups"],
  "inferior-figures": ["subs"],
  "small-caps": ["smcp"],
  "all-small-caps": ["smcp", "c2sc"],
  ligatures: ["liga"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type TypeFeature = keyof typeof TYPE_FEATURES;

/** Only in these words are figures fractions: a date is none, nor is an address. */
const FRACTION = /^\D*\d{1,3}[/\u2044]\d{1,3}\D*$/;

/** The features that apply to a word, by their tags. */
export function featuresOf(tags: readonly string[], text: string): readonly string[] {
  return tags.includes("frac") && !FRACTION.test(text)
    ? tags.filter((tag) => tag !== "frac")
    : tags;
}
