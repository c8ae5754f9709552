import type {
  BoundAxisChart,
  BoundChart,
  BoundDonut,
  BoundGauge,
  BoundThreshold,
  ChartTexts,
} from "../model/bound-chart.ts";
import type {
  AxisChartBlock,
  ChartBlock,
  ChartThreshold,
  DonutBlock,
  GaugeBlock,
} from "../model/chart.ts";
import type { TableRows } from "../model/block.ts";
import type { BoundTable } from "../model/document.ts";
import type { Expr } from "../model/expr.ts";
import type { RawObject } from "../model/record.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";
import { setRow } from "../expr/scopes.ts";
import { CHART_FORMATS, digitsOf, tickTexts } from "../expr/tick-texts.ts";
import { compileSpans } from "./bind-spans.ts";
import { compileTable } from "./bind-table.ts";
import { compileTemplate } from "../expr/compile-template.ts";
import { compileTableRows } from "./table-rows.ts";

type Bind = Evaluate<BoundChart | undefined>;

/** A chart with its figures; left out if it has no row and no `empty` text. */
export function compileChart(block: ChartBlock, context: ExprContext): Bind {
  switch (block.chart) {
    case "donut":
      return compileDonut(block, context);
    case "gauge":
      return compileGauge(block, context);
    default:
      return compileAxisChart(block, context);
  }
}

function compileTexts(block: ChartBlock, { formats }: ExprContext): ChartTexts {
  const { valueKind, format } = block;
  return {
    value: formats.of(valueKind, format ?? CHART_FORMATS[valueKind]),
    ticks: tickTexts(formats, valueKind, format),
    unit: 10 ** digitsOf(valueKind, formats),
  };
}

function compileNumber(expr: Expr, context: ExprContext): Evaluate<number> {
  const value = context.compile(expr, context);
  return (scopes) => {
    const number = value(scopes);
    return typeof number === "number" ? number : Number.NaN;
  };
}

function compileThresholds(
  thresholds: readonly ChartThreshold[],
  context: ExprContext,
): Evaluate<readonly BoundThreshold[]> {
  const compiled = thresholds.map(({ value, label, color }) => ({
    value: compileNumber(value, context),
    label: compileTemplate(label, context),
    color,
  }));
  return (scopes) =>
    compiled
      .map(({ value, label, color }) => ({ value: value(scopes), label: label(scopes), color }))
      .filter(({ value }) => !Number.isNaN(value));
}

/** The parts that all kinds have, bound where they are needed: print needs no table. */
function compileCommon(
  block: ChartBlock,
  context: ExprContext,
): Evaluate<Pick<BoundChart, "alt"> & { table: () => BoundTable | undefined }> {
  const alt = compileTemplate(block.alt, context);
  const table = "table" in block ? compileTable(block.table, context) : () => undefined;
  return (scopes) => {
    // The rows of what is around the chart are others by the time they are asked for.
    const own = scopes.slice();
    // An e-mail may be painted several times until it is small enough.
    let bound: BoundTable | undefined;
    return { alt: () => alt(own), table: () => (bound ??= table(own)) };
  };
}

interface BoundRows {
  readonly categories: readonly string[];
  /** One expression after the other. */
  readonly values: Float64Array;
  readonly highlighted: Uint8Array | undefined;
}

/** The categories and figures of the rows, read in one pass. */
function compileRows(
  rows: TableRows,
  block: Pick<AxisChartBlock, "category"> & Partial<Pick<AxisChartBlock, "highlight">>,
  values: readonly Expr[],
  context: ExprContext,
): Evaluate<BoundRows> {
  const { inner, slot, rows: chosen, bindOuter } = compileTableRows(rows, context);
  const category = compileTemplate(block.category, inner);
  const numbers = values.map((value) => compileNumber(value, inner));
  const when = block.highlight && inner.compile(block.highlight.when, inner);
  return (scopes) => {
    const found: readonly RawObject[] = chosen(scopes);
    const count = found.length;
    const categories: string[] = [];
    const figures = new Float64Array(count * numbers.length);
    const highlighted = when && new Uint8Array(count);
    for (let row = 0; row < count; row += 1) {
      setRow(scopes, slot, found[row]);
      bindOuter?.(scopes, found[row]);
      categories.push(category(scopes));
      for (let at = 0; at < numbers.length; at += 1)
        figures[at * count + row] = numbers[at]?.(scopes) ?? Number.NaN;
      if (highlighted !== undefined && when?.(scopes) === true) highlighted[row] = 1;
    }
    return { categories, values: figures, highlighted };
  };
}

