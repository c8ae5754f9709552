import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { layoutFonts } from "../../src/shop/layout-fonts.ts";
import { lintLayout } from "../../src/shop/lint-layout.ts";
import { host, shared, SMALL, writeLayout } from "./support.ts";

const INTER = "@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2";
const HEBREW = "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf";

/** What lint says of the small layout with these fonts: code, line and text of each finding. */
async function lintWith(family: string): Promise<string[]> {
  const text = SMALL.replace(/^fonts:\n(?: .*\n)+/m, `fonts:\n  sans: ${family}\n`);
  const { diagnostics } = await lintLayout(writeLayout(text));
  return diagnostics.map(({ code, message, hint = "" }) => `${code}: ${message} [${hint}]`);
}

test("fonts come from packages, packed or not, and as instances", async () => {
  const bold = `{ file: "${INTER}", axes: { wght: 620 } }`;
  expect(await lintWith(`{ regular: "${INTER}", bold: ${bold} }`)).toEqual([]);
});

test("a font that is not there is said with what to do", async () => {
  const [first = ""] = await lintWith(
    '{ regular: "@none/such/Font.ttf", bold: NotoSans-Bold.ttf }',
  );
  expect(first).toBe(
    "layout.missing-font: The package @none/such is not installed. " +
      "[run `npm install @none/such` where the layouts are]",
  );
  const near = HEBREW.replace("_400Regular.ttf", "_400Regulr.ttf");
  expect((await lintWith(`{ regular: "${near}", bold: NotoSans-Bold.ttf }`))[0]).toBe(
    "layout.missing-font: The package @expo-google-fonts/noto-sans-hebrew has no such file. " +
      "[did you mean `NotoSansHebrew_400Regular.ttf`?]",
  );
});

test.each(["../Font.ttf", "@a/b/../c.ttf", "@a/b", "/etc/Font.ttf", "@a//b/c.ttf", "@a/b/.ttf"])(
  "%s is no name of a font",
  async (name) => {
    const [first = ""] = await lintWith(`{ regular: "${name}", bold: NotoSans-Bold.ttf }`);
    expect(first).toMatch(/^layout\.bad-asset-name: /);
  },
);

test("an axis or a font of a file that it does not have is said at its place", async () => {
  const [axis = ""] = await lintWith(
    `{ regular: { file: "${INTER}", axes: { wdth: 90 } }, bold: "${INTER}" }`,
  );
  expect(axis).toMatch(/^font\.axis: The font has no axis `wdth`: its axes are opsz from 14/);
  const [face = ""] = await lintWith(
    `{ regular: { file: NotoSans-Regular.ttf, face: 2 }, bold: NotoSans-Bold.ttf }`,
  );
  expect(face).toMatch(/^font\.face: The file holds one font alone/);
});

test("packages above the layout come before those of the program", () => {
  const folder = writeLayout(SMALL);
  const own = `${folder}/node_modules/@own/font`;
  mkdirSync(own, { recursive: true });
  cpSync(`${shared.fontsFolder}/NotoSans-Regular.ttf`, `${own}/Brand.ttf`);
  const text = SMALL.replace(/regular: [\w.-]+/, 'regular: "@own/font/Brand.ttf"');
  writeFileSync(`${folder}/layout.yaml`, text);
  const { plan, diagnostics } = checkLayout(host, folder, shared);
  expect(diagnostics).toEqual([]);
  expect(plan?.fonts[0]?.file).toBe(`${own}/Brand.ttf`);
  expect(dirname(fileURLToPath(import.meta.resolve(HEBREW)))).toContain("400Regular");
});

test("the fonts of a layout are listed with their axes, fallbacks, styles and scripts", async () => {
  const sans = `{ regular: "${INTER}", bold: { file: "${INTER}", axes: { wght: 620 } }, fallback: [rtl] }`;
  const families = `fonts:\n  sans: ${sans}\n  rtl: { regular: "${HEBREW}" }\n`;
  const text = SMALL.replace(/^fonts:\n(?: .*\n)+/m, families);
  const { fonts, diagnostics } = await layoutFonts(writeLayout(text));
  expect(diagnostics).toEqual([]);
  expect(fonts.map(({ id }) => id)).toEqual(["sans", "sans/bold", "rtl"]);
  expect(fonts[0]).toMatchObject({ fallbacks: ["rtl"], styles: ["body", "fine"] });
  expect(fonts[1]).toMatchObject({ axes: { wght: 620 }, outlines: "TrueType" });
  expect(fonts[2]?.scripts.map(({ script }) => script)).toContain("Hebrew");
});
