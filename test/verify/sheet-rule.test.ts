import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { type SheetPlan, SheetPlanner, type PaperRules } from "../../src/rules/sheet-plan.ts";
import { SheetRule } from "../../src/verify/sheet-rule.ts";
import { runFixture } from "../e2e/e2e-run.ts";
import { RunCopy } from "./run-copy.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("sheet-rule");

interface MasterShape {
  readonly paper: number | undefined;
  readonly frontOnly: boolean;
}
const master = fc.record({
  paper: fc.option(fc.nat({ max: 2 }), { nil: undefined }),
  frontOnly: fc.boolean(),
});
const layouts = fc.record({
  duplex: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  first: master,
  rest: fc.option(master, { nil: undefined }),
  last: fc.option(master, { nil: undefined }),
  pages: fc.integer({ min: 1, max: 40 }),
});

describe("the verifier's rule of sheets", () => {
  it("lays out whatever a layout can say as the writer's rule does", () => {
    fc.assert(
      fc.property(layouts, ({ duplex, first, rest, last, pages }) => {
        const masters = [first, rest, last && { ...last, isLast: true }].filter(
          (one): one is MasterShape & { isLast?: true } => one !== undefined,
        );
        const papers = duplex.map((one) => ({ duplex: one }));
        const writer = new SheetPlanner(rulesOf(papers, masters)).plan(pages);
        const layout = new SheetRule({
          papers: papers as never,
          masters: masters.map(({ paper = 0, frontOnly, isLast }) => {
            return { paper, isFrontOnly: frontOnly, isLast: isLast === true };
          }),
        }).layout(pages);
        const { sheets, sides, papers: numbers, printsBack } = layout;
        expect({ sheets, sides, papers: numbers, printsBack }).toEqual(writer);
        expect(sides.map((side) => layout.pages[side])).toEqual(sides.map((_, page) => page));
        expect(layout.pages.filter((page) => page >= 0)).toHaveLength(pages);
      }),
      { numRuns: 2000, verbose: 1 },
    );
  });

  it("refuses what a writer with another rule lays out", async () => {
    const { out } = await runFixture({ format: "ndjson", records: 12, transactions: 45 });
    const run = new RunCopy(out, `${folder}/copy`);
    const plan = Reflect.get(SheetPlanner.prototype, "plan") as (pages: number) => SheetPlan;
    const faulty = vi.spyOn(SheetPlanner.prototype, "plan").mockImplementation(function (
      this: SheetPlanner,
      pages: number,
    ) {
      return turned(plan.call(this, pages));
    });
    try {
      await run.assembleAgain();
    } finally {
      faulty.mockRestore();
    }
    const breaches = await run.breaches();
    const [spool] = run.rows("SELECT name FROM spools WHERE spool = 0");
    const file = `print/${String(spool?.["name"])}`;
    const found = breaches.filter(({ code }) => code === "verify.page-misplaced");
    expect(found.length).toBeGreaterThan(0);
    for (const breach of found)
      expect(breach).toMatchObject({ page: expect.any(Number) as number });
    expect(breaches).toContainEqual(expect.objectContaining({ file }));
  });
});

function rulesOf(papers: readonly { duplex: boolean }[], masters: unknown): PaperRules {
  const [stock, ...others] = papers;
  return { stock, papers: others, masters } as unknown as PaperRules;
}

/** A fault of the rule: not the last back stays empty but the first one, on as many sheets. */
function turned(plan: SheetPlan): SheetPlan {
  const isLastEmpty = (plan.sides.at(-1) ?? 0) % 2 === 0 && plan.sheets > 1;
  if (!isLastEmpty) return plan;
  return { ...plan, sides: plan.sides.map((side) => (side === 0 ? 0 : side + 1)) };
}
