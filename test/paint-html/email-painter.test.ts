import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import { Binder } from "../../src/bind/binder.ts";
import type { Block } from "../../src/model/block.ts";
import type { Align, Color } from "../../src/model/geometry.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { contrast, legible, toRgb } from "../../src/rules/color-contrast.ts";
import type { Rgb } from "../../src/rules/color-contrast.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import type { PaintedEmail } from "../../src/paint/html/email-painter.ts";
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
} from "../bind/sample-plan.ts";
import type { HtmlElement } from "./html-tree.ts";
import { all, cssOf, inherited, readHtml, seenText, textOf } from "./html-tree.ts";

const images = new Map([[0, { contentId: "logo@nightpress" }]]);

function paint(values: RawObject, plan: LayoutPlan = samplePlan): PaintedEmail {
  const binder = new Binder(plan);
  const record = recordOf(values);
  const envelope = binder.bindEmail(record);
  const to = envelope.to ?? "";
  return new EmailPainter(plan, images).paint(binder.bind(record), { ...envelope, to });
}

const standard = paint(sampleValues(30));
const tree = readHtml(standard.html);

function only(root: HtmlElement, tag: string): HtmlElement {
  const [found, ...more] = all(root, tag);
  if (found === undefined || more.length > 0) throw new Error(`not just one <${tag}>`);
  return found;
}

function dataTables(root: HtmlElement): HtmlElement[] {
  return all(root, "table").filter((table) => table.attributes["class"] === "d");
}

