import { contrast, toRgb, WHITE } from "../../rules/color-contrast.ts";
import type { LayoutCheck } from "../layout-check.ts";
import type { Path } from "../../yaml/yaml-source.ts";

/** What is drawn can be seen on its ground. */
const GROUND_MIN = 1.6;
/** Beside the seam between them, neighbours can be told apart. */
const NEIGHBOUR_MIN = 1.25;

/** A colour of a chart, and where the layout names it. */
export interface NamedColor {
  readonly color: number;
  readonly path: Path;
}

/**
 * Warns of colours that are hardly seen on what is behind the block, and of those of neighbours,
 * such as parts of a stack, that are hard to tell apart.
 */
export function checkColorContrast(check: LayoutCheck, colors: readonly NamedColor[]): void {
  colors.forEach(({ color, path }, index) => {
    const ground = ratioOf(check, color, check.ground);
    if (ground !== undefined && ground < GROUND_MIN) {
      const message = `This colour has a contrast of ${shown(ground)} against its background.`;
      const hint = `use a darker colour: the figures of a chart need ${GROUND_MIN}`;
      check.source.report("low-contrast", path, message, { severity: "warning", hint });
    }
    const before = colors[index - 1];
    const beside = before && ratioOf(check, color, before.color);
    if (beside === undefined || beside >= NEIGHBOUR_MIN) return;
    const message = `This colour has a contrast of ${shown(beside)} against the one before it.`;
    const hint = `neighbours need ${NEIGHBOUR_MIN}: lighten or darken one, or change the order`;
    check.source.report("low-contrast", path, message, { severity: "warning", hint });
  });
}

/** Undefined if one of the colours is faulty, which was reported. */
function ratioOf(check: LayoutCheck, one: number, other: number): number | undefined {
  const [first, second] = [check.colors.items[one], check.colors.items[other]];
  if (first === undefined || (second === undefined && other >= 0)) return undefined;
  return contrast(toRgb(first), second === undefined ? WHITE : toRgb(second));
}

/** Rounded down: what is too low must not look like enough. */
function shown(ratio: number): string {
  return `${(Math.floor(ratio * 100) / 100).toFixed(2)}:1`;
}
