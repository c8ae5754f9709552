import type {
  AxisChart,
  ChartBase,
  ChartBlock,
  ChartKind,
  ChartSeries,
  ChartThreshold,
  ChartValueKind,
} from "../../model/chart.ts";
import type { BlockBase, TableBlock, TableColumn, TableRows } from "../../model/block.ts";
import type { Expr, Template } from "../../model/expr.ts";
import type { BlockValue } from "./block-schema.ts";
import { inPoints } from "./block-containers.ts";
import { colorOf, styleOf } from "./block-texts.ts";
import { checkColorContrast } from "./chart-contrast.ts";
import { checkChartKeys } from "./chart-keys.ts";
import { checkFormat } from "./check-format.ts";
import { ExpressionFault } from "../expression/expression-fault.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { type CheckedRows, checkedRows } from "./repeated-rows.ts";
import { checkedExpr, checkedSpans, checkedTemplate } from "./texts.ts";
import type { Path } from "../../yaml/yaml-source.ts";

type ChartValue = BlockValue<"chart">;
/** Figures are short: so many columns have room side by side on a phone. */
const CHART_PHONE_COLUMNS = 3;

const NUMBERS = ["integer", "money", "decimal"] as const;
const AXES_HEIGHT = "130pt";
const HEIGHTS: Readonly<Record<ChartKind, string>> = {
  bars: AXES_HEIGHT,
  "stacked-bars": AXES_HEIGHT,
  lines: AXES_HEIGHT,
  areas: AXES_HEIGHT,
  sparkline: "18pt",
  donut: "110pt",
  gauge: "90pt",
};
const HEIGHT_MIN_MPT = 12_000;

/** Checks a chart; undefined, and reported, if what it shows is faulty. */
export function chartBlock(
  check: LayoutCheck,
  path: Path,
  own: ChartValue,
  base: BlockBase,
): ChartBlock | undefined {
  const isWhole = checkChartKeys(check.source, path, own);
  const parts = new ChartCheck(check, path, own, base);
  if (own.chart === "gauge") return isWhole ? parts.gauge() : undefined;
  const rows = parts.rows();
  if (rows === undefined || !isWhole) return undefined;
  if (own.chart === "donut") return parts.donut(rows);
  return parts.axisChart(rows, own.chart);
}

/** Checks the parts of one chart. */
class ChartCheck {
  readonly #check: LayoutCheck;
  readonly #path: Path;
  readonly #own: ChartValue;
  readonly #base: BlockBase;
  #valueKind: ChartValueKind | undefined;

  constructor(check: LayoutCheck, path: Path, own: ChartValue, base: BlockBase) {
    this.#check = check;
    this.#path = path;
    this.#own = own;
    this.#base = base;
  }

