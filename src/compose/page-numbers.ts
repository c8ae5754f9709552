import { type BoundBlock, PAGE_MARK, PAGES_MARK } from "../model/document.ts";

/** Furniture blocks whose placeholders are replaced by the page number and the page count. */
export function withPageNumbers(
  blocks: readonly BoundBlock[],
  page: string,
  pages: string,
): readonly BoundBlock[] {
  const number = (text: string): string =>
    text.includes(PAGE_MARK) || text.includes(PAGES_MARK)
      ? text.replaceAll(PAGE_MARK, page).replaceAll(PAGES_MARK, pages)
      : text;
  const all = (texts: readonly string[]): readonly string[] => texts.map(number);
  return blocks.map((bound): BoundBlock => {
    switch (bound.kind) {
      case "text":
        return { ...bound, texts: all(bound.texts) };
      case "facts":
        return { ...bound, labels: bound.labels.map(all), values: bound.values.map(all) };
      case "group":
        return { ...bound, blocks: withPageNumbers(bound.blocks, page, pages) };
      case "columns":
        return {
          ...bound,
          columns: bound.columns.map((column) => withPageNumbers(column, page, pages)),
        };
      default:
        return bound;
    }
  });
}
