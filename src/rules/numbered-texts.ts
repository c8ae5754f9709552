import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RequiredText } from "../model/layout-rules.ts";

/** A required text in the words of one locale. */
export interface NumberedText extends Pick<RequiredText, "name" | "channels" | "when"> {
  readonly locale: string;
  readonly words: readonly string[];
  /** Whether every document of its channels must show it, in the words of one locale. */
  readonly isOfAll: boolean;
}

/** The texts that a layout requires, locale after locale: a text's place here is its number. */
export function numberedTexts({
  required = [],
  locales,
}: Pick<LayoutPlan, "required" | "locales">): NumberedText[] {
  return required.flatMap(({ words, ...text }) => {
    const isOfAll = text.when === undefined && locales.every((locale) => words[locale]);
    return Object.entries(words).map(([locale, own]) => ({ ...text, locale, words: own, isOfAll }));
  });
}
