import type { Channel } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import { textsIn, wordsWith } from "../texts-in.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";

type Plan = Pick<
  LayoutPlan,
  "required" | "blocks" | "masters" | "notes" | "appended" | "email" | "sms" | "translations"
>;

/** Stands for a value in a text: no required text has it. */
const VALUE = "\uFFFC";

/** Warns of required texts that no block of a channel has: no document could show them. */
export function adviseUnseen(source: YamlSource, plan: Plan): void {
  for (const [index, { name, channels, words }] of (plan.required ?? []).entries())
    for (const channel of channels) {
      const lacking = Object.entries(words).find(([locale, stretches]) => {
        const shown = wordsOn(channel, { ...plan, ...plan.translations?.[locale] });
        return stretches.some((one) => !shown.some((text) => text.includes(unspaced(one))));
      });
      if (lacking === undefined) continue;
      const [locale] = lacking;
      const message = `Nothing on \`${channel}\` shows the whole of \`${name}\` in ${locale}.`;
      const hint = "show it in a text of that channel, or correct what `require` says";
      source.report("required-unseen", ["require", index, "text"], message, {
        severity: "warning",
        hint,
      });
    }
}

/** The texts of a channel, without their values and blanks. */
function wordsOn(channel: Channel, plan: Plan): string[] {
  const { blocks, notes, appended, masters, email, sms } = plan;
  const flow = [blocks, notes, appended];
  const parts = channel === "sms" ? sms : [flow, channel === "print" ? masters : email];
  return textsIn(parts, channel).map((text) => unspaced(wordsWith(VALUE, text)));
}

function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, "");
}
