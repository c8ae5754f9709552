import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import { pdfiumRenderer } from "../../src/work/raster/pdfium-renderer.ts";
import { readSymbols } from "../barcode/read-symbols.ts";
import { swissBillFaults } from "../barcode/swiss-bill-validator.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { valuesOf } from "../golden/case-data.ts";
import { type GoldenCase, readCases } from "../golden/case-file.ts";
import { hasRasterizer } from "../golden/picture.ts";
import { planIn, PrintShop, projectFolder } from "../golden/print-shop.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const file = `${projectFolder}/test/golden/barcodes.case`;
const cases = readCases(readFileSync(file, "utf8"), file);
const shops = new Map<string, { shop: PrintShop; given: GoldenCase; pdf: Uint8Array }>();

beforeAll(async () => {
  for (const given of cases) {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "images"));
    writeFileSync(join(folder, "layout.yaml"), given.layoutYaml ?? "");
    const shop = await PrintShop.open(planIn(folder));
    shops.set(given.name, { shop, given, pdf: shop.pdf(shop.pages(valuesOf(given))) });
  }
});

function made(name: string) {
  const found = shops.get(name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

/** What the page of `kinds` says, in each kind. */
const SAID = [
  "Aztec RF18539007547034 of Zoë Weiß",
  "Code128 RF18539007547034",
  "Code128 010952123454321310A-7\x1d2142",
  "Code39 RF18539007547034",
  "DataMatrix RF18539007547034 of Zoë Weiß",
  "EAN13 9521234543213",
  "EAN8 96385074",
  "ITF 0123456789",
  "PDF417 RF18539007547034 of Zoë Weiß",
  "QRCode BCD\n002\n1\nSCT\n\nExample Water\nDE02120300000000202051\nEUR1234.50\n\nRF18539007547034",
];
const FURNITURE = "QRCode https://pay.example/RF18539007547034";

async function saidBy(rgba: Uint8Array, width: number, height: number): Promise<string[]> {
  const found = await readSymbols(rgba, width, height);
  return found.map(({ format, text, bytes }) =>
    format === "Code128" || format === "DataMatrix"
      ? `${format} ${bytesOr(text, bytes)}`
      : `${format} ${text}`,
  );
}

/** Data Matrix has Latin-1; what GS1 separates is shown in brackets otherwise. */
function bytesOr(text: string, bytes: string): string {
  return text.startsWith("(") ? bytes : text;
}

async function saidByPng(png: Uint8Array | string, scale = 1): Promise<string[]> {
  const { width } = await sharp(png).metadata();
  const { data, info } = await sharp(png)
    .resize({ width: Math.round(width * scale) })
    .toColourspace("srgb")
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return saidBy(data, info.width, info.height);
}

async function saidByPdfium(pdf: Uint8Array, dpi: number): Promise<string[]> {
  const views = (await pdfiumRenderer()).open(pdf);
  try {
    return await views.view(0, async (page) => {
      const { widthMpt, heightMpt } = page;
      const image = page.draw({ xMpt: 0, yMpt: 0, widthMpt, heightMpt }, dpi);
      const rgba = Buffer.alloc(image.width * image.height * 4, 255);
      image.pixels.forEach((grey, at) => rgba.fill(grey, at * 4, at * 4 + 3));
      return saidBy(rgba, image.width, image.height);
    });
  } finally {
    views.close();
  }
}

describe("an independent reader reads every kind", () => {
  test.runIf(hasRasterizer)("from Poppler's page", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "a.pdf"), made("kinds").pdf);
    const out = ["-r", "300", "-png", "-singlefile", join(folder, "a.pdf"), join(folder, "a")];
    execFileSync("pdftoppm", out);
    const said = await saidByPng(join(folder, "a.png"));
    expect(said.toSorted()).toEqual([...SAID, FURNITURE].toSorted());
  });

  test("from PDFium's page", async () => {
    const said = await saidByPdfium(made("kinds").pdf, 300);
    expect(said.toSorted()).toEqual([...SAID, FURNITURE].toSorted());
  });

  test.each([1, 0.5])("from the pictures of an e-mail at %d of their pixels", async (scale) => {
    const { shop, given } = made("kinds");
    const record = recordOf(valuesOf(given));
    const envelope = { to: "a@example.com", subject: "", preheader: "", footer: "" };
    const painter = new EmailPainter(shop.plan, new Map());
    const { html, text, codes } = painter.paint(shop.binder.bind(record), envelope);
    const said = await Promise.all(codes.map(({ bytes }) => saidByPng(bytes, scale)));
    expect(said.flat().toSorted()).toEqual(SAID.toSorted());
    for (const { contentId } of codes) expect(html).toContain(`src="cid:${contentId}"`);
    expect(html).toContain('alt="Pay $1,234.50 by bank transfer"');
    expect(text).toContain("Pay $1,234.50 by bank transfer\n");
    expect(text).toContain("(01)09521234543213(10)A-7(21)42");
  });
});

describe("the code of a Swiss bill", () => {
  test("is read from the page, with its cross, and is right by a validator of its own", async () => {
    const said = await saidByPdfium(made("swiss-bill").pdf, 300);
    expect(said.length).toBe(1);
    expect(swissBillFaults(said[0]?.slice("QRCode ".length) ?? "")).toEqual([]);
  });

  test("is 46 mm wide, with 5 mm blank around it and a cross of 7 mm in its middle", () => {
    const { shop, given } = made("swiss-bill");
    const [page] = shop.pages(valuesOf(given));
    const text = Buffer.from(page ?? []).toString("latin1");
    const hundredths = (mm: number): number => Math.round((mm / 25.4) * 7200);
    const rects = [...text.matchAll(/(\d+) (\d+) (\d+) (\d+) re/g)].map((found) =>
      found.slice(1).map(Number),
    );
    const stencil = /q (\d+) 0 0 (\d+) (\d+) (\d+) cm BI/.exec(text)?.slice(1).map(Number) ?? [];
    const [width = 0, height = 0, left = 0, bottom = 0] = stencil;
    expect([width, height]).toEqual([hundredths(46), hundredths(46)]);
    const [whole = [], cross = [], black = [], ...bars] = rects;
    expect(whole.slice(2)).toEqual([hundredths(56), hundredths(56)]);
    expect(cross.slice(2)).toEqual([hundredths(7), hundredths(7)]);
    const middle = [left + width / 2, bottom + height / 2];
    for (const [x = 0, y = 0, w = 0, h = 0] of [whole, cross, black, ...bars]) {
      expect(Math.abs(x + w / 2 - (middle[0] ?? 0))).toBeLessThan(2);
      expect(Math.abs(y + h / 2 - (middle[1] ?? 0))).toBeLessThan(2);
    }
    expect(bars.length).toBe(2);
  });
});
