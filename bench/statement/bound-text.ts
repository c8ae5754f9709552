import type { Span } from "../../src/model/block.ts";
import type { BoundChart } from "../../src/model/bound-chart.ts";
import type { BoundList } from "../../src/model/list-block.ts";
import type { BoundBlock, BoundSpans, BoundStatic } from "../../src/model/document.ts";

/** A bound block that is not a wrapper; what is compared has no charts and lists. */
export type Content = Exclude<BoundBlock, BoundStatic | BoundChart | BoundList>;

/** A stretch of text in one style (an index into the plan's styles). */
export interface Run {
  readonly text: string;
  readonly style: number;
}

/** The blocks that print shows, unwrapped. */
export function printed(blocks: readonly BoundBlock[]): Content[] {
  const shown: Content[] = [];
  for (const bound of blocks) {
    const content = bound.kind === "static" ? bound.content : bound;
    if (content.kind === "chart" || content.kind === "list") continue;
    if (content.block.channels.print) shown.push(content);
  }
  return shown;
}

/** The texts of spans with their styles, empty ones left out. */
export function runsOf(spans: readonly Span[], texts: BoundSpans): Run[] {
  const runs: Run[] = [];
  spans.forEach(({ style }, index) => {
    const text = texts[index] ?? "";
    if (text !== "") runs.push({ text, style });
  });
  return runs;
}

/** Every paragraph, label, value, title and cell that print shows. */
export function collectTexts(blocks: readonly BoundBlock[]): string[] {
  const texts: string[] = [];
  for (const bound of printed(blocks)) {
    switch (bound.kind) {
      case "text":
        texts.push(bound.texts.join(""));
        break;
      case "facts":
        bound.labels.forEach((label, entry) => {
          texts.push(label.join(""), (bound.values[entry] ?? []).join(""));
        });
        break;
      case "table":
        if (bound.empty !== undefined) texts.push(bound.empty.join(""));
        else texts.push(...(bound.block.showHeader ? bound.titles : []), ...bound.cells);
        break;
      case "group":
        texts.push(...collectTexts(bound.blocks));
        break;
      case "columns":
        for (const column of bound.columns) texts.push(...collectTexts(column));
        break;
      case "fixed":
        break;
    }
  }
  return texts;
}
