import type { Path } from "../yaml/yaml-source.ts";

/** The path of a block or box, with this id, which may begin with whose variant it is. */
export function pathOfId(id: string): Path {
  return id.slice(id.lastIndexOf("@") + 1).split(".");
}

/** Preferences by their names in a plan. */
const PREFERENCES: ReadonlyMap<Path[number] | undefined, string> = new Map([
  ["largePrint", "large-print"],
  ["plainText", "plain-text"],
  ["braille", "braille"],
]);

/** The keys of a block in a plan, or of the plan's own, as a layout writes them. */
export function writtenKeys(keys: Path): Path {
  const [first, second, third] = keys;
  const preference = PREFERENCES.get(first);
  if (preference !== undefined) return ["preferences", preference, ...keys.slice(1)];
  if (first === "entries") return ["facts", second ?? 0, third ?? "when"];
  // Of a chart.
  if (first === "labelStyle") return ["style"];
  if (first === "figureStyle") return ["figure-style"];
  return first === "rows" ? ["table", "where"] : keys;
}
