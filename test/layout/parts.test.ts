import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { host, placeOf, shared, SMALL, spoiled } from "./support.ts";

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">' +
  '<rect width="20" height="10" fill="#123456"/></svg>';

const BRAND = `part: brand
include: [palette.yaml]
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf }
styles:
  body: { size: 9pt, leading: 12pt }
  fine: { size: 7pt, color: line }
images: { logo: logo.svg }
blocks:
  legal:
    - paragraph: "Ask {who} about {amount | symbol}."
      style: fine
`;
const PALETTE = `part: palette
colors:
  ink: "#000000"
  line: { gray: 70 }
`;

const BASE = [
  ["layout: small", "layout: base\ninclude: [brand.yaml]"],
  [SMALL.slice(SMALL.indexOf("fonts:"), SMALL.indexOf("title:")), ""],
  [
    "  - image: logo",
    `  - slot: news
    blocks: [{ paragraph: No news. }]
  - use: legal
    with: { who: customer.name, amount: account.closing }
  - image: logo`,
  ],
].reduce((text, [find = "", write = ""]) => spoiled(find, write, text), SMALL);

const CHILD = `layout: child
extends: base
styles: { body: { size: 11pt, leading: 14pt } }
title: Other
fill:
  news:
    - paragraph: "News for {customer.name}"
`;

const FILES = {
  "parts/brand.yaml": BRAND,
  "parts/palette.yaml": PALETTE,
  "parts/images/logo.svg": LOGO,
  "base/layout.yaml": BASE,
  "child/layout.yaml": CHILD,
};

function written(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(`${folder}/${name}`), { recursive: true });
    writeFileSync(`${folder}/${name}`, text);
  }
  return folder;
}

function checkIn(folder: string, name = "child") {
  return checkLayout(host, `${folder}/${name}`, shared);
}

describe("a layout of parts", () => {
  test("has the styles, images and blocks of what it includes", () => {
    const { plan, diagnostics } = checkIn(written(FILES), "base");
    expect(diagnostics).toEqual([]);
    expect(plan?.styles.map(({ name }) => name)).toContain("fine");
    expect(plan?.images[0]?.file).toMatch(/parts\/images\/logo\.svg$/);
    expect(plan?.sources?.map(({ file }) => file.replace(/.*\/parts/, "parts"))).toEqual([
      "parts/palette.yaml",
      "parts/brand.yaml",
    ]);
  });

  test("gives the blocks it uses the values that it names", () => {
    const { plan } = checkIn(written(FILES), "base");
    if (plan === undefined) throw new Error("the layout is wrong");
    const account = { number: "12345678", closing: "5.00", fees: "0.00", apy: "0" };
    const customer = { name: "Ana", address: { lines: ["A"] } };
    const values = { account, customer, transactions: [] };
    const record = { ordinal: 0, key: "1", values, place: PLACE };
    const shown = JSON.stringify(new Binder(plan).bind(record).blocks);
    expect(shown).toContain("Ask Ana about $5.00.");
    expect(shown).toContain("No news.");
    expect(shown).toContain('"id":"blocks.5@use.legal.0"');
  });

  test("changes the layout that it extends, and keeps the rest", () => {
    const { plan, diagnostics } = checkIn(written(FILES));
    expect(diagnostics).toEqual([]);
    expect(plan?.name).toBe("child");
    expect(plan?.styles[0]).toMatchObject({ name: "body", sizeMpt: 11_000 });
    expect(JSON.stringify(plan?.blocks)).toContain("News for ");
    expect(JSON.stringify(plan?.blocks)).not.toContain("No news.");
  });

  test("has another hash where a part is another", () => {
    const other = { ...FILES, "parts/palette.yaml": PALETTE.replace("70", "71") };
    const same = { ...FILES, "parts/unused.yaml": "part: unused\n" };
    const hashOf = (files: typeof FILES) => checkIn(written(files)).plan?.hash;
    expect(hashOf(other)).not.toBe(hashOf(FILES));
    expect(hashOf(same)).toBe(hashOf(FILES));
  });
});

const PLACE = { file: "", line: 1, byteOffset: 0, sizeBytes: 0 };

const MISTAKES = [
  ["parts/brand.yaml", "{who}", "{whom}", "unknown-field", "whom}", /did you mean `who`/],
  ["parts/brand.yaml", "color: line", "color: lime", "unknown-color", "lime", /`line`/],
  ["parts/brand.yaml", "style: fine", "style: fin", "unknown-style", "fin\n", /`fine`/],
  ["parts/palette.yaml", "gray: 70", "grey: 70", "bad-color", "{ grey", undefined],
  [
    "parts/palette.yaml",
    "part: palette",
    "part: palette\ninclude: [brand.yaml]",
    "include-cycle",
    "brand.yaml]",
    /brand\.yaml > parts\/palette\.yaml/,
  ],
  [
    "parts/brand.yaml",
    "[palette.yaml]",
    "[palete.yaml]",
    "missing-part",
    "palete",
    /palette\.yaml/,
  ],
  ["parts/palette.yaml", "part: palette", "colours: x", "wrong-value", "colours", undefined],
  ["base/layout.yaml", "use: legal", "use: legl", "unknown-part", "legl", /did you mean `legal`/],
  [
    "base/layout.yaml",
    "who: customer.name",
    "account: customer.name",
    "name-taken",
    "account: c",
    undefined,
  ],
  [
    "base/layout.yaml",
    "who: customer.name",
    "in: customer.name",
    "bad-field-name",
    "in: c",
    undefined,
  ],
  ["child/layout.yaml", "extends: base", "extends: bass", "missing-part", "bass", undefined],
  ["child/layout.yaml", "  news:", "  new:", "unknown-part", "new:", /did you mean `news`/],
  [
    "base/layout.yaml",
    "layout: base",
    "layout: base\nextends: child",
    "include-cycle",
    "child\n",
    /child\/layout\.yaml > base\/layout\.yaml > child/,
  ],
  ["child/layout.yaml", "{customer.name}", "{customer.nam}", "unknown-field", "nam}", /`name`/],
] as const;

describe("a mistake is placed in the file that has it", () => {
  test.each(MISTAKES)("%s: %j as %j is %s", (file, find, write, code, at, says) => {
    const text = spoiled(find, write, FILES[file]);
    const { diagnostics } = checkIn(written({ ...FILES, [file]: text }));
    const found = diagnostics.find((each) => each.code === `layout.${code}`);
    expect(diagnostics.map((each) => each.code)).toContain(`layout.${code}`);
    expect(found?.source?.file.endsWith(`/${file}`), found?.source?.file).toBe(true);
    const [line, column] = placeOf(text, at);
    expect(found?.source).toMatchObject({ line, column });
    if (says !== undefined) expect(`${found?.message} ${found?.hint}`).toMatch(says);
  });
});
