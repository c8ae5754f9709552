import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type RoundPanel, traceBorder, traceGround } from "../../src/compose/panel-outline.ts";
import type { BorderSide } from "../../src/model/block.ts";
import { PATH_CLOSE, PATH_CURVE, PATH_MOVE, PATH_OPERANDS } from "../../src/model/path.ts";
import { PathBuffer } from "../../src/rules/path-buffer.ts";

const ALL: readonly BorderSide[] = ["top", "right", "bottom", "left"];
const PARTS = 40;

interface Traced {
  /** What its outlines enclose, where those that go round the other way are holes. */
  readonly area: number;
  readonly xs: readonly number[];
  readonly ys: readonly number[];
}

/** Follows what was traced: curves by many short lines. */
function traced(trace: (paths: PathBuffer) => void): Traced {
  const paths = new PathBuffer();
  trace(paths);
  const [xs, ys]: [number[], number[]] = [[], []];
  let area = 0;
  let begin = 0;
  for (let at = 0; at < paths.length;) {
    const word = paths.words[at] ?? 0;
    const next = at + 1 + (PATH_OPERANDS[word] ?? 0);
    const operands = [...paths.words.subarray(at + 1, next)];
    if (word === PATH_MOVE) begin = xs.length;
    if (word === PATH_CLOSE) area += enclosed(xs.slice(begin), ys.slice(begin));
    const points = word === PATH_CLOSE ? [] : pointsOf(word, operands, xs.at(-1), ys.at(-1));
    for (const [x, y] of points) {
      xs.push(x);
      ys.push(y);
    }
    at = next;
  }
  return { area, xs, ys };
}

function pointsOf(word: number, operands: readonly number[], fromX = 0, fromY = 0) {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = operands;
  if (word !== PATH_CURVE) return [[x1, y1] as const];
  return Array.from({ length: PARTS }, (_, part) => {
    const t = (part + 1) / PARTS;
    const s = 1 - t;
    const on = (a: number, b: number, c: number, d: number): number =>
      s * s * s * a + 3 * s * s * t * b + 3 * s * t * t * c + t * t * t * d;
    return [on(fromX, x1, x2, x3), on(fromY, y1, y2, y3)] as const;
  });
}

function enclosed(xs: readonly number[], ys: readonly number[]): number {
  return xs.reduce((sum, x, at) => {
    const next = (at + 1) % xs.length;
    return sum + (x * (ys[next] ?? 0) - (xs[next] ?? 0) * (ys[at] ?? 0)) / 2;
  }, 0);
}

const panels = fc.record({
  widthMpt: fc.integer({ min: 20_000, max: 500_000 }),
  heightMpt: fc.integer({ min: 8000, max: 400_000 }),
  radiusMpt: fc.integer({ min: 500, max: 60_000 }),
  ends: fc.constantFrom(ALL, ["left", "right", "top"], ["left", "right", "bottom"]) as fc.Arbitrary<
    readonly BorderSide[]
  >,
});

function cornersOf({ widthMpt, heightMpt, radiusMpt, ends }: RoundPanel) {
  const count = ends.length === 4 ? 4 : 2;
  const radius = Math.min(radiusMpt, widthMpt >> 1, count === 4 ? heightMpt >> 1 : heightMpt);
  return { count, radius };
}

/** What a round corner takes away. */
const cut = (acrossMpt: number, downMpt: number): number => (1 - Math.PI / 4) * acrossMpt * downMpt;

describe("a panel with round corners", () => {
  test("has a ground that is its rectangle without the corners", () => {
    fc.assert(
      fc.property(panels, (panel) => {
        const { area, xs, ys } = traced((paths) => traceGround(paths, panel));
        const { count, radius } = cornersOf(panel);
        const { widthMpt, heightMpt } = panel;
        const wanted = widthMpt * heightMpt - count * cut(radius, radius);
        expect(Math.abs(area / wanted - 1)).toBeLessThan(0.002);
        expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, widthMpt]);
        expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, heightMpt]);
      }),
      { numRuns: 200 },
    );
  });

  test("has a border of that width around it, open where it goes on", () => {
    const lines = fc.integer({ min: 100, max: 3900 });
    fc.assert(
      fc.property(panels, lines, (panel, lineMpt) => {
        const { widthMpt, heightMpt, ends } = panel;
        const { area } = traced((paths) => traceBorder(paths, panel, ends, lineMpt));
        const { count, radius } = cornersOf(panel);
        const open = ends.length < 4;
        const inner = Math.max(0, radius - lineMpt);
        const hole =
          (widthMpt - 2 * lineMpt) * (heightMpt - (open ? 1 : 2) * lineMpt) -
          count * cut(inner, inner);
        const wanted = widthMpt * heightMpt - count * cut(radius, radius) - hole;
        expect(Math.abs(area / wanted - 1)).toBeLessThan(0.01);
      }),
      { numRuns: 200 },
    );
  });

  test("has a stripe at one side that runs out in its corners", () => {
    const panel = { widthMpt: 200_000, heightMpt: 60_000, radiusMpt: 10_000, ends: ALL };
    const { area, xs, ys } = traced((paths) => traceBorder(paths, panel, ["left"], 4000));
    expect(area / (4000 * 60_000 - 2 * (cut(10_000, 10_000) - cut(6000, 10_000)))).toBeCloseTo(
      1,
      2,
    );
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 10_000]);
    expect([Math.min(...ys), Math.max(...ys)]).toEqual([0, 60_000]);
    const two = traced((paths) => traceBorder(paths, panel, ["left", "right"], 4000));
    expect(two.area).toBeCloseTo(2 * area, -4);
  });
});
