import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { Block, FactsBlock } from "../../src/model/block.ts";
import type { Template } from "../../src/model/expr.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import {
  base,
  column,
  field,
  recordOf,
  samplePlan,
  sampleValues,
  span,
  table,
  text,
} from "./sample-plan.ts";

const id = field("id", "text");

function linked(href: Template): Block {
  return { ...text("x", []), spans: [{ ...span(["here"]), href }] } as Block;
}

function target(href: Template, value: string): string | undefined {
  const bound = new Binder({ ...samplePlan, blocks: [linked(href)] }).bind(
    recordOf({ ...sampleValues(1), id: value }),
  ).blocks[0];
  return bound?.kind === "text" ? bound.hrefs?.[0] : undefined;
}

describe("a link with a value in it", () => {
  test.each([
    ["AB12", "AB12"],
    ["a b/c?d=e&f#g", "a%20b%2Fc%3Fd%3De%26f%23g"],
    ["100%", "100%25"],
    ["'\"<>()*!", "%27%22%3C%3E%28%29%2A%21"],
    ["Müller@x+y", "M%C3%BCller%40x%2By"],
    ["\ud800", "%EF%BF%BD"],
    ["a\r\nb", "a%0D%0Ab"],
  ])("%j is %s in it", (value, encoded) => {
    expect(target(["https://x.example/", id, "?a=1"], value)).toBe(
      `https://x.example/${encoded}?a=1`,
    );
  });

  test("an address and a number keep what they are made of", () => {
    expect(target(["mailto:", id, "?subject=Hi"], "a b@x.example?bcc=y")).toBe(
      "mailto:a%20b@x.example%3Fbcc%3Dy?subject=Hi",
    );
    expect(target(["tel:", id], "+1 202 555 0143")).toBe("tel:+1%20202%20555%200143");
  });
});

describe("an e-mail", () => {
  const href = ["https://x.example/", id];
  const link = (words: string) => ({ ...span([words]), href });
  const facts: FactsBlock = {
    ...base("f"),
    kind: "facts",
    entries: [{ label: [span(["Pay"])], value: [link("online")] }],
    labelShare: 500,
    valueAlign: "right",
    ruleColor: -1,
    rowGapMpt: 0,
  };
  const rows = { list: field("none", "list"), row: "r" };
  const columns = [column("A", ["a"])];
  const blocks = [linked(href), facts, table("t", { rows, columns, empty: [link("nothing")] })];
  const plan = { ...samplePlan, blocks };
  const painter = new EmailPainter(plan, new Map());
  const binder = new Binder(plan);
  const paint = (value: string) => {
    const record = recordOf({ ...sampleValues(1), id: value, none: [] });
    const envelope = { ...binder.bindEmail(record), to: "a@x.example" };
    return painter.paint(binder.bind(record), envelope);
  };

  test.each(["K1", "K 2"])(
    "leads each customer to its own page, wherever the link stands: %s",
    (key) => {
      const { html, text: plain } = paint(key);
      const url = `https://x.example/${encodeURIComponent(key)}`;
      expect([...html.matchAll(/href="([^"]*)"/g)].map(([, each]) => each)).toEqual([
        url,
        url,
        url,
      ]);
      for (const words of ["here", "online", "nothing"])
        expect(plain).toContain(`${words} <${url}>`);
    },
  );
});
