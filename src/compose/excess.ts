import type { Mpt } from "../base/units.ts";

/** By how much something is too large: `needs 14.2 pt more than the 231 pt it has`. */
export function excess(neededMpt: Mpt, roomMpt: Mpt): string {
  // Rounded up, so that what is said to be missing is enough.
  const more = Math.ceil((neededMpt - roomMpt) / 100) / 10;
  return `needs ${more} pt more than the ${Math.floor(roomMpt / 100) / 10} pt it has`;
}
