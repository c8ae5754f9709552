import type { FragmentIndex } from "./fragment-index.ts";

/**
 * The entries of an index in print order: address class, sheets, postal key, ordinal. So a stream
 * takes from a fragment one sorted run per sheet count. For messages, whose first three are all
 * equal, this is the order of ordinals.
 */
export function printOrder(index: FragmentIndex): Uint32Array {
  const order = Uint32Array.from({ length: index.length }, (_, entry) => entry);
  return order.sort(
    (a, b) =>
      index.addressClassIndex(a) - index.addressClassIndex(b) ||
      index.sheets(a) - index.sheets(b) ||
      index.postalKey(a) - index.postalKey(b) ||
      index.ordinal(a) - index.ordinal(b),
  );
}
