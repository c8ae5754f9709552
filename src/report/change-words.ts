import type { Channel } from "../model/channel.ts";
import { CHANNEL_FACTS } from "../model/channel.ts";
import type { ChangeGroup, ChangeKind } from "../model/comparison.ts";
import { keysOf } from "../base/keys-of.ts";
import { grouped } from "./figures.ts";

/** What kinds of changes are called. */
export const CHANGE_WORDS: Readonly<Record<ChangeKind, string>> = {
  gone: "text gone",
  new: "text new",
  reworded: "text reworded",
  "moved-text": "text elsewhere",
  value: "value changed",
  layout: "moved",
  looks: "looks changed",
  pages: "length changed",
  channel: "channel changed",
  refused: "can go out",
  stored: "stored otherwise",
};

const TEXT_MAX = 90;

type Told = Pick<ChangeGroup, "kind" | "before" | "after" | "names">;

/** What a group of changes is about, in one line that has no value of a record. */
export function changeText({ kind, before, after, names = [] }: Told): string {
  switch (kind) {
    case "gone":
    case "moved-text":
      return quoted(before);
    case "new":
      return quoted(after);
    case "reworded":
      return rewordedText(before, after);
    case "value":
      return `${names.map((name) => `{${name}}`).join(", ")} in ${quoted(before)}`;
    case "layout":
      return `${names.join(", ")}: ${after}`;
    case "looks":
      return names.length > 0 ? names.join(", ") : after;
    case "refused":
      return `${before || "sound"} → ${after || "sound"}`;
    case "pages":
    case "channel":
    case "stored":
      return `${before} → ${after}`;
  }
}

/** From the first word that differs, with some before it. */
function rewordedText(before: string, after: string): string {
  const [from, to] = [before, after].map((text) => text.split(/\s+/));
  const first = (from ?? []).findIndex((word, index) => word !== to?.[index]);
  const start = Math.max(0, first < 0 ? 0 : first - 2);
  const [was, is] = [from, to].map((words) => (words ?? []).slice(start).join(" "));
  const head = start > 0 ? "…" : "";
  return `${quoted(head + (was ?? ""), 40)} → ${quoted(head + (is ?? ""), 40)}`;
}

function quoted(text: string, max = TEXT_MAX): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  const shown = line.length > max ? `${line.slice(0, max - 1)}…` : line;
  return `"${shown}"`;
}

/** On which channels, such as `599 pieces, 12 e-mails`. */
export function channelsText(channels: Readonly<Partial<Record<Channel, number>>>): string {
  return keysOf(channels)
    .map((channel) => {
      const { one, many } = CHANNEL_FACTS[channel];
      const count = channels[channel] ?? 0;
      return `${grouped(count)} ${count === 1 ? one : many}`;
    })
    .join(", ");
}
