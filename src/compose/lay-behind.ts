import { DECORATION_STRIDE, type Galley } from "./galley.ts";
import { numberOf } from "./page-items.ts";

/** Lays decorations behind those of each item from `first` on: `lay` adds an item's own. */
export function layBehind(galley: Galley, first: number, lay: (item: number) => void): void {
  const from = numberOf(galley.decorationStarts, first);
  const old = galley.decorations.slice(
    from * DECORATION_STRIDE,
    galley.decorationCount * DECORATION_STRIDE,
  );
  const last = galley.itemCount - 1;
  galley.decorationCount = from;
  for (let item = first; item <= last; item += 1) {
    const start = numberOf(galley.decorationStarts, item) - from;
    const end = numberOf(galley.decorationEnds, item) - from;
    galley.decorationStarts[item] = galley.decorationCount;
    lay(item);
    for (let at = start * DECORATION_STRIDE; at < end * DECORATION_STRIDE;) {
      const [kind = 0, x = 0, y = 0, width = 0, height = 0, index = 0] = old.subarray(
        at,
        at + DECORATION_STRIDE,
      );
      galley.decoration(kind, x, y, width, height, index);
      at += DECORATION_STRIDE;
    }
    galley.decorationEnds[item] = galley.decorationCount;
  }
}
