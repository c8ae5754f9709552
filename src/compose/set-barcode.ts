import { SYMBOLOGIES } from "../barcode/symbology.ts";
import { defined } from "../base/assert.ts";
import { diagnostic } from "../base/diagnostic.ts";
import type { Mpt } from "../base/units.ts";
import type { BoundBarcode } from "../model/document.ts";
import { sideOf } from "../model/geometry.ts";
import { DECORATION_CODE } from "./galley.ts";
import { roleIndex, type SetContext } from "./set-context.ts";
import { setText } from "./set-text.ts";

const TEXT_ROLE = roleIndex("P");
/** Between the bars and the text beneath them. */
const TEXT_GAP_MPT = 1500;

interface CodeMeasures {
  readonly moduleMpt: number;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly quietXMpt: Mpt;
  readonly quietYMpt: Mpt;
}

/** A code in its quiet zone, and the text for people beneath it, as one item. */
export function setBarcode(context: SetContext, bound: BoundBarcode, widthMpt: Mpt): void {
  const { galley } = context;
  const { block, code } = bound;
  const measures = codeMeasures(bound);
  const { quietXMpt, quietYMpt } = measures;
  const wholeMpt = measures.widthMpt + 2 * quietXMpt;
  if (!fits(context, bound, measures, wholeMpt, widthMpt)) return;
  const slackMpt = widthMpt - wholeMpt;
  const side = sideOf(block.align, context.rightToLeft);
  const xMpt = side === "left" ? 0 : side === "right" ? slackMpt : slackMpt >> 1;
  const { itemCount, segmentCount, decorationCount } = galley;
  galley.codes.push({ code, quietXMpt, quietYMpt });
  const index = galley.codes.length - 1;
  const codeMpt = measures.heightMpt + 2 * quietYMpt;
  galley.decoration(
    DECORATION_CODE,
    xMpt + quietXMpt,
    quietYMpt,
    measures.widthMpt,
    measures.heightMpt,
    index,
  );
  if (block.textStyle < 0 || code.shown === "") {
    galley.item(segmentCount, decorationCount, codeMpt);
    return;
  }
  const style = defined(context.styles[block.textStyle], "the text's style");
  setText(context, [{ style, text: code.shown }], wholeMpt, "center", TEXT_ROLE);
  const textMpt = galley.stack(itemCount, xMpt, codeMpt + TEXT_GAP_MPT);
  galley.item(segmentCount, decorationCount, codeMpt + TEXT_GAP_MPT + textMpt);
}

function codeMeasures({ block, code }: BoundBarcode): CodeMeasures {
  const { columns, rows } = code.modules;
  const { size, quiet } = block;
  const moduleMpt = "moduleMpt" in size ? size.moduleMpt : size.widthMpt / columns;
  const isMatrix = code.rowModules > 0;
  const quietXMpt = "mpt" in quiet ? quiet.mpt : Math.ceil(quiet.modules * moduleMpt);
  return {
    moduleMpt,
    widthMpt: Math.round(columns * moduleMpt),
    heightMpt: isMatrix ? Math.round(rows * code.rowModules * moduleMpt) : block.heightMpt,
    quietXMpt,
    quietYMpt: isMatrix ? quietXMpt : 0,
  };
}

function fits(
  { faults }: SetContext,
  { block }: BoundBarcode,
  { moduleMpt }: CodeMeasures,
  wholeMpt: Mpt,
  widthMpt: Mpt,
): boolean {
  if (moduleMpt < SYMBOLOGIES[block.symbology].moduleMinMpt)
    faults.push(
      diagnostic(
        "compose.barcode-too-fine",
        `The barcode ${block.id} says so much that its modules are finer than scanners read.`,
        { hint: "Make its `width` larger, or let it say less." },
      ),
    );
  if (wholeMpt <= widthMpt) return true;
  faults.push(
    diagnostic(
      "compose.barcode-too-wide",
      `The barcode ${block.id} is ${points(wholeMpt)} wide with its quiet zone; its space has ` +
        `${points(widthMpt)}.`,
      { hint: "Give it more room or finer modules, or let it say less." },
    ),
  );
  return false;
}

function points(mpt: Mpt): string {
  return `${Math.round(mpt / 100) / 10} pt`;
}