describe("the HTML of an e-mail", () => {
  test("says what it is, and in what language", () => {
    expect(only(tree, "html").attributes).toMatchObject({ lang: "en-US", dir: "ltr" });
    expect(textOf(only(tree, "title"))).toBe("Statement for Ana O'Neil-N\u00fa\u00f1ez Jr");
    const metas = all(tree, "meta").map((meta) => meta.attributes["name"]);
    expect(metas).toContain("color-scheme");
    expect(textOf(only(tree, "style"))).toContain("max-width:480px");
  });

  test("has real headings, one of the first level", () => {
    expect(textOf(only(tree, "h1"))).toBe("Your statement");
    expect(all(tree, "h2").map(textOf)).toEqual(["Activity", "Checks paid", "Balance by day"]);
  });

  test("has the title as heading where the layout has none, and never two", () => {
    const noHeading = { ...samplePlan, blocks: samplePlan.blocks.slice(1) };
    const found = readHtml(paint(sampleValues(2), noHeading).html);
    expect(textOf(only(found, "h1"))).toBe("Statement for Ana O'Neil-N\u00fa\u00f1ez Jr");
    const twice = { ...samplePlan, blocks: [text("a", ["One"], 1), text("b", ["Two"], 1)] };
    const stepped = readHtml(paint(sampleValues(2), twice).html);
    expect(textOf(only(stepped, "h1"))).toBe("One");
    expect(textOf(only(stepped, "h2"))).toBe("Two");
  });

  test("shows data in real tables, and arranges with others", () => {
    const [activity] = dataTables(tree);
    if (activity === undefined) throw new Error("no table");
    const heads = all(activity, "th");
    expect(heads.map(textOf)).toEqual(["Date", "Description", "Amount", "Balance"]);
    expect(heads.every((head) => head.attributes["scope"] === "col")).toBe(true);
    expect(all(activity, "tr")).toHaveLength(32);
    const layouts = all(tree, "table").filter((table) => all(table, "th").length === 0);
    expect(layouts.length).toBeGreaterThan(0);
    expect(layouts.every((table) => table.attributes["role"] === "presentation")).toBe(true);
  });

  test("names each cell for the cards of a narrow screen, hidden where they are not", () => {
    const row = all(dataTables(tree)[0] as HtmlElement, "tr")[1] as HtmlElement;
    expect(all(row, "td").map(textOf)[3]).toBe("Balance1,500.75");
    expect(all(row, "td").map(seenText)).toEqual([
      "10/01",
      "deposit at EXAMPLE STORE 0 SPRINGFIELD",
      "10.00",
      "1,500.75",
    ]);
  });

  test("spans the label of a total over the cells beside it", () => {
    const cells = all(all(dataTables(tree)[0] as HtmlElement, "tr").at(-1) as HtmlElement, "td");
    expect(cells.map(seenText)).toEqual(["Total", "-10,727.85", ""]);
    expect(cells[0]?.attributes["colspan"]).toBe("2");
  });

  test("shows facts by label and value", () => {
    const row = all(tree, "tr").find((each) => each.children.some(isHead));
    expect(row && textOf(row)).toBe(`Account${"\u2022".repeat(9)}6789`);
  });

  test("carries its logo, and refers to nothing outside", () => {
    const logo = only(tree, "img");
    expect(logo.attributes).toMatchObject({ src: "cid:logo@nightpress", alt: "Northbank" });
    expect(standard.html).not.toMatch(/<script|<link|url\(|@import| on[a-z]+=|http:/);
    const targets = all(tree, "a").map((each) => each.attributes["href"]);
    expect(targets).toEqual(["https://bank.example/errors"]);
  });

  test("has a text that begins with its footer where no block says anything", () => {
    const { text: shown } = paint(sampleValues(0), { ...samplePlan, blocks: [] });
    expect(shown).toMatch(/^-- \n\S/);
  });

  test("hides its preheader, and ends with its footer", () => {
    const hidden = all(tree, "div").find((each) => cssOf(each, "display") === "none");
    expect(hidden && textOf(hidden)).toBe("For the account ending in 6789");
    expect(seenText(tree)).not.toContain("For the account ending in");
    expect(textOf(all(tree, "p").at(-1) as HtmlElement)).toContain("Member FDIC");
  });

  test("leaves out what is for print alone, and page furniture", () => {
    const printOnly = { ...text("x", ["On paper"]), channels: { print: true, email: false } };
    const plan = { ...samplePlan, blocks: [printOnly, text("y", ["Everywhere"])] };
    const { html, text: plain } = paint(sampleValues(1), plan);
    expect(html).toContain("Everywhere");
    expect(html + plain).not.toContain("On paper");
    expect(standard.html + standard.text).not.toMatch(/[\ue000\ue001]/);
  });

  test("is known by the address and the subject it was given", () => {
    expect(standard).toMatchObject({
      to: "ana@example.com",
      subject: "Your October 2026 statement",
      rowsLeftOut: 0,
      diagnostics: [],
    });
  });
});

function isHead(node: HtmlElement | string): boolean {
  return typeof node !== "string" && node.attributes["scope"] === "row";
}

describe("colours", () => {
  const part = fc.integer({ min: 0, max: 255 });
  const rgb = fc.tuple(part, part, part);

  test("any colour on any ground can be read", () => {
    fc.assert(
      fc.property(rgb, rgb, (color, ground) => {
        const found = legible(color, ground);
        expect(contrast(found, ground)).toBeGreaterThanOrEqual(4.5);
        if (contrast(color, ground) >= 4.5) expect(found).toEqual(color);
      }),
    );
    expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21, 5);
    expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
  });

  test.each<[Color, Rgb]>([
    [{ space: "gray", values: [1000] }, [255, 255, 255]],
    [{ space: "rgb", values: [1000, 500, 0] }, [255, 128, 0]],
    [{ space: "cmyk", values: [0, 0, 0, 1000] }, [0, 0, 0]],
    [{ space: "cmyk", values: [1000, 0, 0, 0] }, [0, 255, 255]],
    [{ space: "separation", name: "Blue", tint: 500, alternate: [1000, 0, 0, 0] }, [128, 255, 255]],
  ])("%j is %j on a screen", (color, expected) => {
    expect(toRgb(color)).toEqual(expected);
  });

  test("all text of the sample has the contrast WCAG asks for", () => {
    let checked = 0;
    for (const node of allElements(only(tree, "body"))) {
      if (!node.children.some((child) => typeof child === "string" && child.trim() !== ""))
        continue;
      const color = rgbOf(inherited(node, "color") ?? "#000000");
      const ground = rgbOf(inherited(node, "background") ?? "#ffffff");
      expect(contrast(color, ground)).toBeGreaterThanOrEqual(4.5);
      checked += 1;
    }
    expect(checked).toBeGreaterThan(100);
  });
});

