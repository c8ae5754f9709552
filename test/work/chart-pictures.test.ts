import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import type { BoundChart } from "../../src/model/bound-chart.ts";
import type { Document } from "../../src/model/document.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import { EmailPainter } from "../../src/paint/html/email-painter.ts";
import { ChartPictures } from "../../src/work/chart-pictures.ts";
import { openFonts } from "../../src/work/open-fonts.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { chartPlan, recordValues, type Row } from "../compose/chart-layout.ts";
import { host } from "../layout/support.ts";

const BARS = `
  - chart: bars
    alt: 'The highest "was" {max(rows.map(r, r.one))}.'
    rows: rows
    as: r
    category: "{r.name}"
    category-title: Month
    series: [{ label: Use, value: r.one, color: blue }]
    legend: true
    grid: grid
    in-email: image
`;
const ROWS = [{ one: 3 }, { one: 8 }];
const ENVELOPE = { to: "a@example.com", subject: "s", preheader: "", footer: "" };

function made(plan: LayoutPlan, rows: readonly Row[]): { document: Document; draw: ChartPictures } {
  const document = new Binder(plan).bind(recordOf(recordValues(rows)));
  return { document, draw: new ChartPictures(plan, openFonts(host, plan)) };
}

function painted(rows: readonly Row[]) {
  const plan = chartPlan(BARS);
  const { document, draw } = made(plan, rows);
  const painter = new EmailPainter(plan, new Map(), (bound, locale) => draw.draw(bound, locale));
  return painter.paint(document, ENVELOPE);
}

describe("a chart in an e-mail", () => {
  it("is a picture for light screens, and one for dark, with its text alternative", async () => {
    const { html, text, codes } = painted(ROWS);
    const [light, dark] = codes;
    expect(html).toContain(`srcset="cid:${dark?.contentId}"`);
    expect(html).toContain(`src="cid:${light?.contentId}" alt="The highest &quot;was&quot; 8."`);
    expect(html).not.toContain("<table class=");
    expect(text).toMatch(/The highest "was" 8\.\nMonth {2}Use\n/);
    const grounds = [light, dark].map(async (image) => {
      const { data } = await sharp(image?.bytes).raw().toBuffer({ resolveWithObject: true });
      return [...data.subarray(-3)];
    });
    expect(await Promise.all(grounds)).toEqual([
      [255, 255, 255],
      [0x16, 0x18, 0x1d],
    ]);
  });

  it("has the same bytes for the same figures, and others for others", () => {
    const names = [ROWS, ROWS, [{ one: 3 }, { one: 9 }]].map(
      (rows) => painted(rows).codes[0]?.contentId,
    );
    expect(names[0]).toBe(names[1]);
    expect(names[0]).not.toBe(names[2]);
  });

  it("shows bars as high as their values", async () => {
    const { codes } = painted([{ one: 4 }, { one: 8 }]);
    const { data, info } = await sharp(codes[0]?.bytes).raw().toBuffer({ resolveWithObject: true });
    const blue = (x: number): number => {
      let count = 0;
      for (let y = 45; y < info.height; y += 1) {
        const at = (y * info.width + x) * info.channels;
        if (data[at] === 0x0b && data[at + 1] === 0x6e && data[at + 2] === 0x99) count += 1;
      }
      return count;
    };
    const columns = Array.from({ length: info.width }, (_, x) => blue(x));
    const [low = 0, high = 0] = [...new Set(columns.filter((count) => count > 50))].sort(
      (a, b) => a - b,
    );
    expect(high / low).toBeCloseTo(2, 1);
  });

  it("that no font can write is a table", () => {
    const { html, codes } = painted([{ name: "\u65e5", one: 1 }]);
    expect(codes).toEqual([]);
    expect(html).toContain("<th scope=");
  });

  it("is a table where the layout does not ask for a picture", () => {
    const plan = chartPlan(BARS.replace("image", "table"));
    const { document, draw } = made(plan, ROWS);
    const painter = new EmailPainter(plan, new Map(), (bound, locale) => draw.draw(bound, locale));
    const { html, codes } = painter.paint(document, ENVELOPE);
    expect(codes).toEqual([]);
    expect(html).toMatch(/<th scope="col"[^>]*>Use<\/th>/);
  });

  it("is the same whatever was drawn before", () => {
    const plan = chartPlan(BARS);
    const chart = (rows: readonly Row[]): BoundChart => {
      const { document } = made(plan, rows);
      return document.blocks[0] as BoundChart;
    };
    const { draw } = made(plan, ROWS);
    // Its names are kerned, as they are no plain letters.
    draw.draw(chart([{ name: "AVAVAVAVAVe\u0301".repeat(4), one: 1 }]), "en-US");
    const after = draw.draw(chart(ROWS), "en-US");
    const alone = made(plan, ROWS).draw.draw(chart(ROWS), "en-US");
    expect(after?.light.contentId).toBe(alone?.light.contentId);
  });

  it("is drawn once for a message", () => {
    const { document, draw } = made(chartPlan(BARS), ROWS);
    const [chart] = document.blocks as readonly BoundChart[];
    expect(draw.draw(chart as BoundChart, "en-US")).toBe(draw.draw(chart as BoundChart, "en-US"));
  });
});
