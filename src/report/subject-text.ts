import type { DecisionSubject } from "../model/audit.ts";
import { grouped } from "./figures.ts";

/**
 * What a decision is about, such as `pieces 17, 40-52, and 8 more`: as many as `widthMax`
 * characters hold, and at least one.
 */
export function subjectText({ what, items }: DecisionSubject, widthMax: number): string {
  let text = `${what} ${items[0] ?? ""}`;
  for (const [at, item] of items.entries()) {
    if (at === 0) continue;
    if (text.length + item.length + 2 > widthMax)
      return `${text}, and ${grouped(items.length - at)} more`;
    text += `, ${item}`;
  }
  return text;
}