function allElements(node: HtmlElement): HtmlElement[] {
  const inner = node.children.filter((child) => typeof child !== "string");
  return [node, ...inner.flatMap(allElements)];
}

function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

describe("hostile values", () => {
  const hostile = fc.oneof(
    fc.string({ maxLength: 60, unit: "binary" }),
    fc.constantFrom("<script>alert(1)</script>", '" onload="x', "</p></td>", "&amp;&", "<!--", "'"),
  );

  test("stay text, and never become markup", () => {
    const tags = (root: HtmlElement) => allElements(root).map((each) => each.tag);
    const plan = { ...samplePlan, blocks: samplePlan.blocks.slice(0, 2) };
    const usual = tags(readHtml(paint(sampleValues(1), plan).html));
    fc.assert(
      fc.property(hostile, (value) => {
        const name = value.replaceAll(/[\r\n]/g, "") || "x";
        const customer = { ...(sampleValues(1)["customer"] as RawObject), name };
        const { html } = paint({ ...sampleValues(1), customer }, plan);
        const found = readHtml(html);
        expect(tags(found)).toEqual(usual);
        // oxlint-disable-next-line no-control-regex
        const shown = name.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "");
        expect(seenText(found)).toContain(`Dear ${shown},`);
      }),
      { numRuns: 200 },
    );
  });

  test("text from the right says so, and starts at the right", () => {
    const hebrew = "\u05e9\u05dc\u05d5\u05dd (1)";
    const block = { ...base("x"), kind: "text", level: 0, spans: [span([hebrew])] } as const;
    const painted = (align: Align, locale = "en-US"): HtmlElement => {
      const blocks: Block[] = [{ ...block, align }];
      const plan = { ...samplePlan, locale, locales: [locale], blocks };
      const [shown] = all(readHtml(paint(sampleValues(1), plan).html), "p");
      return shown as HtmlElement;
    };
    expect(painted("start").attributes).toMatchObject({ dir: "rtl" });
    expect(cssOf(painted("start"), "text-align")).toBe("right");
    expect(cssOf(painted("end"), "text-align")).toBe("left");
    expect(cssOf(painted("left"), "text-align")).toBe("left");
    expect(painted("start", "he-IL").attributes).not.toHaveProperty("dir");
  });

  test("an e-mail in a language from the right is turned as a whole", () => {
    const plan = { ...samplePlan, locale: "ar-EG-u-nu-latn", locales: ["ar-EG-u-nu-latn"] };
    const values = sampleValues(3);
    const { html } = paint(values, plan);
    const turned = readHtml(html);
    expect(only(turned, "html").attributes).toMatchObject({ dir: "rtl" });
    const [first] = all(turned, "p").filter((p) => /[A-Za-z]/.test(textOf(p)));
    expect(first?.attributes).toMatchObject({ dir: "ltr" });
    expect(textOf(only(turned, "style"))).toContain(".d td{text-align:left !important");
    const labels = all(turned, "th").filter((th) => th.attributes["scope"] === "row");
    expect(labels.length).toBeGreaterThan(0);
    for (const label of labels) expect(cssOf(label, "text-align")).toBe("right");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "http://plain.example", "https://a b"])(
    "%s is no link",
    (url) => {
      const linked = { ...span(["here"]), href: [field("url", "text")] };
      const block: Block = {
        ...base("x"),
        kind: "text",
        level: 0,
        align: "left",
        spans: [linked],
      };
      const { html, text: plain } = paint(
        { ...sampleValues(1), url },
        { ...samplePlan, blocks: [block] },
      );
      expect(html).toContain(">here</p>");
      expect(html + plain).not.toContain(url);
    },
  );

  test.each([
    "a@b@c.example",
    "a b@c.example",
    "a@c.example\r\nBcc: x@y.example",
    "a@localhost",
    "",
  ])("%j is not sent to", (email) => {
    const customer = { ...(sampleValues(1)["customer"] as RawObject), email };
    const [finding] = paint({ ...sampleValues(1), customer }).diagnostics;
    expect(finding).toMatchObject({ code: "email.bad-address", severity: "error" });
    if (email !== "") expect(finding?.message).not.toContain(email);
  });
});

