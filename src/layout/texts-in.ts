import type { Channel } from "../model/channel.ts";

/** A text of a plan: words and expressions, and the id of the block that has it. */
export interface FoundText {
  readonly id: string;
  readonly parts: readonly unknown[];
}

/**
 * The texts in any part of a plan, in order; of blocks, those that a channel shows, where one is
 * named. What kinds of blocks there are does not matter: texts are lists of words and expressions,
 * rich ones lists of such lists.
 */
export function textsIn(value: unknown, channel?: Channel, id = ""): FoundText[] {
  if (Array.isArray(value)) {
    if (value.some((item) => typeof item === "string")) return [{ id, parts: value }];
    if (value.length > 0 && value.every(isSpan))
      return [{ id, parts: value.flatMap((span) => span.template) }];
    return value.flatMap((item) => textsIn(item, channel, id));
  }
  if (!isObject(value) || isHidden(value["channels"], channel)) return [];
  const own = typeof value["id"] === "string" ? value["id"] : id;
  return Object.values(value).flatMap((part) => textsIn(part, channel, own));
}

/** A text as one string, with a stand-in for each of its values. */
export function wordsWith(standIn: string, { parts }: FoundText): string {
  return parts.map((part) => (typeof part === "string" ? part : standIn)).join("");
}

function isHidden(channels: unknown, channel: Channel | undefined): boolean {
  return channel !== undefined && isObject(channels) && channels[channel] === false;
}

function isSpan(value: unknown): value is { readonly template: readonly unknown[] } {
  return isObject(value) && Array.isArray(value["template"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
