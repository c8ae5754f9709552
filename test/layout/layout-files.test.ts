import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { jpegHead, pngHead } from "../../src/layout/art/image-head.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { check, host, root, shared, SMALL, spoiled, writeLayout } from "./support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

test("a folder without a layout is one diagnostic", () => {
  const { plan, diagnostics } = checkLayout(host, temporaryFolder(), shared);
  expect(plan).toBeUndefined();
  expect(diagnostics.map((found) => found.code)).toEqual(["layout.unreadable"]);
});

test("what is no YAML is said where it stops to be", () => {
  const { diagnostics } = check("layout: small\ndata: { a: [ }\nblocks: []\n");
  expect(diagnostics[0]?.code).toBe("layout.yaml-syntax");
  expect(diagnostics[0]?.source?.line).toBe(2);
});

test("alias bombs, deep nests, huge files and other encodings are refused", () => {
  const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 9; level += 1) {
    const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  const codes = (text: string): string[] => check(text).diagnostics.map((found) => found.code);
  expect(codes(bomb.join("\n"))).toEqual(["layout.alias-limit"]);
  expect(codes(`layout: ${"[".repeat(80)}${"]".repeat(80)}`)).toEqual(["layout.too-deep"]);
  expect(codes(`layout: ${"[".repeat(50_000)}`)[0]).toMatch(/too-deep|yaml-syntax/);
  expect(codes(`# ${"x".repeat(1024 * 1024)}\nlayout: small`)).toEqual(["layout.too-large"]);
  const folder = temporaryFolder();
  writeFileSync(join(folder, "layout.yaml"), Buffer.from([0x6c, 0xff, 0xfe]));
  expect(checkLayout(host, folder, shared).diagnostics[0]?.code).toBe("layout.not-utf8");
});

test("blocks nested too deeply are refused where they get too deep", () => {
  let nest = "[{ space: 1pt }]";
  for (let depth = 0; depth < 14; depth += 1) nest = `[{ group: ${nest} }]`;
  const text = spoiled("  - heading: Your **statement**\n", `  - group: ${nest}\n`);
  expect(check(text).diagnostics.map((found) => found.code)).toEqual(["layout.too-deep"]);
});

test("a faulty stock points into its own file", () => {
  const folder = temporaryFolder();
  for (const name of ["stocks", "envelopes"]) mkdirSync(join(folder, name));
  writeFileSync(join(folder, "stocks", "letter-60lb-duplex.yaml"), "stock: x\nwidth: 8.5inn\n");
  const sharedHere = { ...shared, stocksFolder: join(folder, "stocks") };
  const { diagnostics } = checkLayout(host, writeLayout(SMALL), sharedHere);
  const inStock = diagnostics.filter((found) => found.source?.file.endsWith("duplex.yaml"));
  expect(inStock.map((found) => found.code)).toContain("layout.bad-length");
  expect(inStock.find((found) => found.code === "layout.bad-length")?.source?.line).toBe(2);
  expect(diagnostics.map((found) => found.code)).toContain("layout.unknown-envelope");
});

test("a bad SVG is a diagnostic of the layout", () => {
  const folder = writeLayout(SMALL, '<svg viewBox="0 0 1 1"><text>x</text></svg>');
  const { diagnostics } = checkLayout(host, folder, shared);
  expect(diagnostics.map((found) => found.code)).toEqual(["layout.bad-svg"]);
  expect(diagnostics[0]?.message).toContain("<text>");
});

test("PNG and JPEG heads give their sizes, torn ones nothing", () => {
  const asItLies = { orientation: 1, isInverted: false };
  const png = host.readFile(`${root}/layouts/retail-statement/images/northbank.png`);
  expect(pngHead(png)).toEqual({ widthPx: 96, heightPx: 96, ...asItLies });
  expect(pngHead(png.subarray(0, 20))).toBeUndefined();
  const start = [0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2];
  const frame = [0xff, 0xc0, 0, 11, 8, 0, 30, 0, 40, 1, 1, 0x11, 0, 0xff, 0xd9];
  const jpeg = new Uint8Array([...start, ...frame]);
  expect(jpegHead(jpeg)).toEqual({ widthPx: 40, heightPx: 30, ...asItLies });
  expect(jpegHead(jpeg.subarray(0, 10))).toBeUndefined();
  expect(jpegHead(png)).toBeUndefined();
});

test("an envelope has its window where its dimensions say", () => {
  const { plan } = check(SMALL);
  const window = plan?.envelope?.window;
  // 4.125 in of envelope, the window ends 0.5 in above its edge; the sheet's first fold stands
  // 3/16 in above that edge, 11/3 in below the sheet's top.
  const bottomIn = ((window?.yMpt ?? 0) + (window?.heightMpt ?? 0)) / 72_000;
  expect(bottomIn).toBeCloseTo(11 / 3 - (0.5 - 3 / 16), 3);
  expect((window?.xMpt ?? 0) / 72_000).toBeCloseTo(7 / 8 - (9.5 - 8.5) / 2, 3);
});
