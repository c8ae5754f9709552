import type { Mpt } from "../base/units.ts";
import type { BlockBase, Span, TableBlock, TableRows } from "./block.ts";
import type { Expr, Template } from "./expr.ts";
import type { Align } from "./geometry.ts";

/** Charts with two axes, one category a row. `bars` of several series stand side by side. */
export const AXIS_CHARTS = ["bars", "stacked-bars", "lines", "areas", "sparkline"] as const;
export type AxisChart = (typeof AXIS_CHARTS)[number];

/** All kinds. */
export const CHART_KINDS = [...AXIS_CHARTS, "donut", "gauge"] as const;
export type ChartKind = (typeof CHART_KINDS)[number];

export const CHART_CURVES = ["straight", "monotone", "step"] as const;
export type ChartCurve = (typeof CHART_CURVES)[number];

/** What is done with labels of categories that have too little room, in this order of harm. */
export const CHART_FITS = ["skip", "shorten", "rotate"] as const;
export type ChartFit = (typeof CHART_FITS)[number];

export const CHART_VALUES = ["none", "all", "last", "highlighted"] as const;
export type ChartValues = (typeof CHART_VALUES)[number];

/** Kinds of values that a chart shows; all of one chart are of one kind. */
export type ChartValueKind = "integer" | "money" | "decimal";

export interface ChartSeries {
  readonly label: Template;
  /** Of the chart's row, and of its `valueKind`. */
  readonly value: Expr;
  /** Index into `LayoutPlan.colors`. */
  readonly color: number;
  /** What fills the area below the line of `areas`. */
  readonly fill: number;
}

/** A line across the chart at a value. */
export interface ChartThreshold {
  readonly value: Expr;
  readonly label: Template;
  readonly color: number;
}

/** What all kinds have. */
export interface ChartBase extends BlockBase {
  readonly kind: "chart";
  readonly valueKind: ChartValueKind;
  /** How values are written: a format of their kind. */
  readonly format?: string;
  /** Style of labels, and of the figure in the middle of a gauge or donut. */
  readonly labelStyle: number;
  readonly figureStyle: number;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly align: Align;
  /** For people who cannot see it. */
  readonly alt: Template;
  /** How e-mails show it: as a table of its values, or as a picture. */
  readonly email: "table" | "image";
  /** Shown where there is no row; without it the chart is left out. */
  readonly empty?: readonly Span[];
}

export interface AxisChartBlock extends ChartBase {
  readonly chart: AxisChart;
  readonly rows: TableRows;
  readonly category: Template;
  readonly series: readonly ChartSeries[];
  /** Bars or points where it holds are in this colour. */
  readonly highlight?: { readonly when: Expr; readonly color: number };
  readonly thresholds: readonly ChartThreshold[];
  /** The scale reaches at least from here to there. */
  readonly min?: Expr;
  readonly max?: Expr;
  /** What the values are, such as kWh. */
  readonly unit: Template;
  readonly curve: ChartCurve;
  readonly fit: ChartFit;
  readonly showValues: ChartValues;
  readonly showLegend: boolean;
  /** Indices into `LayoutPlan.colors`: lines of the scale, and the line at 0. */
  readonly gridColor: number;
  readonly axisColor: number;
  /** The figures as a table. */
  readonly table: TableBlock;
}

/** A ring with a slice for each row. */
export interface DonutBlock extends ChartBase {
  readonly chart: "donut";
  readonly rows: TableRows;
  readonly category: Template;
  readonly value: Expr;
  /** Of the slices; what rows there are beyond them are one slice, labelled `other`. */
  readonly colors: readonly number[];
  readonly other: Template;
  /** What stands in the ring: a figure, and a line below it. */
  readonly figure: Template;
  readonly caption: Template;
  readonly gridColor: number;
  readonly table: TableBlock;
}

/** Half a ring that is filled up to a value. */
export interface GaugeBlock extends ChartBase {
  readonly chart: "gauge";
  readonly value: Expr;
  readonly min?: Expr;
  readonly max: Expr;
  readonly color: number;
  readonly trackColor: number;
  readonly thresholds: readonly ChartThreshold[];
  readonly figure: Template;
  readonly caption: Template;
}

export type ChartBlock = AxisChartBlock | DonutBlock | GaugeBlock;
