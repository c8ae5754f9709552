import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { PageMap } from "../../src/compose/page-map.ts";
import { openLayout } from "../../src/index.ts";
import { projectFolder } from "../docs/documents.ts";
import { SMALL, writeLayout } from "../layout/support.ts";
import { removeTemporaryFolders, temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("maps");
afterAll(removeTemporaryFolders);

interface Word {
  readonly page: number;
  readonly text: string;
  readonly box: readonly number[];
}

/** The words of a file and their boxes in points, as poppler reads them. */
function wordsOf(pdf: Uint8Array): Word[] {
  writeFileSync(`${folder}/letter.pdf`, pdf);
  const html = execFileSync("pdftotext", ["-bbox", `${folder}/letter.pdf`, "-"], {
    encoding: "utf8",
  });
  return html
    .split("<page")
    .slice(1)
    .flatMap((part, page) =>
      [...part.matchAll(/<word ([^>]*)>([^<]*)</g)].map(([, places = "", text = ""]) => {
        const box = [...places.matchAll(/"([\d.]+)"/g)].map(([, number]) => Number(number));
        return { page, text, box };
      }),
    );
}

/** Higher than any line of these layouts. */
const TURNED_PT = 40;
/** None has a chart with a legend: that is painted once for all records, and has no line here. */
const LAYOUTS = [
  "retail-statement",
  "brokerage-statement",
  "german-invoice",
  "explanation-of-benefits",
];

describe.each(LAYOUTS)("the maps of %s", (name) => {
  const sample = `${projectFolder}/layouts/${name}/samples/standard.json`;

  async function mapped(): Promise<{ maps: readonly PageMap[]; words: Word[] }> {
    const layout = await openLayout(name, { asOf: "2026-10-31" });
    const record: unknown = JSON.parse(readFileSync(sample, "utf8"));
    const { pdf, pages } = layout.compose(record);
    const maps = layout.maps(record);
    // Areas are laid for the maps alone: they change no page, before or after.
    const again = layout.compose(record).pdf;
    expect(Buffer.compare(again ?? Buffer.of(), pdf ?? Buffer.of())).toBe(0);
    expect(maps.length).toBeLessThanOrEqual(pages);
    expect(maps.every(({ areas }) => areas.every(({ id }) => layout.plan.places?.[id]))).toBe(true);
    return { maps, words: wordsOf(pdf ?? new Uint8Array()) };
  }

  it("have each word of the flow in a block, and a baseline below it", async () => {
    const { maps, words } = await mapped();
    const inside = words.filter(({ page, box }) => {
      const [left = 0, top = 0, right = 0, bottom = 0] = box;
      const [x, y] = [((left + right) / 2) * 1000, ((top + bottom) / 2) * 1000];
      return maps[page]?.areas.some(
        ({ rect }) =>
          x > rect.xMpt &&
          x < rect.xMpt + rect.widthMpt &&
          y > rect.yMpt &&
          y < rect.yMpt + rect.heightMpt,
      );
    });
    // The rest are words of boxes and of the address.
    expect(inside.length).toBeGreaterThan(words.length * 0.6);
    const lacking = inside.filter(({ page, box }) => {
      const [, top = 0, , bottom = 0] = box;
      // Turned words stand on no line across the page.
      if (bottom - top > TURNED_PT) return false;
      return !maps[page]?.baselines.some(({ yMpt }) => yMpt / 1000 > top && yMpt / 1000 < bottom);
    });
    expect(lacking.map(({ text }) => text)).toEqual([]);
  });

  it("have smaller blocks after those that they lie in, none beyond the page", async () => {
    const { maps } = await mapped();
    for (const { areas } of maps) {
      const sizes = areas.map(({ rect }) => rect.widthMpt * rect.heightMpt);
      expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
      for (const { rect } of areas) {
        expect(rect.xMpt).toBeGreaterThanOrEqual(0);
        expect(rect.yMpt + rect.heightMpt).toBeLessThan(850_000);
      }
    }
  });
});

/** A page of the second master, and one across the sheet. */
const ACROSS = SMALL.replace(
  "blocks:\n  - heading",
  `    - { name: rest, body: [0.6in, 1in, 7in, 9in] }
    - { name: wide, when: named, landscape: true, body: [0.75in, 1in, 9.5in, 5in] }
blocks:
  - { paragraph: Hello, master: wide }
  - heading`,
);

it("has a landscape page as it is read, not as it lies on its sheet", async () => {
  const layout = await openLayout(writeLayout(ACROSS), { asOf: "2026-10-31" });
  const address = { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], zip: "62704" };
  const account = { id: "1", number: "1", closing: "1", fees: "1", from: "2026-10-01", apy: "1" };
  const customer = { name: "A", address };
  const maps = layout.maps({ customer, account, active: true, transactions: [] });
  const [wide] = maps.filter(({ isTurned }) => isTurned);
  expect([wide?.widthMpt, wide?.heightMpt]).toEqual([792_000, 612_000]);
  const [hello] = wide?.areas ?? [];
  expect(hello?.rect).toMatchObject({ xMpt: 54_000, yMpt: 72_000, widthMpt: 684_000 });
  expect(maps.length).toBeGreaterThan(1);
});
