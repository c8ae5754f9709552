import type { Mpt } from "../base/units.ts";
import type { TypeStyle } from "./type-style.ts";

/** Of a row of one-line cells: its height, and the baseline its cells share. */
export interface RowMetrics {
  readonly rowMpt: Mpt;
  readonly baselineMpt: Mpt;
}

export function rowMetrics(styles: readonly TypeStyle[], rowGapMpt: Mpt): RowMetrics {
  const aboveMpt = Math.max(...styles.map((style) => style.baselineMpt));
  const belowMpt = Math.max(...styles.map((style) => style.leadingMpt - style.baselineMpt));
  return { rowMpt: aboveMpt + belowMpt + rowGapMpt, baselineMpt: aboveMpt + (rowGapMpt >> 1) };
}
