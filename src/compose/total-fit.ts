import {
  BREAK_FORCED,
  type BreakPoint,
  isHyphen,
  type LineRules,
  narrowest,
} from "./break-points.ts";

// The values of plain TeX.
const LINE_PENALTY = 10;
const HYPHEN_PENALTY = 50;
const ADJACENT_DEMERITS = 10_000;
const HYPHENS_DEMERITS = 10_000;
const LAST_HYPHEN_DEMERITS = 5000;
/** A word is cut only where it must be. */
const CUT_DEMERITS = 1e12;
/** Spaces that have grown by half their width have a badness of 100. */
const GROW_PER_RATIO = 1 / 2;
/** What a line without spaces counts for, which cannot grow. */
const RATIO_MAX = 100;

/** A way to break the text up to a place. */
interface Way {
  readonly point: BreakPoint;
  /** Tight, decent, loose or very loose: 0 to 3. */
  readonly fitness: number;
  /** Hyphenated lines in a row that end here. */
  readonly hyphens: number;
  readonly demerits: number;
  readonly before: Way | undefined;
}

/** What a search gives up where the rules leave no way. */
interface Limits {
  readonly ratioMax: number;
  readonly hyphensMax: number;
}

/**
 * The breaks of a text in order, its end last, with the fewest demerits over all lines (D. E. Knuth
 * and M. F. Plass, "Breaking Paragraphs into Lines", 1981). Where nothing keeps to the limits, that
 * of spaces is given up, then that of hyphens; undefined if some line is too wide even so.
 */
export function totalFit(
  points: readonly BreakPoint[],
  rules: LineRules,
): BreakPoint[] | undefined {
  const { hyphensMax } = rules;
  const ratioMax = rules.isJustified ? rules.growMax / GROW_PER_RATIO : Number.POSITIVE_INFINITY;
  const last =
    bestWay(points, rules, { ratioMax, hyphensMax }) ??
    bestWay(points, rules, { ratioMax: Number.POSITIVE_INFINITY, hyphensMax }) ??
    bestWay(points, rules, { ratioMax: Number.POSITIVE_INFINITY, hyphensMax: points.length });
  if (last === undefined) return undefined;
  const breaks: BreakPoint[] = [];
  for (let way = last; way.before !== undefined; way = way.before) breaks.push(way.point);
  return breaks.reverse();
}

function bestWay(points: readonly BreakPoint[], rules: LineRules, limits: Limits): Way | undefined {
  let active: Way[] = [
    { point: rules.start, fitness: 1, hyphens: 0, demerits: 0, before: undefined },
  ];
  let best: Way[] = [];
  for (const [index, point] of points.entries()) {
    const isLast = index === points.length - 1;
    best = [];
    const kept: Way[] = [];
    for (const way of active) {
      const next = extended(way, point, isLast, rules, limits);
      if (next !== undefined) keepBetter(best, next);
      if (narrowest(way.point, point, rules) - point.hyphenWidth <= rules.width) kept.push(way);
    }
    active = [...kept, ...best];
    if (active.length === 0) return undefined;
  }
  return best.reduce<Way | undefined>(
    (least, way) => (least === undefined || way.demerits < least.demerits ? way : least),
    undefined,
  );
}

/** Of the ways to a place that go on alike, only the best is of use. */
function keepBetter(best: Way[], way: Way): void {
  const index = best.findIndex(
    ({ fitness, hyphens }) => fitness === way.fitness && hyphens === way.hyphens,
  );
  const known = best[index];
  if (known === undefined) best.push(way);
  else if (way.demerits < known.demerits) best[index] = way;
}

/** A way and a further line; undefined if that does not keep to the limits. */
function extended(
  way: Way,
  point: BreakPoint,
  isLast: boolean,
  rules: LineRules,
  limits: Limits,
): Way | undefined {
  const ratio = fillRatio(way.point, point, isLast, rules);
  if (ratio < -1 || ratio > limits.ratioMax) return undefined;
  const hyphens = isHyphen(point) ? way.hyphens + 1 : 0;
  if (hyphens > limits.hyphensMax) return undefined;
  const fitness = ratio < -0.5 ? 0 : ratio <= 0.5 ? 1 : ratio <= 1 ? 2 : 3;
  const badness = Math.round(100 * Math.abs(ratio) ** 3);
  let demerits = way.demerits + (LINE_PENALTY + badness) ** 2;
  if (point.kind === BREAK_FORCED) demerits += CUT_DEMERITS;
  if (hyphens > 0) demerits += HYPHEN_PENALTY ** 2;
  if (hyphens > 1) demerits += HYPHENS_DEMERITS;
  if (isLast && way.hyphens > 0) demerits += LAST_HYPHEN_DEMERITS;
  if (Math.abs(fitness - way.fitness) > 1) demerits += ADJACENT_DEMERITS;
  return { point, fitness, hyphens, demerits, before: way };
}

/**
 * How far spaces have to grow, where 1 is well, or to shrink, where -1 is the most they may; what a
 * ragged line falls short by, as a share of what it well may.
 */
function fillRatio(
  from: BreakPoint,
  to: BreakPoint,
  isLast: boolean,
  { width, isJustified, shrink, rag }: LineRules,
): number {
  const slack = width - (to.endX - from.nextX);
  if (slack >= 0 && isLast) return 0;
  if (!isJustified) return slack < 0 ? Number.NEGATIVE_INFINITY : slack / rag;
  const spaces = to.endSpace - from.nextSpace;
  const give = slack < 0 ? spaces * shrink : spaces * GROW_PER_RATIO;
  if (give > 0) return Math.min(slack / give, RATIO_MAX);
  return slack < 0 ? Number.NEGATIVE_INFINITY : slack === 0 ? 0 : RATIO_MAX;
}