  rows(): CheckedRows | undefined {
    const { rows: list, of, as: row = "row", where } = this.#own;
    if (list === undefined) return undefined;
    return checkedRows(this.#check, this.#path, { key: "rows", list, of, row, where });
  }

  axisChart({ check, rows }: CheckedRows, chart: AxisChart): ChartBlock | undefined {
    const own = this.#own;
    const series = this.#series(check);
    const thresholds = this.#thresholds();
    const min = this.#end("min");
    const max = this.#end("max");
    const common = this.#common();
    if (series === undefined || common === undefined) return undefined;
    const category = checkedTemplate(check, this.#at("category"), own.category ?? "");
    const highlight = this.#highlight(check);
    return {
      ...common,
      chart,
      rows,
      category,
      series,
      ...(highlight && { highlight }),
      thresholds,
      ...(min && { min }),
      ...(max && { max }),
      unit: this.#text("unit"),
      curve: own.curve ?? "straight",
      fit: own["label-fit"] ?? "skip",
      showValues: own["show-values"] ?? "none",
      showLegend: own.legend ?? (series.length > 1 && chart !== "sparkline"),
      gridColor: this.#color("grid"),
      axisColor: this.#color("axis"),
      table: this.#table(check, rows, category, series),
    };
  }

  donut({ check, rows }: CheckedRows): ChartBlock | undefined {
    const own = this.#own;
    const value = this.#number(check, this.#at("value"), own.value);
    const colors = (own.colors ?? []).map((name, index) => {
      const path = [...this.#at("colors"), index];
      return { color: colorOf(this.#check, path, name), path };
    });
    checkColorContrast(this.#check, colors);
    const common = this.#common();
    if (value === undefined || common === undefined) return undefined;
    const category = checkedTemplate(check, this.#at("category"), own.category ?? "");
    const label = this.#text("value-title");
    return {
      ...common,
      chart: "donut",
      rows,
      category,
      value,
      colors: colors.map(({ color }) => color),
      other: this.#text("other"),
      figure: this.#text("figure"),
      caption: this.#text("caption"),
      gridColor: this.#color("grid"),
      table: this.#table(check, rows, category, [{ label, value }]),
    };
  }

  gauge(): ChartBlock | undefined {
    const own = this.#own;
    const value = this.#number(this.#check, this.#at("value"), own.value);
    const max = this.#end("max");
    const min = this.#end("min");
    const thresholds = this.#thresholds();
    const common = this.#common();
    if (value === undefined || max === undefined || common === undefined) return undefined;
    const color = this.#color("color");
    const trackColor = this.#color("track");
    checkColorContrast(this.#check, [{ color, path: this.#at("color") }]);
    return {
      ...common,
      chart: "gauge",
      value,
      ...(min && { min }),
      max,
      color,
      trackColor,
      thresholds,
      figure: this.#text("figure"),
      caption: this.#text("caption"),
    };
  }

  #series(rowCheck: LayoutCheck): ChartSeries[] | undefined {
    const written = this.#own.series ?? [];
    const named = written.map(({ color, fill }, index) => {
      const path = [...this.#at("series"), index];
      return {
        color: colorOf(this.#check, [...path, "color"], color),
        fill: colorOf(this.#check, [...path, "fill"], fill),
        path: [...path, fill === undefined ? "color" : "fill"],
      };
    });
    const shown = named.map(({ color, fill, path }) => ({ color: fill < 0 ? color : fill, path }));
    checkColorContrast(this.#check, shown);
    const series = written.flatMap(({ label, value }, index): ChartSeries[] => {
      const path = [...this.#at("series"), index];
      const checked = this.#number(rowCheck, [...path, "value"], value);
      const { color, fill } = named[index] ?? { color: 0, fill: -1 };
      const template = checkedTemplate(this.#check, [...path, "label"], label);
      return checked === undefined ? [] : [{ label: template, value: checked, color, fill }];
    });
    return series.length === written.length ? series : undefined;
  }

  /** An expression of a number; all of a chart are of one kind. */
  #number(check: LayoutCheck, path: Path, value: string | boolean | undefined): Expr | undefined {
    if (value === undefined) return undefined;
    const wanted = this.#valueKind ?? NUMBERS;
    const expr = checkedExpr(check, path, value, wanted);
    const kind = NUMBERS.find((each) => each === expr?.kind);
    this.#valueKind ??= kind;
    return expr;
  }

  #end(key: "min" | "max"): Expr | undefined {
    return this.#number(this.#check, this.#at(key), this.#own[key]);
  }

  #thresholds(): ChartThreshold[] {
    const written = this.#own.thresholds ?? [];
    return written.flatMap(({ value, label, color }, index): ChartThreshold[] => {
      const path = [...this.#at("thresholds"), index];
      const checked = this.#number(this.#check, [...path, "value"], value);
      const template = checkedTemplate(this.#check, [...path, "label"], label ?? "");
      const lineColor = color === undefined ? 0 : colorOf(this.#check, [...path, "color"], color);
      return checked === undefined ? [] : [{ value: checked, label: template, color: lineColor }];
    });
  }

  #highlight(check: LayoutCheck): { when: Expr; color: number } | undefined {
    const { highlight } = this.#own;
    if (highlight === undefined) return undefined;
    const path = this.#at("highlight");
    const when = checkedExpr(check, [...path, "when"], highlight.when, "boolean");
    const color = colorOf(this.#check, [...path, "color"], highlight.color);
    checkColorContrast(this.#check, [{ color, path: [...path, "color"] }]);
    return when && { when, color };
  }

  /** What all kinds have. Undefined if no value is known, and so not their kind. */
  #common(): ChartBase | undefined {
    const own = this.#own;
    const check = this.#check;
    const labelStyle = styleOf(check, this.#at("style"), own.style, ["chart", "small", "body"]);
    const figureStyle = styleOf(check, this.#at("figure-style"), own["figure-style"], [
      "chart-figure",
      "heading-2",
      "heading",
      "body",
    ]);
    const valueKind = this.#valueKind;
    this.#checkFormat(valueKind);
    const size = this.#size();
    const empty =
      own.empty === undefined
        ? undefined
        : checkedSpans(check, this.#at("empty"), own.empty, labelStyle);
    if (valueKind === undefined) return undefined;
    return {
      ...this.#base,
      kind: "chart",
      valueKind,
      ...(own.format !== undefined && { format: own.format }),
      labelStyle,
      figureStyle,
      ...size,
      align: own.align ?? "start",
      alt: this.#text("alt"),
      email: own["in-email"] ?? "table",
      ...(empty && { empty }),
    };
  }

  #size(): { widthMpt: number; heightMpt: number } {
    const own = this.#own;
    const { source, widthMpt: roomMpt } = this.#check;
    const widthMpt = own.width === undefined ? roomMpt : lengthMpt(own.width);
    if (own.width !== undefined && (widthMpt <= 0 || widthMpt > roomMpt)) {
      const message = `The chart needs a width above 0 that fits within its ${inPoints(roomMpt)}.`;
      source.report("bad-length", this.#at("width"), message);
    }
    const heightMpt = lengthMpt(own.height ?? HEIGHTS[own.chart]);
    if (heightMpt < HEIGHT_MIN_MPT)
      source.report("bad-length", this.#at("height"), "A chart must be at least 12pt high.");
    return { widthMpt, heightMpt };
  }

  #checkFormat(kind: ChartValueKind | undefined): void {
    const { format } = this.#own;
    if (format === undefined || kind === undefined) return;
    try {
      checkFormat(kind, format, 0);
    } catch (error) {
      if (!(error instanceof ExpressionFault)) throw error;
      const { code, message, hint } = error;
      this.#check.source.report(code, this.#at("format"), message, { hint });
    }
  }

  /** The figures as a table, for e-mails and for whoever reads with their ears. */
  #table(
    check: LayoutCheck,
    rows: TableRows,
    category: Template,
    series: readonly Pick<ChartSeries, "label" | "value">[],
  ): TableBlock {
    const { format } = this.#own;
    const style = styleOf(check, this.#path, undefined, ["table", "body"]);
    const titleStyle = styleOf(check, this.#path, undefined, ["table-title", "table", "body"]);
    const plain = { titleStyle, style, grow: 1, wrap: false };
    const first = this.#text("category-title");
    const named: TableColumn = {
      ...plain,
      title: first,
      cell: category,
      align: "start",
      wrap: true,
    };
    const figures = series.map(({ label, value }): TableColumn => {
      return { ...plain, title: label, cell: [formatted(value, format)], align: "end" };
    });
    const columns = category.length === 0 ? figures : [named, ...figures];
    return {
      ...this.#base,
      id: `${this.#base.id}.table`,
      kind: "table",
      rows,
      columns,
      columnGapMpt: 8000,
      rowGapMpt: 0,
      rowIndentMpt: 0,
      groups: [],
      showHeader: columns.some(({ title }) => title.length > 0),
      repeatHeader: true,
      across: 1,
      acrossGapMpt: 0,
      headerRuleColor: this.#color("grid"),
      rowRuleColor: -1,
      stripeColor: -1,
      columnRuleColor: -1,
      sideRuleColor: -1,
      keepTogether: false,
      onPhone: columns.length <= CHART_PHONE_COLUMNS ? "rows" : "cards",
    };
  }

  #text(
    key: "alt" | "unit" | "figure" | "caption" | "other" | `${"category" | "value"}-title`,
  ): Template {
    return checkedTemplate(this.#check, this.#at(key), this.#own[key] ?? "");
  }

  /** The colour of a key; that of text if it is not given. */
  #color(key: "grid" | "axis" | "color" | "track"): number {
    const named = this.#own[key];
    return named === undefined ? 0 : colorOf(this.#check, this.#at(key), named);
  }

  #at(key: string): Path {
    return [...this.#path, key];
  }
}

/** As the chart writes it: integers in groups of digits. */
function formatted(value: Expr, format: string | undefined): Expr {
  const named = format ?? (value.kind === "integer" ? "grouped" : undefined);
  if (named === undefined) return value;
  const style: Expr = { op: "literal", kind: "text", value: named };
  return { op: "call", kind: "text", name: "format", args: [value, style] };
}
