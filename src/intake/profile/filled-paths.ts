import { limits } from "../../base/limits.ts";
import { isPlainObject } from "../../base/plain-object.ts";

/**
 * The paths of a nested record, each once, and whether there is anything at them: those in the rows
 * of a list have no numbers, such as `lines.amount`. No more than `pathsMax`.
 */
export function filledPaths(record: unknown, pathsMax: number): Map<string, boolean> {
  const found = new Map<string, boolean>();
  addPaths(record, "", found, pathsMax);
  return found;
}

function addPaths(
  value: unknown,
  path: string,
  found: Map<string, boolean>,
  pathsMax: number,
): void {
  if (Array.isArray(value)) {
    for (const row of value.slice(0, limits.profiledRowsMax)) addPaths(row, path, found, pathsMax);
  } else if (isPlainObject(value)) {
    for (const [name, inner] of Object.entries(value)) {
      const own = path === "" ? name : `${path}.${name}`;
      if (found.size >= pathsMax && !found.has(own)) return;
      found.set(own, found.get(own) === true || isFilled(inner));
      addPaths(inner, own, found, pathsMax);
    }
  }
}

function isFilled(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "string") return value.trim() !== "";
  if (Array.isArray(value)) return value.length > 0;
  return !isPlainObject(value) || Object.keys(value).length > 0;
}
