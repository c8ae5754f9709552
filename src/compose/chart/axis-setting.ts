import type { Mpt } from "../../base/units.ts";
import type { ChartPen } from "../../chart/chart-pen.ts";
import type { Figures } from "../../chart/plot.ts";
import type { BoundAxisChart } from "../../model/bound-chart.ts";
import type { SetContext } from "../set-context.ts";
import type { TypeStyle } from "../type-style.ts";
import type { ChartLabels } from "./chart-labels.ts";

/** One chart with two axes while it is typeset. */
export interface AxisSetting {
  readonly context: SetContext;
  readonly bound: BoundAxisChart;
  readonly figures: Figures;
  readonly labels: ChartLabels;
  readonly pen: ChartPen;
  readonly style: TypeStyle;
  readonly widthMpt: Mpt;
}
