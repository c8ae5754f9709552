import { defined } from "../base/assert.ts";
import { BREAK_FORCED, type BreakPoint, isHyphen, type LineRules } from "./break-points.ts";

/**
 * The breaks of a text in order, its end last, each line filled as far as it goes. A hyphen is only
 * taken where the line would fall short by more than the rules' zone. What is wider than a line by
 * itself has a line of its own.
 */
export function firstFit(points: readonly BreakPoint[], rules: LineRules): BreakPoint[] {
  const breaks: BreakPoint[] = [];
  let from = rules.start;
  let hyphens = 0;
  for (let start = 0; start < points.length;) {
    const found = Math.max(start, fullLine(points, start, from, rules, hyphens));
    from = defined(points[found], "a break");
    hyphens = isHyphen(from) ? hyphens + 1 : 0;
    breaks.push(from);
    start = found + 1;
  }
  return breaks;
}

/** The index of the best break for a line that starts at `from`, or -1. */
function fullLine(
  points: readonly BreakPoint[],
  start: number,
  from: BreakPoint,
  rules: LineRules,
  hyphens: number,
): number {
  let plain = -1;
  let hyphened = -1;
  let isCut = false;
  let plainX = 0;
  for (const [index, point] of points.entries()) {
    if (index < start) continue;
    const reach = point.endX - from.nextX;
    if (reach - point.hyphenWidth > rules.width) break;
    if (reach > rules.width) continue;
    // A word is only cut where it has a line to itself.
    if (point.kind === BREAK_FORCED && Math.max(plain, hyphened) >= 0 && !isCut) continue;
    isCut = point.kind === BREAK_FORCED;
    if (isHyphen(point)) hyphened = index;
    else {
      plain = index;
      plainX = point.endX;
    }
  }
  if (hyphened <= plain) return plain;
  if (plain < 0) return hyphened;
  const short = rules.width - (plainX - from.nextX);
  return hyphens >= rules.hyphensMax || short <= rules.zone ? plain : hyphened;
}
