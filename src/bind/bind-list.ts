import type {
  BoundItem,
  BoundItems,
  BoundList,
  ListBlock,
  ListMarker,
  ListPlan,
} from "../model/list-block.ts";
import { compileHrefs } from "./compile-href.ts";
import { compileSpans } from "./bind-spans.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";

/** A list with the items that are shown; one with none left is left out. */
export function compileList(
  block: ListBlock,
  context: ExprContext,
): Evaluate<BoundList | undefined> {
  const bind = compileItems(block.list, context);
  return (scopes) => {
    const items = bind(scopes);
    return items === undefined ? undefined : { kind: "list", block, items };
  };
}

function compileItems(list: ListPlan, context: ExprContext): Evaluate<BoundItems | undefined> {
  const compiled = list.items.map((item) => ({
    item,
    when: item.when && context.compile(item.when, context),
    texts: compileSpans(item.spans, context),
    hrefs: compileHrefs(item.spans, context),
    inner: item.list && compileItems(item.list, context),
  }));
  return (scopes) => {
    const items: BoundItem[] = [];
    for (const { item, when, texts, hrefs, inner } of compiled) {
      if (when !== undefined && when(scopes) !== true) continue;
      const links = hrefs?.(scopes);
      const below = inner?.(scopes);
      items.push({
        item,
        marker: markerText(list.marker, list.start + items.length),
        texts: texts(scopes),
        ...(links && { hrefs: links }),
        ...(below && { items: below }),
      });
    }
    return items.length === 0 ? undefined : { list, items };
  };
}

function markerText(marker: ListMarker, number: number): string {
  if (marker.kind === "text") return marker.text;
  return marker.before + numberText(marker.kind, number) + marker.after;
}

function numberText(kind: Exclude<ListMarker["kind"], "text">, number: number): string {
  if (kind === "decimal") return String(number);
  const text = kind.endsWith("roman") ? roman(number) : letters(number);
  return kind.startsWith("upper") ? text.toUpperCase() : text;
}

const LETTERS = 26;

/** a to z, then aa, ab and on; 0 has no letter. */
function letters(number: number): string {
  let text = "";
  for (let left = number; left > 0; left = Math.floor((left - 1) / LETTERS))
    text = String.fromCharCode(0x61 + ((left - 1) % LETTERS)) + text;
  return text === "" ? String(number) : text;
}

const ROMANS: readonly (readonly [number, string])[] = [
  [1000, "m"],
  [900, "cm"],
  [500, "d"],
  [400, "cd"],
  [100, "c"],
  [90, "xc"],
  [50, "l"],
  [40, "xl"],
  [10, "x"],
  [9, "ix"],
  [5, "v"],
  [4, "iv"],
  [1, "i"],
];

/** Up to 3999; other numbers have no Roman form. */
function roman(number: number): string {
  if (number < 1 || number > 3999) return String(number);
  let text = "";
  let left = number;
  for (const [value, letter] of ROMANS) for (; left >= value; left -= value) text += letter;
  return text;
}
