import type { SampledItem } from "../../model/sample.ts";
import type { DocumentKinds } from "./document-kinds.ts";
import { inDrawingOrder, type Lottery } from "./draw-sample.ts";
import type { SampleItem } from "./sample-lot.ts";

type Reason = SampledItem["reason"];

/**
 * Items that are judged whatever was drawn, and count in no acceptance number: one of each kind
 * that no drawn item is of, those with the most pages and the outermost amounts, and those that
 * people name.
 */
export function mandatoryPicks(
  lot: readonly SampleItem[],
  drawn: readonly SampleItem[],
  by: Lottery,
  more: {
    readonly kinds: DocumentKinds | undefined;
    readonly isNamed: (item: SampleItem) => boolean;
  },
): Map<SampleItem, Reason> {
  const picks = new Map<SampleItem, Reason>();
  const taken = new Set(drawn);
  const pick = (item: SampleItem | undefined, reason: Reason): void => {
    if (item !== undefined && !taken.has(item) && !picks.has(item)) picks.set(item, reason);
  };
  const row = inDrawingOrder(lot, by);
  const covered = new Set(drawn.flatMap(({ kinds }) => kinds));
  for (const item of row)
    for (const kind of item.kinds.filter((one) => !covered.has(one))) {
      pick(item, `for ${kind}`);
      for (const own of item.kinds) covered.add(own);
    }
  pick(
    outermost(row, ({ pages }) => pages),
    "for the most pages",
  );
  for (const [field, name] of (more.kinds?.moneyNames ?? []).entries()) {
    const amount = ({ document }: SampleItem): number => more.kinds?.amounts(document)[field] ?? 0;
    pick(outermost(row, amount), `for the highest ${name}`);
    pick(
      outermost(row, (item) => -amount(item)),
      `for the lowest ${name}`,
    );
  }
  for (const item of row.filter(more.isNamed)) pick(item, "for its key");
  return picks;
}

/** The first of those with the highest value. */
function outermost(
  row: readonly SampleItem[],
  valueOf: (item: SampleItem) => number,
): SampleItem | undefined {
  let [best, highest] = [row[0], Number.NEGATIVE_INFINITY];
  for (const item of row) {
    const value = valueOf(item);
    if (value > highest) [best, highest] = [item, value];
  }
  return best;
}