describe("size", () => {
  test("a long table is cut, says by how much, and still ends in its total", () => {
    const { html, text: plain, rowsLeftOut, diagnostics } = paint(sampleValues(900));
    expect(diagnostics).toEqual([]);
    expect(rowsLeftOut).toBeGreaterThan(100);
    const sizeBytes = Buffer.byteLength(html);
    expect(sizeBytes).toBeLessThanOrEqual(limits.emailHtmlBytesMax);
    expect(sizeBytes).toBeGreaterThan(limits.emailHtmlBytesMax - 3000);
    const cut = readHtml(html);
    const notes = all(cut, "td")
      .map(textOf)
      .flatMap((cell) => /^(\d+) more rows are in the full statement\.$/.exec(cell)?.[1] ?? []);
    expect(notes.reduce((sum, count) => sum + Number(count), 0)).toBe(rowsLeftOut);
    expect(seenText(cut)).toContain("Total");
    for (const count of notes) expect(plain).toContain(`${count} more rows`);
  });

  test("too much text is an error, not a cut", () => {
    const long = { ...samplePlan, blocks: [text("x", ["word ".repeat(20_000)])] };
    const { diagnostics } = paint(sampleValues(1), long);
    expect(diagnostics).toMatchObject([{ code: "email.too-large", severity: "error" }]);
  });
});

describe("the plain text part", () => {
  test("says what the HTML says", () => {
    const { text: plain } = standard;
    expect(plain.split("\n").slice(0, 3)).toEqual(["Your statement", "==============", ""]);
    expect(plain).toContain(`\nClosing balance${" ".repeat(48)}$2,621.45\n`);
    expect(plain).toContain("\nTotal                                              -10,727.85\n");
    expect(plain).toContain("our site <https://bank.example/errors>");
    expect(plain).not.toContain("<td");
  });

  test("sets the label of a total over the columns beside it, widened where it must be", () => {
    const amount = field("t:amount", "money");
    const narrow = table("x", {
      columns: [
        column("Date", ["1"]),
        column("Amount", [amount], { sumOf: amount, align: "right" }),
      ],
      total: { label: ["Total deposits and other credits"], style: 0 },
    });
    const transactions = [{ amount: "1.50" }, { amount: "12.00" }];
    const plan = { ...samplePlan, blocks: [narrow] };
    const { text: plain } = paint({ ...sampleValues(0), transactions }, plan);
    expect(plain.split("\n").slice(2, 5)).toEqual([
      `1${" ".repeat(33)}  1.50`,
      `1${" ".repeat(33)} 12.00`,
      "Total deposits and other credits   13.50",
    ]);
  });

  test("keeps within 72 columns, wrapping a wide column or listing its rows", () => {
    const transactions = [
      { date: "2026-10-01", text: "a word ".repeat(12).trim(), amount: "1.00", balance: "2.00" },
    ];
    const wrapped = paint({ ...sampleValues(0), transactions }).text;
    expect(wrapped).toMatch(/10\/01 {2}a word a word.* -1\.00 {4,}2\.00\n {7}a word/);
    const balance = "9".repeat(13);
    const wide = [{ ...transactions[0], date: "2026-10-01", amount: balance, balance }];
    for (const rows of [transactions, wide])
      for (const line of paint({ ...sampleValues(0), transactions: rows }).text.split("\n"))
        expect(line.length).toBeLessThanOrEqual(72);
  });
});
