import type { SheetCount } from "../base/units.ts";
import type { SheetPlan } from "../rules/sheet-plan.ts";
import type { Envelope, Stock } from "../model/stock.ts";

/** What a piece weighs, in milligrams, and how thick it is, in micrometres. */
export interface PieceBulk {
  readonly weightMg: number;
  readonly thicknessMicrons: number;
}

/** A millipoint is 254/720000000 m, so areas are whole numbers of its square. */
const MPT_NUMERATOR = 254n;
const MPT_DENOMINATOR = 720_000_000n;

/**
 * The weight of a sheet in whole milligrams, from its area and its grammage (to the thousandth of a
 * gram per square metre), halves rounded up.
 */
export function sheetWeightMg({ widthMpt, heightMpt, weightGsm }: Stock): number {
  const area = BigInt(widthMpt) * BigInt(heightMpt) * MPT_NUMERATOR ** 2n;
  const exact = area * BigInt(Math.round(weightGsm * 1000));
  const unit = MPT_DENOMINATOR ** 2n;
  return Number((2n * exact + unit) / (2n * unit));
}

/**
 * The bulk of a piece in an envelope: its sheets, as many layers of each as the folds make, and the
 * envelope. Air between the layers is not counted.
 */
export function pieceBulk(
  sheets: SheetPlan,
  stocks: readonly Stock[],
  envelope: Envelope | undefined,
): PieceBulk {
  const layers = (envelope?.foldsMpt?.length ?? 0) + 1;
  let weightMg = envelope?.weightMg ?? 0;
  let thicknessMicrons = envelope?.thicknessMicrons ?? 0;
  for (const paper of sheets.papers) {
    const stock = stocks[paper];
    if (stock === undefined) continue;
    weightMg += sheetWeightMg(stock);
    thicknessMicrons += Math.round(stock.thicknessMicrons) * layers;
  }
  return { weightMg, thicknessMicrons };
}

/** Whether an envelope may take a piece with this many sheets and this bulk. */
export function takesPiece(envelope: Envelope, sheets: SheetCount, bulk: PieceBulk): boolean {
  const { sheetsMax, weightMaxMg, thicknessMaxMicrons } = envelope;
  return (
    sheets <= sheetsMax &&
    bulk.weightMg <= (weightMaxMg ?? Number.POSITIVE_INFINITY) &&
    bulk.thicknessMicrons <= (thicknessMaxMicrons ?? Number.POSITIVE_INFINITY)
  );
}
