import { describe, expect, test } from "vitest";
import { importPages } from "../../src/work/import-pages.ts";
import { termsPdf, type TermsOptions } from "../kit/terms-pdf.ts";

const LETTER = { widthPt: 612, heightPt: 792 };

/** A file of one page with this content. */
function pageOf(content: string): Uint8Array {
  const objects = [
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>>",
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("");
  return Buffer.from(`%PDF-1.7\n${body}trailer\n<</Root 1 0 R/Size 5>>\n%%EOF\n`, "latin1");
}

describe("pages of another file", () => {
  test("come with all that they draw with, each object after those that it names", async () => {
    const pages = await importPages(await termsPdf(), LETTER);
    expect(pages.map(({ widthPt, heightPt }) => [widthPt, heightPt])).toEqual([
      [612, 792],
      [612, 792],
    ]);
    for (const { objects, content } of pages) {
      expect(objects.length).toBeGreaterThan(10);
      expect(Buffer.from(content).toString("latin1")).toMatch(/\bTf\b/);
      const named = objects.map(({ value }) => JSON.stringify(value).matchAll(/"object":(\d+)/g));
      for (const [index, names] of named.entries())
        for (const [, object] of names) expect(Number(object)).toBeLessThan(index);
    }
  });

  test("are the same whenever they are read", async () => {
    const bytes = await termsPdf();
    expect(await importPages(bytes, LETTER)).toEqual(await importPages(bytes, LETTER));
  });

  test.each<[string, TermsOptions, RegExp]>([
    ["that is encrypted", { password: "secret" }, /encrypted/],
    ["with a form", { hasField: true }, /form to fill in/],
    ["with JavaScript", { hasScript: true }, /runs JavaScript/],
    ["with a font that is not in it", { hasBareFont: true }, /font Helvetica is not embedded/],
    [
      "of another size",
      { size: [595.28, 841.89] },
      /page 1 is 595.3 by 841.9 pt, and the paper 612/,
    ],
    ["whose pages are turned", { rotation: 90 }, /page 1 is turned/],
  ])("of a file %s are refused", async (_, options, reason) => {
    await expect(importPages(await termsPdf(options), LETTER)).rejects.toThrow(reason);
  });

  test("with a font that is no object of its own, and not in the file, are refused", async () => {
    const font = "<</Type/Font/Subtype/Type1/BaseFont/Courier>>";
    const objects = [
      "<</Type/Catalog/Pages 2 0 R>>",
      "<</Type/Pages/Kids[3 0 R]/Count 1>>",
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 ${font}>>>>>>`,
    ];
    const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`).join("");
    const bytes = Buffer.from(`%PDF-1.7\n${body}trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n`);
    await expect(importPages(bytes, LETTER)).rejects.toThrow(/font Courier is not embedded/);
  });

  test.each([
    ["q 1 0 0 1 0 0 cm q", "q 1 0 0 1 0 0 cm q\n\nQ\nQ\n"],
    ["q Q", "q Q\n"],
    ["% Q\n(Q \\) (Q)Q) Tj /Q gs [(Q)] TJ <51> Tj BI /W 1 ID Q Q EIQ Q EI q Q", undefined],
  ])("whose content is %j are balanced", async (content, wanted = `${content}\n`) => {
    const [page] = await importPages(pageOf(content), LETTER);
    expect(Buffer.from(page?.content ?? []).toString("latin1")).toBe(wanted);
  });

  test("that end what they did not begin are refused", async () => {
    await expect(importPages(pageOf("q Q Q q"), LETTER)).rejects.toThrow(/Q without q/);
  });

  test("of what is no PDF file are refused", async () => {
    const bytes = await termsPdf();
    await expect(importPages(Buffer.from("no PDF"), LETTER)).rejects.toThrow(/no whole PDF/);
    await expect(importPages(bytes.subarray(0, bytes.length >> 1), LETTER)).rejects.toThrow(/PDF/);
  });
});
