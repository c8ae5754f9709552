import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Diagnostic } from "../../src/base/diagnostic.ts";
import { lintLayout, lintPath } from "../../src/index.ts";
import { fontBytes, withField } from "../font/faces.ts";
import { placeOf, root, SMALL, spoiled, writeLayout } from "../layout/support.ts";

/** Where in the character map of Noto Sans the group of ASCII begins: the code of the blank. */
const FIRST_CODE_AT = 78;

/** Code, line and column of each finding. */
async function found(folder: string): Promise<unknown[]> {
  const { diagnostics } = await lintLayout(folder);
  // What a test takes the use from is told elsewhere.
  const told = diagnostics.filter(({ code }) => code !== "layout.unused-name");
  return told.map(({ code, source }) => [code, source?.line, source?.column]);
}

function withFont(bytes: Uint8Array): string {
  const folder = writeLayout(spoiled("bold: NotoSans-Bold.ttf", "bold: Other.ttf"));
  mkdirSync(join(folder, "fonts"));
  writeFileSync(join(folder, "fonts", "Other.ttf"), bytes);
  return folder;
}

test("the shipped layouts and the small one lint, their sample records too", async () => {
  for (const name of ["retail-statement", "remittance-bill", writeLayout(SMALL)])
    expect((await lintLayout(name)).diagnostics, name).toEqual([]);
});

test("each bit of a licence that forbids what a run does is named at the font's place", async () => {
  const text = spoiled("bold: NotoSans-Bold.ttf", "bold: Other.ttf");
  const place = placeOf(text, "Other.ttf");
  const regular = fontBytes("NotoSans-Regular");
  for (const [bits, word] of [
    [0x0002, /forbids embedding \(fsType bit 1\)/],
    [0x0100, /forbids subsets \(fsType bit 8\)/],
    [0x0200, /bitmaps only \(fsType bit 9\)/],
  ] as const) {
    const folder = withFont(withField(regular, "OS/2", 8, bits));
    expect(await found(folder)).toEqual([["font.licence", ...place]]);
    expect((await lintLayout(folder)).diagnostics[0]?.message).toMatch(word);
  }
  expect(await found(withFont(withField(regular, "OS/2", 8, 0x0008)))).toEqual([]);
});

test("fonts and images that are broken are all found at once, before anything is composed", async () => {
  const text = spoiled("logo: logo.svg", "logo: logo.svg\n  photo: photo.png").replace(
    "bold: NotoSans-Bold.ttf",
    "bold: Other.ttf",
  );
  const folder = writeLayout(text);
  mkdirSync(join(folder, "fonts"));
  const font = fontBytes("NotoSans-Regular");
  writeFileSync(join(folder, "fonts", "Other.ttf"), font.subarray(0, font.length - 400));
  const png = readFileSync(join(root, "layouts/pictures/email.png"));
  writeFileSync(join(folder, "images", "photo.png"), png.subarray(0, png.length >> 1));
  expect(await found(folder)).toEqual([
    ["font.truncated", ...placeOf(text, "Other.ttf")],
    ["layout.bad-image", ...placeOf(text, "photo.png")],
  ]);
});

test("static content that has no room, or no glyph, is found at its block and box", async () => {
  const low = spoiled(
    "at: [0.6in, 0.5in, 3in, 1in]\n          blocks:\n" +
      '            - paragraph: "Page {page} of {pages}"\n              style: fine',
    "at: [0.6in, 0.5in, 3in, 20pt]\n          blocks: [{ paragraph: One }, { paragraph: Two }]",
  );
  expect(await found(writeLayout(low))).toEqual([
    ["compose.box-overflow", ...placeOf(low, "at: [0.6in, 0.5in")],
  ]);
  const strange = low.replace("20pt", "1in").replace("Two", "ไ").replace("Your", "日");
  expect(await found(writeLayout(strange))).toEqual([
    ["compose.missing-glyph", ...placeOf(strange, "{ paragraph: ไ")],
    ["compose.missing-glyph", ...placeOf(strange, "heading:")],
  ]);
  const high = spoiled("width: 1in", "width: 7in\n    height: 6.5in").replace("20 10", "20 20");
  const tall = (await lintLayout(writeLayout(high, LOGO_TALL))).diagnostics;
  expect(tall.map(({ code, source }) => [code, source?.path])).toEqual([
    ["compose.too-tall", "blocks.4"],
  ]);
});

const LOGO_TALL =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 20">' +
  '<rect width="10" height="20" fill="#123456"/></svg>';

test("an address font without what marks are printed in is refused", async () => {
  const folder = withFont(withField(fontBytes("NotoSans-Regular"), "cmap", FIRST_CODE_AT, 0x24));
  const text = readFileSync(join(folder, "layout.yaml"), "utf8");
  const odd = text
    .replace("bold: Other.ttf }", "bold: NotoSans-Bold.ttf }\n  odd: { regular: Other.ttf }")
    .replace("  fine:", "  address: { font: odd, size: 9pt, leading: 12pt }\n  fine:");
  writeFileSync(join(folder, "layout.yaml"), odd);
  expect((await found(folder))[0]).toEqual(["font.unfit-for-marks", ...placeOf(odd, "stock:")]);
});

test("what sample records overflow is warned of, at the record", async () => {
  const folder = writeLayout(SMALL);
  mkdirSync(join(folder, "samples"));
  const put = (name: string, text: string): void =>
    writeFileSync(join(folder, "samples", name), text);
  put("bad.json", "{");
  put("none.json", "{}");
  const { diagnostics, plan } = await lintLayout(folder);
  expect(plan).toBeDefined();
  const by = (name: string): Diagnostic[] =>
    diagnostics.filter(({ data }) => data?.file.endsWith(name) === true);
  expect(diagnostics.every(({ severity }) => severity === "warning")).toBe(true);
  expect(by("bad.json").map(({ code }) => code)).toEqual(["layout.bad-sample"]);
  expect(new Set(by("none.json").map(({ code }) => code))).toEqual(new Set(["data.missing-field"]));
});

test("a job is linted with the layout it runs, by its own rule for missing glyphs", async () => {
  const folder = writeLayout(spoiled("Your **statement**", "日"));
  const job = (glyph: string): string =>
    `job: small\nmode: test\ncycle: 2026-10\nas-of: 2026-10-31\nseed: 7\n` +
    `input: { format: ndjson, file: in.ndjson, key: account.id }\nlayout: .\n` +
    `mail: { mailer-id: "902123456", service-type: "270" }\nmissing-glyph: ${glyph}\n`;
  const codes = async (glyph: string): Promise<string[]> => {
    writeFileSync(join(folder, "job.yaml"), job(glyph));
    const linted = await lintPath(join(folder, "job.yaml"));
    return linted.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  };
  expect(await codes("reject")).toEqual(["compose.missing-glyph"]);
  expect(await codes('{ substitute: "?" }')).toEqual([]);
});
