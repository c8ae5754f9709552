import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { defined } from "../../src/base/assert.ts";
import { limits } from "../../src/base/limits.ts";
import { Binder } from "../../src/bind/binder.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import { paintSms } from "../../src/paint/sms/sms-painter.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { all, readHtml, seenText, textOf } from "./html-tree.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = `${root}layouts/retail-statement`;
const layout = checkLayout(new NodeHost(), folder, {
  fontsFolder: `${root}fonts`,
  stocksFolder: `${root}layouts/stocks`,
});
const plan = defined(layout.plan, "the retail layout's plan");
const binder = new Binder(plan);
const painter = new EmailPainter(plan, new Map([[plan.email?.logo ?? -1, { contentId: "logo" }]]));

function sample(name: string) {
  return recordOf(JSON.parse(readFileSync(`${folder}/samples/${name}.json`, "utf8")));
}

function paint(name: string) {
  const record = sample(name);
  const envelope = binder.bindEmail(record);
  return painter.paint(binder.bind(record), { ...envelope, to: envelope.to ?? "" });
}

describe("the retail statement by e-mail", () => {
  test.each(["standard", "short", "nasty"])("is well formed: %s", (name) => {
    const { html, text } = paint(name);
    const tree = readHtml(html);
    expect(all(tree, "h1")).toHaveLength(1);
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(limits.emailHtmlBytesMax);
    for (const heading of all(tree, "h2")) expect(text).toContain(textOf(heading).split(" ")[0]);
  });

  test("says the same twice, whatever was painted between", () => {
    const first = paint("standard");
    paint("nasty");
    expect(paint("standard")).toEqual(first);
  });

  test("shows the figures of the record, in both parts", () => {
    const { html, text } = paint("standard");
    const seen = seenText(readHtml(html));
    for (const part of [seen, text])
      for (const figure of ["$1,523.10", "$2,802.72", "0.05%", "1045", "2,140.55"])
        expect(part).toContain(figure);
    expect(seen + text).not.toContain("4008123456789");
  });
});

test("the retail SMS is one segment without a figure of the account", () => {
  const { to, text } = binder.bindSms(sample("standard"));
  const { rendition, diagnostics } = paintSms(to ?? "", text, { segmentsMax: 1 });
  expect(diagnostics).toEqual([]);
  expect(rendition).toMatchObject({ encoding: "gsm-7", segments: 1 });
  for (const secret of ["2,802", "2802", "1,523", "4008", "Ana"])
    expect(rendition?.text).not.toContain(secret);
});
