import type { Channel } from "../../model/channel.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
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
  const found: string[] = [];
  if (channel === "sms") collect(plan.sms, channel, found);
  else collect([plan.blocks, plan.notes, plan.appended], channel, found);
  if (channel === "print") collect(plan.masters, channel, found);
  if (channel === "email") collect(plan.email, channel, found);
  return found;
}

/** What kinds of blocks there are does not matter: texts are lists of words and of expressions. */
function collect(value: unknown, channel: Channel, found: string[]): void {
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === "string")) found.push(templateWords(value));
    else if (value.every(isSpan))
      found.push(value.map((span) => templateWords(span.template)).join(""));
    else for (const item of value) collect(item, channel, found);
    return;
  }
  if (!isObject(value) || isHidden(value["channels"], channel)) return;
  for (const part of Object.values(value)) collect(part, channel, found);
}

function templateWords(parts: readonly unknown[]): string {
  return unspaced(parts.map((part) => (typeof part === "string" ? part : VALUE)).join(""));
}

function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, "");
}

function isHidden(channels: unknown, channel: Channel): boolean {
  return isObject(channels) && channels[channel] === false;
}

function isSpan(value: unknown): value is { readonly template: readonly unknown[] } {
  return isObject(value) && Array.isArray(value["template"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
