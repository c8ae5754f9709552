import { expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { Composer } from "../../src/compose/composer.ts";
import type { MasterBox } from "../../src/model/layout-plan.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { numbered, tableOf, valuesOf } from "./sample-table.ts";
import { BODY, drawn, master, openFonts, paragraph, planOf } from "./setting.ts";

const BOX: MasterBox = {
  id: "box",
  rect: { ...BODY, heightMpt: 90_000 },
  blocks: [tableOf()],
  isStatic: false,
  percentMin: 50,
};

test("a document that is given up while a box shrinks leaves the next one its sizes", () => {
  const plan = planOf([paragraph("p", ["one"])], { masters: [master([BOX])] });
  const fonts = openFonts(plan);
  const options = { missingGlyph: { action: "reject" }, pagesMax: 9, statics: new Map() } as const;
  const composer = new Composer(plan, fonts, options);
  const binder = new Binder(plan);
  const sizesOf = (rows: number): Set<number> => {
    composer.compose(binder.bind(recordOf(valuesOf(numbered(rows)))));
    return new Set(drawn(composer.frame(0), fonts).runs.map(({ sizeMpt }) => sizeMpt));
  };
  const whole = sizesOf(3);
  expect(sizesOf(8)).not.toEqual(whole);
  let askedCount = 0;
  const reason = new Error("given up");
  composer.stopOn({
    reason,
    get aborted() {
      return (askedCount += 1) > 12;
    },
  });
  expect(() => sizesOf(8)).toThrow(reason);
  composer.stopOn(undefined);
  expect(sizesOf(3)).toEqual(whole);
});
