import { AXIS_CHARTS, type ChartKind } from "../../model/chart.ts";
import type { YamlSource, Path } from "../../yaml/yaml-source.ts";
import { keysOf } from "../../base/keys-of.ts";
import { reportMissing } from "../../yaml/schema-issues.ts";
import { chartKeys } from "./chart-schema.ts";

type ChartKey = keyof typeof chartKeys;

/** Keys that charts of every kind may have. */
const SHARED: readonly ChartKey[] = [
  "chart",
  "alt",
  "format",
  "style",
  "width",
  "height",
  "align",
  "in-email",
  "empty",
];
const ROWS: readonly ChartKey[] = [
  "rows",
  "of",
  "as",
  "where",
  "category",
  "category-title",
  "grid",
];
const INSIDE: readonly ChartKey[] = ["figure", "caption", "figure-style"];
const AXES: readonly ChartKey[] = [
  ...ROWS,
  "series",
  "thresholds",
  "min",
  "max",
  "unit",
  "label-fit",
  "show-values",
  "legend",
  "axis",
];

/** What else a kind has, and what of all that it cannot be without. */
const KEYS: Readonly<Record<ChartKind, { has: readonly ChartKey[]; needs: readonly ChartKey[] }>> =
  {
    bars: { has: [...AXES, "highlight"], needs: ["rows", "category", "series"] },
    "stacked-bars": { has: AXES, needs: ["rows", "category", "series"] },
    lines: { has: [...AXES, "curve", "highlight"], needs: ["rows", "category", "series"] },
    areas: { has: [...AXES, "curve", "highlight"], needs: ["rows", "category", "series"] },
    sparkline: { has: [...AXES, "curve", "highlight"], needs: ["rows", "series"] },
    donut: {
      has: [...ROWS, ...INSIDE, "value", "value-title", "colors", "other"],
      needs: ["rows", "category", "value", "colors"],
    },
    gauge: {
      has: [...INSIDE, "value", "min", "max", "color", "track", "thresholds"],
      needs: ["value", "max", "figure"],
    },
  };

/**
 * Reports the keys that a chart of this kind has no use for, and those it lacks; whether it has all
 * that it needs.
 */
export function checkChartKeys(
  source: YamlSource,
  path: Path,
  own: { readonly chart: ChartKind } & Readonly<Partial<Record<ChartKey, unknown>>>,
): boolean {
  const { has, needs } = KEYS[own.chart];
  const given = keysOf(chartKeys).filter((key) => own[key] !== undefined);
  const known = new Set<string>([...SHARED, ...has]);
  for (const key of given.filter((each) => !known.has(each))) {
    const kinds = kindsWith(key);
    const message = `A chart of kind ${own.chart} has no \`${key}\`; leave it out.`;
    const hint = `\`${key}\` is for ${kinds.join(", ")}`;
    source.report("misplaced-key", [...path, key], message, { at: "key", hint });
  }
  const lacking = needs.filter((key) => own[key] === undefined);
  for (const key of lacking) reportMissing(source, [...path, key]);
  return lacking.length === 0;
}

function kindsWith(key: string): string[] {
  const all = Object.entries(KEYS).filter(([, { has }]) => has.some((each) => each === key));
  const kinds = all.map(([kind]) => kind);
  const isOfAxes = AXIS_CHARTS.every((kind) => kinds.includes(kind));
  const others = kinds.filter((kind) => !isOfAxes || !AXIS_CHARTS.some((each) => each === kind));
  return isOfAxes ? ["charts with axes", ...others] : others;
}
