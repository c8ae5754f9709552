/** Numbers in an array that can grow: the larger array, with what the other one holds. */
export function grown<T extends { set(from: T): void }>(from: T, to: T): T {
  to.set(from);
  return to;
}
