import { assertNever } from "../../base/assert.ts";
import type { BoundChart } from "../../model/bound-chart.ts";
import type {
  BoundBarcode,
  BoundBlock,
  BoundFacts,
  BoundFixed,
  BoundStatic,
  BoundText,
  Document,
} from "../../model/document.ts";
import type { BoundItems } from "../../model/list-block.ts";
import type { EmailEnvelope } from "./email-frame.ts";
import { phrasesOf } from "./email-phrases.ts";
import { withTextNotes } from "./html-notes.ts";
import { linkedText } from "./linked-text.ts";
import { isShown } from "./shown-blocks.ts";
import { plain, TEXT_WIDTH, wrapLines } from "./text-layout.ts";
import { tableText } from "./text-table.ts";

/** Texts of blocks that are the same for every record; they live as long as their block does. */
const staticTexts = new WeakMap<BoundStatic, string>();

interface TextContext {
  readonly rowsMax: number;
  readonly moreRows: (count: number) => string;
}

/** The plain text part: what the HTML says, 72 columns wide, lines ended by LF. */
export function paintText(document: Document, envelope: EmailEnvelope, rowsMax: number): string {
  const context = { rowsMax, moreRows: phrasesOf(document.locale).moreRows };
  const shown = blockTexts(document.blocks, context).join("\n");
  const body = withTextNotes(document, shown, ({ texts, hrefs }) => linkedText(texts, hrefs));
  const parts = body === "" ? [] : [body];
  if (envelope.footer !== "") parts.push(`-- \n${paragraph(envelope.footer)}`);
  return parts.join("\n");
}

function blockTexts(blocks: readonly BoundBlock[], context: TextContext): string[] {
  const texts: string[] = [];
  for (const bound of blocks) {
    if (!isShown(bound)) continue;
    const text = blockText(bound, context);
    if (text !== "") texts.push(text);
  }
  return texts;
}

function blockText(bound: BoundBlock, context: TextContext): string {
  switch (bound.kind) {
    case "text":
      return headingOrParagraph(bound);
    case "facts":
      return factsText(bound);
    case "table":
      if (bound.empty !== undefined) return paragraph(linkedText(bound.empty, bound.emptyHrefs));
      return tableText(bound, context.rowsMax, context.moreRows);
    case "chart":
      return chartText(bound, context);
    case "group":
      return blockTexts(bound.blocks, context).join("\n");
    case "columns":
      return bound.columns.flatMap((blocks) => blockTexts(blocks, context)).join("\n");
    case "barcode":
      return barcodeText(bound);
    case "list":
      return listText(bound.items, TEXT_WIDTH);
    case "fixed":
      return fixedText(bound);
    case "static":
      return staticText(bound, context);
    default:
      return assertNever(bound, "block");
  }
}

/** What the chart shows, in words, and its figures in lines. */
function chartText(bound: BoundChart, { rowsMax, moreRows }: TextContext): string {
  if (bound.empty !== undefined) return paragraph(bound.empty.join(""));
  const figures = bound.shape === "gauge" ? `${bound.figure} ${bound.caption}`.trim() : "";
  const said = [figures, bound.alt()].filter((text) => text !== "").map(paragraph);
  const table = bound.table();
  if (table !== undefined) said.push(tableText(table, rowsMax, moreRows));
  return said.join("");
}

function staticText(bound: BoundStatic, context: TextContext): string {
  let text = staticTexts.get(bound);
  if (text === undefined) {
    text = blockTexts([bound.content], context).join("\n");
    staticTexts.set(bound, text);
  }
  return text;
}

function paragraph(text: string): string {
  return `${wrapLines(plain(text), TEXT_WIDTH).join("\n")}\n`;
}

function headingOrParagraph({ block, texts, hrefs }: BoundText): string {
  const lines = paragraph(linkedText(texts, hrefs));
  if (block.level === 0) return lines;
  const width = Math.max(...lines.split("\n").map((line) => line.length));
  return `${lines}${(block.level === 1 ? "=" : "-").repeat(width)}\n`;
}

/** Items with their markers, set in by as much as the markers need. */
function listText({ items }: BoundItems, width: number): string {
  const indent = Math.max(...items.map(({ marker }) => marker.length)) + 1;
  let text = "";
  for (const { marker, texts, hrefs, items: below } of items) {
    const lines = wrapLines(plain(linkedText(texts, hrefs)), width - indent);
    if (below !== undefined)
      lines.push(
        ...listText(below, width - indent)
          .trimEnd()
          .split("\n"),
      );
    lines.forEach((line, index) => {
      text += `${(index === 0 ? marker : "").padEnd(indent)}${line}`.trimEnd() + "\n";
    });
  }
  return text;
}

/** Labels and values at the two edges of a line, or on two lines where one is too short. */
function factsText({ labels, values, labelHrefs, valueHrefs }: BoundFacts): string {
  let text = "";
  for (let row = 0; row < labels.length; row += 1) {
    const label = plain(linkedText(labels[row] ?? [], labelHrefs?.[row]));
    const value = plain(linkedText(values[row] ?? [], valueHrefs?.[row]));
    const fits = label.length + value.length + 2 <= TEXT_WIDTH && !value.includes("\n");
    if (fits) text += `${label}${value.padStart(TEXT_WIDTH - label.length)}\n`;
    else text += paragraph(`${label}:\n${value}`);
  }
  return text;
}

/** What a barcode is for, and what it says where people can read that. */
function barcodeText({ code, alt }: BoundBarcode): string {
  const shown = [alt, code.shown].filter((text) => text !== "");
  return shown.length === 0 ? "" : paragraph(shown.join("\n"));
}

/** Rules are left out: what they set apart has blank lines and underlined headings already. */
function fixedText({ block }: BoundFixed): string {
  return block.kind === "image" && block.alt !== "" ? paragraph(`[${block.alt}]`) : "";
}
