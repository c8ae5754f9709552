import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { compare, makeProof } from "../../src/index.ts";
import type { Comparison } from "../../src/model/comparison.ts";
import { shownTexts } from "../../src/report/proof-texts.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { root } from "../layout/support.ts";

const NOTICE = `${root}/layouts/rate-change-notice`;
const RETAIL = `${root}/layouts/retail-statement`;
const folder = temporaryFolder("compare-report");

/** A layout with a text replaced in one of its files. */
function changed(from: string, name: string, file: string, was: string, is: string): string {
  const layout = `${folder}/${name}`;
  cpSync(from, layout, { recursive: true });
  const text = readFileSync(`${layout}/${file}`, "utf8");
  expect(text).toContain(was);
  writeFileSync(
    `${layout}/${file}`,
    text.replace(was, () => is),
  );
  return layout;
}

describe("the report of a comparison", () => {
  const out = `${folder}/report`;
  beforeAll(async () => {
    const from = 'value: "**{account.closing | symbol}**" }';
    const to = 'value: "**{account.closing}** ending" }';
    const layout = changed(RETAIL, "ending", "layout.yaml", from, to);
    await compare(RETAIL, layout, { out: `${folder}/plain` });
    await compare(RETAIL, layout, { out, mask: true });
  });

  it("is one page that needs nothing else, with three examples and their pages", () => {
    const html = readFileSync(`${folder}/plain/compare.html`, "utf8");
    expect(html).not.toMatch(/<script|src="(?!data:)/);
    expect(html.match(/<h3>/g)?.length).toBeGreaterThanOrEqual(3);
    expect(html.match(/<figure>/g)?.length).toBeGreaterThanOrEqual(9);
    expect(html).toContain("2,802.72");
  });

  it("shows no value where it is masked, in no file", () => {
    const samples = ["nasty", "short", "standard"].map((name) =>
      readFileSync(`${RETAIL}/samples/${name}.json`, "utf8"),
    );
    const amounts = samples.flatMap((text) => text.match(/\d{2,}\.\d{2}/g) ?? []);
    const closing = amounts.map((amount) => Number(amount).toLocaleString("en-US"));
    const values = [...amounts, ...closing.filter((text) => text.includes("."))];
    expect(values.length).toBeGreaterThan(20);
    for (const file of ["compare.html", "compare.json", "documents.ndjson"]) {
      const text = readFileSync(`${out}/${file}`, "utf8").replaceAll(/base64,[^"]*/g, "");
      const found = values.filter((value) => text.includes(value));
      expect(found).toEqual([]);
      expect(text).not.toMatch(/standard"|sample-standard/);
    }
    const { groups } = JSON.parse(readFileSync(`${out}/compare.json`, "utf8")) as Comparison;
    // Names of values stand in the wording, and other figures of the same form in the examples.
    expect(groups[0]?.after).toContain("{account.closing} ending");
    expect(groups[0]?.examples[0]?.after).toMatch(/\d\.\d\d ending$/);
  });

  it.skipIf(!hasBrowser)("breaks no rule of accessibility", { timeout: 60_000 }, async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(pathToFileURL(`${folder}/plain/compare.html`).href);
        expect(await axeFindings(page)).toEqual([]);
      }
      const script = "[...document.images].map(({ naturalWidth }) => naturalWidth)";
      const widths = (await page.evaluate(script)) as number[];
      expect(widths.every((width) => width > 500)).toBe(true);
    } finally {
      await browser.close();
    }
  });
});

describe("two proof sets", () => {
  const [one, two] = [`${folder}/set-1`, `${folder}/set-2`];
  beforeAll(async () => {
    const catalogue = readFileSync(`${NOTICE}/locales/en-US.yaml`, "utf8");
    const word = /[a-z]{7,}(?= [a-z]+ [a-z]+[^{}]*\.")/.exec(catalogue)?.[0] ?? "";
    expect(word).not.toBe("");
    const layout = changed(NOTICE, "notice", "locales/en-US.yaml", word, `${word}x`);
    await makeProof(NOTICE, { out: one });
    await makeProof(layout, { out: two });
  });

  it("do not differ from themselves", async () => {
    const { comparison } = await compare(one, one);
    expect(comparison.documents.changed).toBe(0);
    expect(comparison.documents.both).toBeGreaterThan(10);
  });

  it("differ in the words of the cases that show them, case by case", async () => {
    const { comparison } = await compare(one, two, { out: `${folder}/sets` });
    expect(comparison.of).toBe("proof-sets");
    expect(comparison.documents.changed).toBeGreaterThan(0);
    expect(new Set(comparison.groups.map(({ kind }) => kind))).toContain("reworded");
    const texts = shownTexts(readFileSync(`${one}/proof.html`, "utf8"));
    expect(texts.get("sample-standard email") ?? [...texts.keys()].join()).toMatch(/\w/);
  });

  it("are refused if one of them was changed, and where they would show values", async () => {
    const codes = await laterRefusedCodes(compare(one, two, { mask: true }));
    expect(codes).toEqual(["cli.bad-usage"]);
    writeFileSync(`${two}/proof.html`, "changed");
    expect(await laterRefusedCodes(compare(one, two))).toEqual(["cli.bad-usage"]);
  });
});
