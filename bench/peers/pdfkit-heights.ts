import type { BoundBlock } from "../../src/model/document.ts";
import { type Content, printed, runsOf } from "../statement/bound-text.ts";
import type { PdfkitText } from "./pdfkit-text.ts";
import { columnWidthsPt } from "./table-columns.ts";

/** The height blocks will take, in points: what must stay on one page is measured first. */
export function blocksHeightPt(
  text: PdfkitText,
  blocks: readonly BoundBlock[],
  width: number,
): number {
  let height = 0;
  for (const content of printed(blocks)) {
    const { spaceBeforeMpt, spaceAfterMpt } = content.block;
    height += (spaceBeforeMpt + spaceAfterMpt) / 1000 + contentHeightPt(text, content, width);
  }
  return height;
}

function contentHeightPt(text: PdfkitText, content: Content, width: number): number {
  switch (content.kind) {
    case "text": {
      const { spans, isStatic } = content.block;
      return text.heightPt(runsOf(spans, content.texts), width, isStatic);
    }
    case "facts": {
      const style = content.block.entries[0]?.value[0]?.style ?? 0;
      return content.entries.length * (text.leadingPt(style) + content.block.rowGapMpt / 1000);
    }
    case "group":
      return blocksHeightPt(text, content.blocks, width) + (content.block.paddingMpt * 2) / 1000;
    case "columns": {
      const widths = columnWidthsPt(content.block.columns, width, content.block.gapMpt / 1000);
      const heights = content.columns.map((column, index) =>
        blocksHeightPt(text, column, widths[index] as number),
      );
      return Math.max(0, ...heights);
    }
    case "table":
      return 0;
    case "fixed":
      return content.block.kind === "rule" ? content.block.thicknessMpt / 1000 : 0;
    default:
      throw new Error(`no ${content.kind} is in the layouts compared`);
  }
}
