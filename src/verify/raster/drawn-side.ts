import type { DrawnSheet, RasterPaper } from "../../model/raster.ts";
import type { BreachPlace } from "../file/breach-list.ts";
import type { SampledRow } from "./sampled-rows.ts";

/** Marks are rendered at least as finely as they are printed. */
export const MARK_DPI = 300;
/** A pixel at the resolution of marks. */
export const PIXEL_MPT = 72_000 / MARK_DPI;

/** A side that is examined, with what is known of it. */
export interface DrawnSide {
  readonly drawn: DrawnSheet;
  readonly row: SampledRow;
  readonly paper: RasterPaper;
  readonly isFront: boolean;
  readonly spoolNumber: number;
  readonly addressLines: readonly string[] | undefined;
  readonly place: BreachPlace;
}

/** What was read from pixels in total. */
export interface SeenCounts {
  sides: number;
  imbs: number;
  matrices: number;
  addresses: number;
  codes: number;
}
