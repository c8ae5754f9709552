import { isPlainObject } from "../../base/plain-object.ts";

/** The value at a field path such as `account.id`, or undefined if there is none. */
export function valueAtPath(value: unknown, path: readonly string[]): unknown {
  let at = value;
  for (const step of path) {
    if (!isPlainObject(at) || !Object.hasOwn(at, step)) return undefined;
    at = at[step];
  }
  return at;
}
