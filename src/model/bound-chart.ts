import type { AxisChartBlock, DonutBlock, GaugeBlock } from "./chart.ts";
import type { BoundSpans, BoundTable } from "./document.ts";

/** How a chart's values are written in a document's locale. */
export interface ChartTexts {
  value(value: number): string;
  /** The marks of a scale, alike in their digits. */
  ticks(ticks: readonly number[]): readonly string[];
  /** What 1 is, in the whole numbers that values are. */
  readonly unit: number;
}

export interface BoundThreshold {
  readonly value: number;
  readonly label: string;
  readonly color: number;
}

interface BoundChartBase {
  readonly kind: "chart";
  readonly texts: ChartTexts;
  /** The text alternative. */
  readonly alt: () => string;
  /** What is shown where there is no row. */
  readonly empty?: BoundSpans;
  /** The figures as a table; undefined for a gauge, and where there is no row. */
  readonly table: () => BoundTable | undefined;
}

/** Values are whole numbers (see `model/expr`), NaN where there is none. */
export interface BoundAxisChart extends BoundChartBase {
  readonly shape: "axes";
  readonly block: AxisChartBlock;
  readonly categories: readonly string[];
  /** One series after the other. */
  readonly values: Float64Array;
  readonly highlighted: Uint8Array | undefined;
  readonly labels: readonly string[];
  readonly unit: string;
  readonly thresholds: readonly BoundThreshold[];
  readonly min?: number;
  readonly max?: number;
}

export interface BoundDonut extends BoundChartBase {
  readonly shape: "donut";
  readonly block: DonutBlock;
  readonly categories: readonly string[];
  readonly values: Float64Array;
  readonly other: string;
  readonly figure: string;
  readonly caption: string;
}

export interface BoundGauge extends BoundChartBase {
  readonly shape: "gauge";
  readonly block: GaugeBlock;
  /** NaN if the record has none. */
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly thresholds: readonly BoundThreshold[];
  readonly figure: string;
  readonly caption: string;
}

export type BoundChart = BoundAxisChart | BoundDonut | BoundGauge;
