import { expect, test } from "vitest";
import type { Turn } from "../../src/model/block.ts";
import {
  RUN_FLAG_KERNS,
  RUN_FLAG_TURNED,
  RUN_FLAG_TURNED_DOWN,
  RUN_FLAG_TURNED_HALF,
} from "../../src/model/frame.ts";
import { column, span } from "../bind/sample-plan.ts";
import { numbered, page, tableOf } from "./sample-table.ts";
import { BODY, type DrawnRun, pagesOf, paragraph, planOf, Setting } from "./setting.ts";

const TEXT = "Turned text\nin two lines";

function runs(turn: Turn | undefined, text = TEXT, align: "left" | "right" | "center" = "left") {
  const block = paragraph("p", [span([text])], { align, ...(turn && { turn }) });
  const after = paragraph("z", ["after"]);
  return pagesOf(planOf([block, after]))[0]?.runs ?? [];
}

/** How a run is turned, whatever its kerns. */
function turnOf({ flags }: DrawnRun): number {
  return flags & ~RUN_FLAG_KERNS;
}

const [one, two] = runs(undefined);
const width = (two?.right ?? 0) - (two?.x ?? 0);

test("text that runs up begins below, its first line at the left", () => {
  const turned = runs(90).filter(({ text }) => text !== "after");
  expect(turned.map(turnOf)).toEqual([RUN_FLAG_TURNED, RUN_FLAG_TURNED]);
  expect(turned.map(({ text }) => text)).toEqual(["Turned text", "in two lines"]);
  expect((turned[1]?.x ?? 0) - (turned[0]?.x ?? 0)).toBe(12_000);
  expect(turned[0]?.y).toBe(turned[1]?.y);
  expect((turned[0]?.y ?? 0) - BODY.yMpt).toBeGreaterThanOrEqual(width);
});

test("text that runs down begins above, its first line at the right", () => {
  const turned = runs(270).filter(({ text }) => text !== "after");
  expect(turned.map(turnOf)).toEqual([
    RUN_FLAG_TURNED | RUN_FLAG_TURNED_DOWN,
    RUN_FLAG_TURNED | RUN_FLAG_TURNED_DOWN,
  ]);
  expect((turned[0]?.x ?? 0) - (turned[1]?.x ?? 0)).toBe(12_000);
  expect(turned.map(({ y }) => y)).toEqual([BODY.yMpt, BODY.yMpt]);
});

test("text that is upside down has its first line below, and is as high as it is", () => {
  const turned = runs(180).filter(({ text }) => text !== "after");
  expect(turned[0] && turnOf(turned[0])).toBe(RUN_FLAG_TURNED | RUN_FLAG_TURNED_HALF);
  expect((turned[0]?.y ?? 0) - (turned[1]?.y ?? 0)).toBe((two?.y ?? 0) - (one?.y ?? 0));
  const after = runs(180).find(({ text }) => text === "after");
  expect(after?.y).toBe(runs(undefined).find(({ text }) => text === "after")?.y);
});

test.each([
  ["left", BODY.xMpt, BODY.xMpt + 24_000],
  ["center", BODY.xMpt + 138_000, BODY.xMpt + 162_000],
  ["right", BODY.xMpt + 276_000, BODY.xMpt + 300_000],
] as const)("turned text at the %s stands between its edges", (align, left, right) => {
  for (const { x, text } of runs(90, TEXT, align)) {
    if (text === "after") continue;
    expect(x).toBeGreaterThan(left);
    expect(x).toBeLessThan(right);
  }
});

test("a title that runs up makes its row as high as it is long", () => {
  const columns = [
    column("Text", ["row"], {}),
    column("A long title", ["1"], { titleTurn: 90, widthMpt: 20_000 }),
  ];
  const drawn = page(tableOf({ columns }), numbered(2));
  const title = drawn.runs.find(({ text }) => text === "A long title");
  const [first] = drawn.runs.filter(({ text }) => text === "row");
  expect(title && turnOf(title)).toBe(RUN_FLAG_TURNED);
  expect(title?.role).toBe("TH");
  expect((first?.y ?? 0) - BODY.yMpt).toBeGreaterThan((title?.right ?? 0) - (title?.x ?? 0));
});

test("a cell with more lines than its column is wide is refused by name", () => {
  const columns = [column("Text", ["a\nb\nc"], { turn: 270, widthMpt: 20_000 })];
  const rows = [{ text: "x", amount: "1.00" }];
  const { faults } = new Setting(planOf([tableOf({ columns })])).compose({ rows });
  expect(faults.map(({ code }) => code)).toEqual(["compose.cell-overflow"]);
});
