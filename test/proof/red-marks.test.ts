import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import { hasPrograms } from "../e2e/page-words.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { SMALL, writeLayout } from "../layout/support.ts";

const address = { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], zip: "62704" };
const account = { id: "1", number: "1", closing: "1", fees: "1", from: "2026-10-01", apy: "1" };
const RECORD = { account, customer: { name: "A", address }, active: true, transactions: [] };
const NARROW = SMALL.replace("width: 70pt", "width: 40pt").replace("label: Total", "label: T");
const DEPOSIT = { date: "2026-10-02", kind: "deposit", text: "Pay", amount: "1.00" };

/** The box, in points from the top left, of all that is red on each page of a letter. */
async function redBoxes(layout: OpenLayout, record: unknown): Promise<(number[] | undefined)[]> {
  const { pdf = new Uint8Array(), pages } = layout.compose(record, { channels: ["print"] });
  const folder = temporaryFolder();
  writeFileSync(`${folder}/letter.pdf`, pdf);
  execFileSync("pdftoppm", ["-r", "72", "-png", `${folder}/letter.pdf`, `${folder}/page`]);
  const digits = String(pages).length;
  const files = Array.from({ length: pages }, (_, index) => {
    return `${folder}/page-${String(index + 1).padStart(digits, "0")}.png`;
  });
  return Promise.all(files.map(redBox));
}

async function redBox(file: string): Promise<number[] | undefined> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const found: [number, number][] = [];
  for (let at = 0; at < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    if (red - Math.max(green, blue) < 60) continue;
    found.push([(at / 3) % info.width, Math.floor(at / 3 / info.width)]);
  }
  if (found.length === 0) return undefined;
  const xs = found.map(([x]) => x);
  const ys = found.map(([, y]) => y);
  const least = (all: number[]): number => all.reduce((a, b) => Math.min(a, b));
  const most = (all: number[]): number => all.reduce((a, b) => Math.max(a, b));
  return [least(xs), least(ys), most(xs), most(ys)];
}

/** The margin of the marks, and of a pixel's edge. */
const NEAR_PT = 3;

function expectNear(box: readonly number[] | undefined, expected: readonly number[]): void {
  expect(box, "red on the page").toBeDefined();
  box?.forEach((edge, index) => {
    expect(Math.abs(edge - (expected[index] as number)), box?.join(" ")).toBeLessThanOrEqual(
      NEAR_PT,
    );
  });
}

describe.skipIf(!hasPrograms("pdftoppm"))("what keeps a letter from being printed is red", () => {
  test("nothing on a sound one", async () => {
    const layout = await openLayout(writeLayout(SMALL), { asOf: "2026-10-31" });
    expect(await redBoxes(layout, RECORD)).toEqual([undefined]);
  });

  test("the row with a cell that is too wide, and no other", async () => {
    const layout = await openLayout(writeLayout(NARROW), { asOf: "2026-10-31" });
    const wide = { ...DEPOSIT, amount: "10000.00" };
    // The total is narrow again.
    const back = { ...DEPOSIT, amount: "-9998.00" };
    const record = { ...RECORD, transactions: [DEPOSIT, wide, DEPOSIT, back] };
    const { diagnostics } = layout.compose(record, { channels: ["print"] });
    expect(diagnostics.map(({ code }) => code)).toEqual(["compose.cell-overflow"]);
    const [box] = await redBoxes(layout, record);
    const [left, top, right, bottom] = box ?? [];
    expect(left).toBeGreaterThan(40);
    expect(right).toBeLessThan(612 - 40);
    expect((bottom ?? 0) - (top ?? 0)).toBeLessThan(20);
  });

  test("a box from its top to the end of what it should hold", async () => {
    const text = SMALL.replace(
      "at: [0.6in, 0.5in, 3in, 1in]",
      "at: [0.6in, 0.5in, 3in, 0.5in]",
    ).replace('"Page {page} of {pages}"', '"{account.number}"');
    const layout = await openLayout(writeLayout(text), { asOf: "2026-10-31" });
    const number = "1 ".repeat(600);
    const record = { ...RECORD, account: { ...account, number } };
    const { diagnostics } = layout.compose(record, { channels: ["print"] });
    expect(diagnostics.map(({ code }) => code)).toContain("compose.box-overflow");
    const [box] = await redBoxes(layout, record);
    expectNear(box?.slice(0, 3), [43.2, 36, 259.2]);
    expect(box?.[3]).toBeGreaterThan(36 + 36 + 10);
  });

  test("the window where the address is why", async () => {
    const layout = await openLayout(writeLayout(SMALL), { asOf: "2026-10-31" });
    const lines = ["W".repeat(200), "1 EXAMPLE ST", "SPRINGFIELD IL 62704"];
    const record = { ...RECORD, customer: { name: "A", address: { ...address, lines } } };
    expect(layout.compose(record).diagnostics[0]?.code).toMatch(/^mail\./);
    const [box] = await redBoxes(layout, record);
    expect(box?.[1]).toBeGreaterThan(120);
    expect(box?.[3]).toBeLessThan(4 * 72);
  });
});
