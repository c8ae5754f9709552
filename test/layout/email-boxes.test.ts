import { expect, test } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { Binder } from "../../src/bind/binder.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import { recordOf, sampleValues } from "../bind/sample-plan.ts";
import { check, spoiled } from "./support.ts";

const BOX = "        - at: [0.6in, 0.5in, 3in, 1in]\n";

function withBox(place: string): string {
  const box =
    "        - at: [4in, 0.5in, 3in, 1in]\n          in-email: PLACE\n          blocks:\n";
  const blocks = '            - paragraph: "For {customer.name}, boxed"\n';
  return spoiled(BOX, `${box.replace("PLACE", place)}${blocks}${BOX}`);
}

test.each(["before", "after"])(
  "a box is shown in e-mails, %s the flow, and printed once",
  (place) => {
    const { plan, diagnostics } = check(withBox(place));
    expect(diagnostics).toEqual([]);
    const own = defined(plan, "a plan");
    const at = place === "before" ? 0 : own.blocks.length - 1;
    expect(own.blocks[at]?.channels).toEqual({ print: false, email: true });
    expect(new Set(own.blocks.map(({ id }) => id)).size).toBe(own.blocks.length);
    const document = new Binder(own).bind(recordOf(sampleValues(2)));
    const envelope = { to: "a@b.example", subject: "s", preheader: "", footer: "" };
    const { html, text } = new EmailPainter(own, new Map()).paint(document, envelope);
    for (const part of [html, text]) {
      const [boxed, flow] = [part.indexOf(", boxed"), part.indexOf("your balance is")];
      expect([boxed, flow].every((index) => index > 0)).toBe(true);
      expect(boxed < flow).toBe(place === "before");
    }
  },
);

test("a box with page numbers cannot be shown in e-mails", () => {
  const found = check(spoiled(BOX, `${BOX}          in-email: after\n`)).diagnostics;
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(["layout.page-number"]));
});
