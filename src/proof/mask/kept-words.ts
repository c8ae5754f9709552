import { SPECIMEN_TEXT } from "../../mail/specimen.ts";
import { MESSAGE_CHANNELS } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { IsKept } from "./mask-text.ts";

/** What people read for a value of a list of choices tells the value. */
const VALUE_WORDS = "labels";
const WORD = /\p{L}[\p{L}\p{M}]*/gu;

/** The words of a layout's own texts, in all its locales, and that of a test on each page. */
export function wordingOf(plan: LayoutPlan): ReadonlySet<string> {
  const { blocks, masters, title, lets, translations } = plan;
  const messages = MESSAGE_CHANNELS.map((channel) => plan[channel]);
  const words = new Set<string>([SPECIMEN_TEXT]);
  addWords([blocks, masters, title, lets, translations, messages], (word) => words.add(word));
  return words;
}

/** Words such as `of` and `in` tell nothing, and hide much where some value has them, too. */
const SHORT = 3;

/**
 * Whether a word may be read where a record is masked: the layout says it, and no value of the
 * record has it. Without the record nothing may.
 */
export function keptFor(wording: ReadonlySet<string>, record: unknown): IsKept {
  if (record === undefined) return () => false;
  const own = new Set<string>();
  addWords(record, (word) => own.add(word.toLowerCase()));
  return (word) => wording.has(word) && (word.length <= SHORT || !own.has(word.toLowerCase()));
}

/** The words of all texts in a value; names of its fields are none. */
function addWords(value: unknown, add: (word: string) => void): void {
  if (typeof value === "string") for (const [word] of value.matchAll(WORD)) add(word);
  else if (typeof value === "object" && value !== null)
    for (const [key, part] of Object.entries(value)) if (key !== VALUE_WORDS) addWords(part, add);
}
