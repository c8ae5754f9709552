import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import type { Block, BlockBase, GroupBlock } from "../../src/model/block.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { base, recordOf } from "../bind/sample-plan.ts";
import {
  BODY,
  type DrawnPage,
  drawn,
  lineTexts,
  master,
  openFonts,
  paragraph,
  planOf,
  space,
} from "./setting.ts";

/** Lines of 12 points in a body of 120. */
const LINES = 10;
const SMALL = [master([], { body: { ...BODY, heightMpt: LINES * 12_000 } })];

interface Set {
  readonly pages: readonly DrawnPage[];
  readonly leftOut: readonly { readonly id: string; readonly reason: string }[];
}

function setOf(blocks: readonly Block[], more: Partial<LayoutPlan> = {}): Set {
  const plan = planOf(blocks, { masters: SMALL, ...more });
  const fonts = openFonts(plan);
  const composer = new Composer(plan, fonts, {
    missingGlyph: { action: "reject" },
    pagesMax: 100,
    statics: new Map(),
  });
  const { pageCount, faults, leftOut } = composer.compose(new Binder(plan).bind(recordOf({})));
  expect(faults).toEqual([]);
  const pages = Array.from({ length: pageCount }, (_, page) => drawn(composer.frame(page), fonts));
  return { pages, leftOut };
}

/** A message of so many lines, each with its name. */
function message(
  name: string,
  lines: number,
  more: Partial<BlockBase> = {},
  zone = "news",
): GroupBlock {
  const frame = { keepTogether: true, paddingMpt: 0, background: -1, borderColor: -1 };
  const text = paragraph(`${name}.text`, [Array.from({ length: lines }, () => name).join("\n")]);
  return {
    ...base(name),
    spaceAfterMpt: 0,
    kind: "group",
    zone,
    blocks: [text],
    ...frame,
    ...more,
  };
}

function shown({ pages }: Set): string[] {
  return [...new Set(pages.flatMap((page) => lineTexts(page)))];
}

describe("blocks that wait for room", () => {
  test("are shown as they fit, by priority, and never make a page more", () => {
    const flow = paragraph("flow", ["a\nb\nc\nd"]);
    const messages = [
      message("third", 2, { ifRoom: true }),
      message("first", 5, { ifRoom: true, priority: 1 }),
      message("second", 3, { ifRoom: true, priority: 2 }),
    ];
    const set = setOf([flow, ...messages]);
    expect(set.pages).toHaveLength(1);
    // Five and four lines leave one: what comes second needs three, what comes third two.
    expect(shown(set)).toEqual(["a", "b", "c", "d", "first"]);
    expect(set.leftOut).toEqual([
      { id: "second", reason: "no-room" },
      { id: "third", reason: "no-room" },
    ]);
    const short = setOf([paragraph("flow", ["a"]), ...messages]);
    expect(shown(short)).toEqual(["a", "first", "second"]);
  });

  test("fill what is left, for any flow and any messages", () => {
    const sizes = fc.array(
      fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 })),
      {
        minLength: 1,
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), sizes, (lines, all) => {
        const flow = Array.from({ length: lines }, (_, at) => space(`s${at}`, 12_000));
        const messages = all.map(([size, priority], at) =>
          message(`m${at}`, size, { ifRoom: true, priority }),
        );
        const set = setOf([...flow, ...messages]);
        expect(set.pages).toHaveLength(Math.ceil(lines / LINES));
        let left = (LINES - (lines % LINES)) % LINES;
        const order = all.map(([size, priority], at) => ({ size, priority, name: `m${at}` }));
        const taken = order
          .toSorted((a, b) => a.priority - b.priority)
          .filter(({ size }) => size <= left && (left -= size) >= 0)
          .map(({ name }) => name);
        expect(shown(set).toSorted()).toEqual(taken.toSorted());
        expect(set.leftOut.length + taken.length).toBe(all.length);
      }),
      { numRuns: 60 },
    );
  });

  test("give their place in a zone to the next where they do not fit", () => {
    const zones = [{ name: "news", most: 1 }];
    const messages = [
      message("large", 9, { ifRoom: true, priority: 1 }),
      message("small", 2, { ifRoom: true, priority: 2 }),
      message("late", 2, { ifRoom: true, priority: 3 }),
    ];
    const set = setOf([paragraph("flow", ["a\nb"]), ...messages], { zones });
    expect(shown(set)).toEqual(["a", "b", "small"]);
    expect(set.leftOut).toEqual([
      { id: "large", reason: "no-room" },
      { id: "late", reason: "most" },
    ]);
  });
});

test("a zone shows so many messages, by priority and then as they stand; others are not touched", () => {
  const zones = [{ name: "news", most: 2 }];
  const blocks = [
    message("c", 1),
    message("a", 1),
    message("x", 1, {}, "law"),
    message("b", 1, { priority: 1 }),
  ];
  const set = setOf(blocks, { zones });
  expect(shown(set)).toEqual(["c", "x", "b"]);
  expect(set.leftOut).toEqual([{ id: "a", reason: "most" }]);
});

describe("blocks at the foot", () => {
  test("end where the body of the last page ends, for any length of what is above", () => {
    for (let lines = 1; lines <= 32; lines += 1) {
      const flow = Array.from({ length: lines }, (_, at) => paragraph(`p${at}`, [`line ${at}`]));
      const foot = [message("one", 2, { atFoot: true }), message("two", 1, { atFoot: true })];
      const { pages } = setOf([...flow, ...foot]);
      expect(pages).toHaveLength(Math.ceil((lines + 3) / LINES));
      const last = pages.at(-1) as DrawnPage;
      expect(lineTexts(last).slice(-3)).toEqual(["one", "one", "two"]);
      const bottom = Math.max(...last.runs.map(({ y }) => y));
      // The baseline of the body's last line.
      expect(BODY.yMpt + LINES * 12_000 - bottom).toBeLessThan(6000);
    }
  });

  test("stand there with what filled the room above them", () => {
    const foot = message("foot", 1, { atFoot: true });
    const set = setOf([paragraph("flow", ["a"]), message("fill", 8, { ifRoom: true }), foot]);
    expect(shown(set)).toEqual(["a", "fill", "foot"]);
    expect(set.pages).toHaveLength(1);
  });
});
