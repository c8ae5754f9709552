import { keysOf } from "../../base/keys-of.ts";
import type { Channel } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { numberedTexts } from "../../rules/numbered-texts.ts";
import { plainWords } from "../../verify/content/plain-words.ts";
import { pageTexts } from "../../work/raster/page-texts.ts";
import type { ComposedLetter } from "../opened-layout.ts";

/**
 * What each channel of a letter lacks of the texts that its document must show, in words. Pages are
 * read by PDFium, messages by their plain text.
 */
export async function lackedTexts(
  plan: Pick<LayoutPlan, "required" | "locales">,
  numbers: readonly number[],
  { pdf, messages }: ComposedLetter,
): Promise<string[]> {
  const texts = numberedTexts(plan);
  const pages = pdf === undefined ? undefined : (await pageTexts(pdf)).join("");
  const shown: Partial<Record<Channel, string>> = pages === undefined ? {} : { print: pages };
  for (const channel of keysOf(messages)) {
    const text = messages[channel]?.text;
    if (text !== undefined) shown[channel] = text;
  }
  return keysOf(shown).flatMap((channel) => {
    const words = plainWords(shown[channel] ?? "");
    return numbers.flatMap((number) => {
      const text = texts[number];
      if (text?.channels.includes(channel) !== true) return [];
      const isWhole = text.words.every((stretch) => words.includes(plainWords(stretch)));
      return isWhole ? [] : `the ${channel} does not show the required text \`${text.name}\``;
    });
  });
}
