/** What a check returns for a bad value. */
export const BAD = Symbol("bad");

/**
 * Checks a raw value: returns the value itself if it is good, a cleaned copy if something had to be
 * left out or filled in, undefined if it is absent and may be, or `BAD`. `findFaults` finds out
 * what is bad.
 */
export type Check = (raw: unknown) => unknown;

/** The number of an object's own fields, without building a list of them. */
export function countFields(value: Record<string, unknown>): number {
  let count = 0;
  for (const _name in value) count += 1;
  return count;
}
