import { defined } from "../base/assert.ts";
import type { Span } from "../model/block.ts";
import type { TypeStyle } from "./type-style.ts";

/** Text in one style, part of a paragraph; of one level if the paragraph has levels. */
export interface StyledText {
  readonly style: TypeStyle;
  readonly text: string;
  readonly level?: number;
}

/** The texts of spans, each in its style. */
export function styledTexts(
  { styles }: { readonly styles: readonly TypeStyle[] },
  spans: readonly Span[],
  texts: readonly string[],
): StyledText[] {
  return spans.map((span, index) => ({
    style: defined(styles[span.style], `text style ${span.style}`),
    text: texts[index] ?? "",
  }));
}

export function textOf(texts: readonly StyledText[]): string {
  return texts.map(({ text }) => text).join("");
}

/** The texts of each line, as line feeds separate them. */
export function linesOf(texts: readonly StyledText[]): StyledText[][] {
  const lines: StyledText[][] = texts.length === 0 ? [] : [[]];
  for (const { style, text } of texts) {
    text.split("\n").forEach((part, index) => {
      if (index > 0) lines.push([]);
      lines.at(-1)?.push({ style, text: part });
    });
  }
  return lines;
}

/** The parts of styled texts between two offsets of their joined text, each of one level. */
export function slicesOf(
  texts: readonly StyledText[],
  from: number,
  to: number,
  levels?: Uint8Array,
): StyledText[] {
  const slices: StyledText[] = [];
  let offset = 0;
  for (const { style, text } of texts) {
    const start = Math.max(from, offset);
    const end = Math.min(to, offset + text.length);
    if (start < end && levels === undefined)
      slices.push({ style, text: text.slice(start - offset, end - offset) });
    if (start < end && levels !== undefined)
      for (const [first, last] of levelRuns(levels, start, end)) {
        const level = levels[first] as number;
        slices.push({ style, text: text.slice(first - offset, last - offset), level });
      }
    offset += text.length;
  }
  return slices;
}

/** The stretches of one level between two offsets. */
function levelRuns(levels: Uint8Array, from: number, to: number): [number, number][] {
  const runs: [number, number][] = [];
  let start = from;
  for (let at = from + 1; at <= to; at += 1) {
    if (at < to && levels[at] === levels[start]) continue;
    runs.push([start, at]);
    start = at;
  }
  return runs;
}
