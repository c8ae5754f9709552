import { describe, expect, test } from "vitest";
import { pagePictures } from "../../src/work/raster/page-pictures.ts";
import { pageTexts } from "../../src/work/raster/page-texts.ts";
import { termsPdf } from "../kit/terms-pdf.ts";

describe("pages as people see them", () => {
  test("are the chosen ones, in their size, with their texts", async () => {
    const pdf = await termsPdf();
    const [picture, ...more] = await pagePictures(pdf, 36, (index) => index === 1);
    expect(more).toEqual([]);
    expect(picture).toMatchObject({ index: 1, widthPx: 306, heightPx: 396 });
    expect(Buffer.from(picture?.png ?? "").toString("latin1", 1, 4)).toBe("PNG");
    const texts = await pageTexts(pdf);
    expect(texts.map((text) => /page \d/.exec(text)?.[0])).toEqual(["page 1", "page 2"]);
  });

  test("are not passed over where a file cannot be opened", async () => {
    const torn = Buffer.from("%PDF-1.7\n");
    await expect(pagePictures(torn, 36)).rejects.toThrow("PDFium cannot open its pages");
    await expect(pageTexts(torn)).rejects.toThrow("PDFium cannot open its pages");
  });
});
