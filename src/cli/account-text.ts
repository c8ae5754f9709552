import type { DocumentAccount } from "../index.ts";

const OUTCOMES = {
  shown: "shown",
  most: "left out: its zone has enough",
  "no-room": "left out: no room",
} as const;

/** A line for each message that a document could have shown: what became of it, and why. */
export function accountLines(shows: DocumentAccount | null): string[] {
  const { messages = [] } = shows ?? {};
  return messages.map(({ block, zone, line, outcome }) => {
    const what = zone === "" ? block : `${block} of zone ${zone}`;
    const place = line > 0 ? ` (line ${line})` : "";
    return `${what}${place}  ${OUTCOMES[outcome]}`;
  });
}
