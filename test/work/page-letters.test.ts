import { PDFDocument, StandardFonts } from "pdf-lib";
import { expect, test } from "vitest";
import { pdfiumRenderer } from "../../src/work/raster/pdfium-renderer.ts";

const MPT = 1000;
const [WIDTH, HEIGHT] = [612, 792];

/** Lines far from each other, one of marks high above its baseline, and 40 lines of small print. */
async function page(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.Helvetica);
  const sheet = pdf.addPage([WIDTH, HEIGHT]);
  sheet.drawText("Strip", { x: 40, y: 30, size: 8, font });
  sheet.drawText("''", { x: 40, y: 330, size: 200, font });
  for (let line = 0; line < 40; line += 1)
    sheet.drawText(`Line ${line}`, { x: 300, y: 700 - 9 * line, size: 8, font });
  return pdf.save();
}

test("the letters of an area are those of the page that begin there, and all is still drawn", async () => {
  const views = (await pdfiumRenderer()).open(await page());
  const [strip, whole] = [
    { xMpt: 0, yMpt: (HEIGHT - 60) * MPT, widthMpt: 200 * MPT, heightMpt: 60 * MPT },
    { xMpt: 0, yMpt: 0, widthMpt: WIDTH * MPT, heightMpt: HEIGHT * MPT },
  ];
  // What the marks draw is more than an inch above their baseline, where they begin.
  const baseline = {
    xMpt: 0,
    yMpt: (HEIGHT - 335) * MPT,
    widthMpt: 200 * MPT,
    heightMpt: 10 * MPT,
  };
  await views.view(0, (view) => {
    const before = view.draw(whole, 50).pixels;
    const text = (area: typeof strip) => view.letters(area).map((letter) => letter.text);
    expect(text(strip).join("")).toBe("Strip");
    expect(text(baseline).join("")).toBe("''");
    expect(text(whole).filter((letter) => letter === "L")).toHaveLength(40);
    expect(text(strip).join("")).toBe("Strip");
    expect(view.draw(whole, 50).pixels).toEqual(before);
    return Promise.resolve();
  });
  views.close();
});
