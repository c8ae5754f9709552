import { z } from "zod";
import { CHART_CURVES, CHART_FITS, CHART_KINDS, CHART_VALUES } from "../../model/chart.ts";
import { outerRows } from "./rows-schema.ts";
import { expression, length, text } from "../../yaml/schema-values.ts";

const styleName = z.string().describe("a name from `styles`");
const colorName = z.string().describe("a name from `colors`");

const series = z.strictObject({
  label: text.describe("what the legend and the table call it"),
  value: expression.describe("a number of the row"),
  color: colorName,
  fill: colorName.optional().describe("the area below the line"),
});

const threshold = z.strictObject({
  value: expression,
  label: text.optional(),
  color: colorName.optional(),
});

/** The keys of a chart of any kind; `block-chart` knows which kind has which. */
export const chartKeys = {
  chart: z.enum(CHART_KINDS).describe("its kind"),
  alt: text.describe("what it shows, for people who cannot see it"),
  rows: z.string().optional().describe("path of a list in the data"),
  of: outerRows,
  as: z.string().optional().describe("the row's name in expressions; `row` by default"),
  where: expression.optional(),
  category: text.optional().describe("what the row is called in the chart"),
  "category-title": text.optional().describe("what the categories are, in the table of an e-mail"),
  series: z.array(series).min(1).max(8).optional(),
  value: expression.optional(),
  "value-title": text.optional().describe("what the values are, in the table of an e-mail"),
  colors: z.array(colorName).min(1).max(12).optional().describe("of the slices, in order"),
  color: colorName.optional(),
  track: colorName.optional(),
  other: text.optional().describe("what the slices without a colour are together"),
  highlight: z.strictObject({ when: expression, color: colorName }).optional(),
  thresholds: z.array(threshold).max(4).optional(),
  min: expression.optional(),
  max: expression.optional(),
  format: z.string().optional().describe("a format of the values"),
  unit: text.optional(),
  curve: z.enum(CHART_CURVES).optional(),
  "label-fit": z.enum(CHART_FITS).optional(),
  "show-values": z.enum(CHART_VALUES).optional(),
  legend: z.boolean().optional(),
  figure: text.optional(),
  caption: text.optional(),
  style: styleName.optional(),
  "figure-style": styleName.optional(),
  grid: colorName.optional(),
  axis: colorName.optional(),
  width: length.optional(),
  height: length.optional(),
  align: z.enum(["left", "right", "center", "start", "end"]).optional(),
  "in-email": z.enum(["table", "image"]).optional(),
  empty: text.optional().describe("shown if there is no row"),
};
