import { isPlainObject } from "../../base/plain-object.ts";

/** What the plan calls otherwise than the layout's file. */
const NAMES: Readonly<Record<string, string>> = { entries: "facts", blocks: "group" };

/**
 * The path in a layout's file of what stands at a path of its plan, as far as that can be followed:
 * the file has the name of a block's kind between, and mappings where the plan has lists.
 */
export function sourcePath(root: unknown, path: readonly (string | number)[]): string[] {
  const found: string[] = [];
  let value = root;
  const enter = (key: string): void => {
    found.push(key);
    value = Array.isArray(value)
      ? value[Number(key)]
      : isPlainObject(value)
        ? value[key]
        : undefined;
  };
  for (const [index, step] of path.entries()) {
    const key = String(step);
    // The condition of a table's rows stands beside them.
    if (key === "rows" && path[index + 1] === "where") continue;
    const way = wayTo(value, key);
    for (const next of way ?? []) enter(next);
  }
  return found;
}

/** The keys from a value to one of its own, through the name of a kind; undefined if it is none. */
function wayTo(value: unknown, key: string): string[] | undefined {
  if (Array.isArray(value)) return Number(key) < value.length ? [key] : undefined;
  if (!isPlainObject(value)) return undefined;
  if (key in value) return [key];
  const other = NAMES[key];
  if (other !== undefined && other in value) return [other];
  const nth = /^\d+$/.test(key) ? Object.keys(value)[Number(key)] : undefined;
  if (nth !== undefined) return [nth];
  const inner = Object.entries(value).find(([, part]) => isPlainObject(part) && key in part);
  return inner && [inner[0], key];
}
