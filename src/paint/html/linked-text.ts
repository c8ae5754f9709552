import type { BoundHrefs, BoundSpans } from "../../model/document.ts";
import { safeTarget } from "./escape-html.ts";

/** Spans in a row, the target of each link behind its words. */
export function linkedText(texts: BoundSpans, hrefs: BoundHrefs | undefined): string {
  let text = "";
  for (let index = 0; index < texts.length; index += 1) {
    const target = safeTarget(hrefs?.[index]);
    text += target === undefined ? texts[index] : `${texts[index]} <${target}>`;
  }
  return text;
}
