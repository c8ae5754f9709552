import type { TextFormat } from "../model/text-format.ts";
import { readableParts } from "./message-parts.ts";

/** A link whose target would lead nowhere in two lines. */
const TARGET_ALONE = /^\s*<\w+:.*>$/;

/**
 * What is wrong with the form of an e-mail, or undefined: one for whom text alone is wanted has no
 * HTML, and lines and pages as its kind has them; every other one has HTML. `kind` is what the
 * fragment states.
 */
export function textAloneFault(
  message: Uint8Array,
  kind: string | undefined,
  formats: readonly TextFormat[],
): string | undefined {
  const parts = readableParts(message);
  const hasHtml = parts.some(({ isHtml }) => isHtml);
  if (kind === undefined) return hasHtml ? undefined : "is text alone, which nobody asked for";
  const format = formats.find((one) => one.kind === kind);
  if (format === undefined) return "is text alone of a kind that the layout does not have";
  const [only] = parts;
  if (hasHtml || only === undefined || parts.length > 1)
    return "is not text alone, as its customer prefers";
  return linesFault(only.text.replaceAll("\r\n", "\n"), format);
}

function linesFault(text: string, { width, pageLines }: TextFormat): string | undefined {
  const isLong = (line: string): boolean =>
    Array.from(line).length > width && (pageLines !== undefined || !TARGET_ALONE.test(line));
  if (text.split(/[\n\f]/).some(isLong)) return `has a line of more than ${width} characters`;
  const pages = text.split("\f");
  if (pageLines === undefined)
    return pages.length === 1 ? undefined : "is in pages, which its kind of text does not have";
  const rest = pages.pop();
  const areRight = pages.length > 0 && pages.every((page, index) => isPage(page, index, pageLines));
  return rest === "" && areRight ? undefined : `is not in numbered pages of ${pageLines} lines`;
}

/** Whether all lines of a page are there, its number on the last one. */
function isPage(page: string, index: number, pageLines: number): boolean {
  const lines = page.split("\n");
  const isWhole = lines.length === pageLines + 1 && lines[pageLines] === "";
  return isWhole && lines[pageLines - 1]?.trim() === String(index + 1);
}
