import { type BoundBlock, PAGE_MARK, PAGES_MARK } from "../../src/model/document.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";
import { collectTexts } from "../statement/bound-text.ts";

/** A text of furniture with the page number and the page count set in. */
export function numbered(text: string, page: number, pages: number): string {
  if (!text.includes(PAGE_MARK) && !text.includes(PAGES_MARK)) return text;
  return text.replaceAll(PAGE_MARK, String(page)).replaceAll(PAGES_MARK, String(pages));
}

/** Whether blocks hold a page number or page count. */
export function isNumbered(blocks: readonly BoundBlock[]): boolean {
  return collectTexts(blocks).some((text) => text.includes(PAGE_MARK) || text.includes(PAGES_MARK));
}

/** The boxes of a page (0-based), by its master. */
export function boxesOf(
  statement: BoundStatement,
  page: number,
): readonly (readonly BoundBlock[])[] {
  return statement.furniture[Math.min(page, statement.furniture.length - 1)] ?? [];
}
