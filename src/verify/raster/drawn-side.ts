import type { DrawnSheet, RasterPaper } from "../../model/raster.ts";
import type { BreachPlace } from "../file/breach-list.ts";
import type { SampledRow } from "./sampled-rows.ts";

/** Marks are looked at as finely as they are printed at least. */
export const MARK_DPI = 300;
/** A pixel at the resolution of marks. */
export const PIXEL_MPT = 72_000 / MARK_DPI;

/** A side that is looked at, with what is known of it. */
export interface DrawnSide {
  readonly drawn: DrawnSheet;
  readonly row: SampledRow;
  readonly paper: RasterPaper;
  readonly isFront: boolean;
  readonly spoolNumber: number;
  readonly addressLines: readonly string[] | undefined;
  readonly place: BreachPlace;
}

/** What was read from pixels, in all. */
export interface SeenCounts {
  sides: number;
  imbs: number;
  matrices: number;
  addresses: number;
}
