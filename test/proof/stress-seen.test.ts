import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stressCases } from "../../src/cases/stress-cases.ts";
import type { RawObject } from "../../src/model/record.ts";
import { openLayout } from "../../src/proof/open-layout.ts";
import { projectFolder } from "../docs/documents.ts";
import { hasBrowser, launchBrowser } from "../kit/browser.ts";

const layouts = `${projectFolder}/layouts`;
const shipped = readdirSync(layouts).filter((name) => existsSync(`${layouts}/${name}/samples`));
/** The cases whose texts and amounts are long; all others are narrower. */
const WIDE = /^(longest|unbreakable|largest|lowest|mixed-\d)/;

let browser: Browser | undefined;
let page: Page | undefined;
beforeAll(async () => {
  if (!hasBrowser) return;
  browser = await launchBrowser();
  page = await browser.newPage();
});
afterAll(async () => {
  await browser?.close();
});

/** Elements that reach beyond the screen or out of their cells, by their words. */
const OUTSIDE = `[...document.querySelectorAll("body *")]
  .filter((one) => one.getClientRects().length > 0)
  .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5
    || (one.matches("td, th") && one.scrollWidth > one.clientWidth + 1))
  .map((one) => one.tagName + " " + one.textContent.slice(0, 60))`;

function samplesOf(name: string): RawObject[] {
  const folder = `${layouts}/${name}/samples`;
  return readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(`${folder}/${file}`, "utf8")) as RawObject,
  );
}

async function outside(html: string, width: number, dark: boolean): Promise<unknown> {
  if (page === undefined) throw new Error("there is no browser");
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
  await page.setContent(html);
  return page.evaluate(OUTSIDE);
}

describe.skipIf(!hasBrowser)("e-mails of made-up records", () => {
  it.each(shipped)("of %s keep to the screen and to their cells, on a phone too", async (name) => {
    const layout = await openLayout(name, { asOf: "2026-10-31" });
    if (layout.plan.email === undefined) return;
    const by = { plan: layout.plan, seed: 1, samples: samplesOf(name), rowsMax: 40 };
    const wide = [...stressCases(by)].filter((one) => WIDE.test(one.name));
    expect(wide.length).toBeGreaterThan(5);
    for (const { name: own, record } of wide) {
      const { html } = layout.compose(record, { channels: ["email"] }).messages.email ?? {};
      if (html === undefined) continue;
      for (const width of [375, 640])
        expect([own, width, await outside(html, width, width === 640)]).toEqual([own, width, []]);
    }
  });
});
