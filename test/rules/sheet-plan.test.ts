import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Master } from "../../src/model/layout-plan.ts";
import { PageMasters } from "../../src/rules/page-masters.ts";
import { masterIndexOf, SheetPlanner } from "../../src/rules/sheet-plan.ts";
import { stock } from "../mail/samples.ts";

const BODY = { xMpt: 0, yMpt: 0, widthMpt: 1, heightMpt: 1 };

function master(more: Partial<Master> = {}): Master {
  return { name: "page", body: BODY, boxes: [], ...more };
}

const perforated = { ...stock, name: "letter-60lb-perf" };
const simplex = { ...stock, name: "simplex", duplex: false };

test("on which side a page is before the last depends on no page behind it", () => {
  const sheets = fc.record({
    frontOnly: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
    papers: fc.tuple(fc.nat({ max: 1 }), fc.nat({ max: 1 }), fc.nat({ max: 1 })),
    pages: fc.integer({ min: 2, max: 40 }),
    hasRest: fc.boolean(),
    hasLast: fc.boolean(),
  });
  fc.assert(
    fc.property(sheets, ({ frontOnly, papers, pages, hasRest, hasLast }) => {
      const own = (at: 0 | 1 | 2, more: Partial<Master> = {}): Master =>
        master({ paper: papers[at], ...(frontOnly[at] && { frontOnly: true }), ...more });
      const masters = [
        own(0),
        ...(hasRest ? [own(1)] : []),
        ...(hasLast ? [own(2, { isLast: true })] : []),
        master({ variant: { of: hasRest ? 1 : 0, on: "back" } }),
        master({ variant: { of: hasRest ? 1 : 0, on: "even" } }),
      ];
      const rules = new PageMasters({ stock, papers: [perforated], masters });
      const { sides } = new SheetPlanner({ stock, papers: [perforated], masters }).plan(pages);
      for (let page = 0; page < pages - 1; page += 1) {
        const index = rules.indexOf(page, pages);
        expect(rules.indexBeforeLast(page)).toBe(index);
        const isBack = (sides[page] ?? 0) % 2 === 1;
        if (page > 0 || !hasRest) expect(masters[index]?.variant?.on === "back").toBe(isBack);
      }
    }),
    { verbose: 1 },
  );
});

describe("the plan of sheets", () => {
  test("fills fronts and backs of one paper", () => {
    const planner = new SheetPlanner({ stock, masters: [master()] });
    expect(planner.duplex).toBe(true);
    expect(planner.plan(3)).toEqual({
      sheets: 2,
      sides: [0, 1, 2],
      papers: [0, 0],
      printsBack: [true, true],
    });
    for (const pages of [1, 2, 7, 200]) {
      const { sheets, sides } = planner.plan(pages);
      expect(sheets).toBe(Math.ceil(pages / 2));
      expect(sides).toEqual(Array.from({ length: pages }, (_, page) => page));
    }
  });

  test("uses fronts alone of paper that is not for both sides", () => {
    const planner = new SheetPlanner({ stock: simplex, masters: [master(), master()] });
    expect(planner.duplex).toBe(false);
    expect(planner.plan(3)).toEqual({
      sheets: 3,
      sides: [0, 2, 4],
      papers: [0, 0, 0],
      printsBack: [false, false, false],
    });
  });

  test("begins a sheet where the paper changes", () => {
    const masters = [master(), master(), master({ paper: 1, isLast: true })];
    const planner = new SheetPlanner({ stock, papers: [perforated], masters });
    expect(planner.plan(4)).toMatchObject({ sheets: 3, sides: [0, 1, 2, 4], papers: [0, 0, 1] });
    expect(planner.plan(3)).toMatchObject({ sheets: 2, sides: [0, 1, 2], papers: [0, 1] });
    expect(planner.plan(1)).toMatchObject({ sheets: 1, sides: [0], papers: [0] });
  });

  test("leaves the back of a simplex sheet empty, and gives the page after it a sheet", () => {
    const masters = [master({ frontOnly: true }), master()];
    const planner = new SheetPlanner({ stock, masters });
    expect(planner.plan(3)).toEqual({
      sheets: 2,
      sides: [0, 2, 3],
      papers: [0, 0],
      printsBack: [false, true],
    });
    const slip = [master(), master({ frontOnly: true, isLast: true })];
    expect(new SheetPlanner({ stock, masters: slip }).plan(2)).toMatchObject({
      sides: [0, 2],
      printsBack: [true, false],
    });
  });

  test("puts every page on a side of its own, each sheet on one paper, none left out", () => {
    const someMaster = fc.record({ paper: fc.nat(2), isFrontOnly: fc.boolean() });
    const somePages = fc.integer({ min: 1, max: 30 });
    const someMasters = fc.array(someMaster, { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(someMasters, fc.boolean(), somePages, (drawn, hasLast, pages) => {
        const masters = drawn.map(({ paper, isFrontOnly }, index) =>
          master({
            paper,
            ...(isFrontOnly && { frontOnly: true }),
            ...(hasLast && index > 0 && index === drawn.length - 1 && { isLast: true }),
          }),
        );
        const planner = new SheetPlanner({ stock, papers: [perforated, simplex], masters });
        const plan = planner.plan(pages);
        expect(plan.sides).toHaveLength(pages);
        const used = new Set(plan.sides.map((side) => side >> 1));
        expect([...used]).toEqual(Array.from({ length: plan.sheets }, (_, sheet) => sheet));
        for (const [page, side] of plan.sides.entries()) {
          const own = masters[masterIndexOf(masters, page, pages)];
          const sheet = side >> 1;
          expect(side).toBeGreaterThan(plan.sides[page - 1] ?? -1);
          expect(plan.papers[sheet]).toBe(own?.paper ?? 0);
          if (side % 2 === 1) expect(plan.printsBack[sheet]).toBe(true);
          if (own?.frontOnly === true) expect(plan.printsBack[sheet]).toBe(false);
        }
      }),
    );
  });
});