function compileEmpty(
  block: ChartBlock,
  context: ExprContext,
): Evaluate<{ readonly empty: readonly string[] }> | undefined {
  const empty = block.empty && compileSpans(block.empty, context);
  return empty && ((scopes) => ({ empty: empty(scopes) }));
}

function compileAxisChart(
  block: AxisChartBlock,
  context: ExprContext,
): Evaluate<BoundAxisChart | undefined> {
  const values = block.series.map((series) => series.value);
  const rows = compileRows(block.rows, block, values, context);
  const labels = block.series.map((series) => compileTemplate(series.label, context));
  const unit = compileTemplate(block.unit, context);
  const thresholds = compileThresholds(block.thresholds, context);
  const min = block.min && compileNumber(block.min, context);
  const max = block.max && compileNumber(block.max, context);
  const common = compileCommon(block, context);
  const empty = compileEmpty(block, context);
  const texts = compileTexts(block, context);
  const end = (evaluate: Evaluate<number>, scopes: Scopes): number | undefined => {
    const value = evaluate(scopes);
    return Number.isNaN(value) ? undefined : value;
  };
  return (scopes) => {
    const bound = rows(scopes);
    if (bound.categories.length === 0 && empty === undefined) return undefined;
    const least = min && end(min, scopes);
    const most = max && end(max, scopes);
    return {
      kind: "chart",
      shape: "axes",
      block,
      texts,
      ...bound,
      labels: labels.map((label) => label(scopes)),
      unit: unit(scopes),
      thresholds: thresholds(scopes),
      ...(least !== undefined && { min: least }),
      ...(most !== undefined && { max: most }),
      ...common(scopes),
      ...(bound.categories.length === 0 && empty?.(scopes)),
    };
  };
}

function compileDonut(block: DonutBlock, context: ExprContext): Evaluate<BoundDonut | undefined> {
  const rows = compileRows(block.rows, block, [block.value], context);
  const other = compileTemplate(block.other, context);
  const figure = compileTemplate(block.figure, context);
  const caption = compileTemplate(block.caption, context);
  const common = compileCommon(block, context);
  const empty = compileEmpty(block, context);
  const texts = compileTexts(block, context);
  return (scopes) => {
    const { categories, values } = rows(scopes);
    if (categories.length === 0 && empty === undefined) return undefined;
    return {
      kind: "chart",
      shape: "donut",
      block,
      texts,
      categories,
      values,
      other: other(scopes),
      figure: figure(scopes),
      caption: caption(scopes),
      ...common(scopes),
      ...(categories.length === 0 && empty?.(scopes)),
    };
  };
}

/** A gauge whose value or end is absent is left out. */
function compileGauge(block: GaugeBlock, context: ExprContext): Evaluate<BoundGauge | undefined> {
  const value = compileNumber(block.value, context);
  const min = block.min && compileNumber(block.min, context);
  const max = compileNumber(block.max, context);
  const thresholds = compileThresholds(block.thresholds, context);
  const figure = compileTemplate(block.figure, context);
  const caption = compileTemplate(block.caption, context);
  const common = compileCommon(block, context);
  const empty = compileEmpty(block, context);
  const texts = compileTexts(block, context);
  return (scopes) => {
    const [own, least, most] = [value(scopes), min?.(scopes) ?? 0, max(scopes)];
    const isAbsent = Number.isNaN(own) || Number.isNaN(least) || Number.isNaN(most);
    if (isAbsent && empty === undefined) return undefined;
    return {
      kind: "chart",
      shape: "gauge",
      block,
      texts,
      value: own,
      min: least,
      max: most,
      thresholds: thresholds(scopes),
      figure: figure(scopes),
      caption: caption(scopes),
      ...common(scopes),
      ...(isAbsent && empty?.(scopes)),
    };
  };
}
