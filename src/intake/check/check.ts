/** The answer of a check for a value that is not good. */
export const BAD = Symbol("bad");

/**
 * Checks a raw value: the value itself where it is good as it stands, a cleaned copy where
 * something in it had to be left out or filled in, undefined where it is absent and may be, or
 * `BAD`. Finding out what is bad is the business of `findFaults`.
 */
export type Check = (raw: unknown) => unknown;

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The number of an object's own fields, without making a list of them. */
export function countFields(value: Record<string, unknown>): number {
  let count = 0;
  for (const _name in value) count += 1;
  return count;
}
