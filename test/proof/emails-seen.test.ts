import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import { projectFolder } from "../docs/documents.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";
import { inlineImages } from "../../src/paint/html/inline-images.ts";

/** A message is read within the page of a mail program, which has the landmarks. */
const OF_PAGES = { "landmark-one-main": { enabled: false }, region: { enabled: false } };

const layouts = `${projectFolder}/layouts`;
const samples = readdirSync(layouts)
  .filter((name) => existsSync(`${layouts}/${name}/samples`))
  .flatMap((name) =>
    readdirSync(`${layouts}/${name}/samples`)
      .filter((file) => file.endsWith(".json"))
      .map((file) => [name, file] as const),
  );

/** Each is opened once: that takes longer than all of its e-mails. */
const opened = new Map<string, Promise<OpenLayout>>();

function layoutOf(name: string): Promise<OpenLayout> {
  const known = opened.get(name) ?? openLayout(name, { asOf: "2026-10-31" });
  opened.set(name, known);
  return known;
}

async function emailOf(name: string, file: string): Promise<string | undefined> {
  const record = JSON.parse(readFileSync(`${layouts}/${name}/samples/${file}`, "utf8")) as unknown;
  const layout = await layoutOf(name);
  const { email } = layout.compose(record, { channels: ["email"] }).messages;
  return email && inlineImages(email.html ?? "", email.images ?? []);
}

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

/** Elements that reach beyond the screen, by their words. */
const BEYOND = `[...document.querySelectorAll("body *")]
  .filter((one) => one.getClientRects().length > 0)
  .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 0.5)
  .map((one) => one.textContent.slice(0, 60))`;

/** What is held against the rules of accessibility. */
const SEEN = [
  { width: 375, colorScheme: "light" },
  { width: 640, colorScheme: "dark" },
] as const;

const violations = (shown: Page): Promise<string[]> => axeFindings(shown, { rules: OF_PAGES });

async function onScreen<T>(
  html: string,
  screen: { readonly width: number; readonly colorScheme: "light" | "dark" },
  look: (shown: Page) => Promise<T>,
): Promise<T> {
  const { width, colorScheme } = screen;
  if (page === undefined) throw new Error("there is no browser");
  await page.setViewportSize({ width, height: 800 });
  await page.emulateMedia({ colorScheme });
  await page.setContent(html);
  return look(page);
}

const beyond = (shown: Page): Promise<unknown> => shown.evaluate(BEYOND);

describe.skipIf(!hasBrowser)("e-mails of the layouts that come along", () => {
  it.each(samples)("%s with %s fits the screen, light and dark", async (layout, file) => {
    const html = await emailOf(layout, file);
    if (html === undefined) return;
    expect(html).not.toContain("cid:");
    for (const width of [375, 640])
      expect(await onScreen(html, { width, colorScheme: "light" }, beyond)).toEqual([]);
    if (samples.find(([name]) => name === layout)?.[1] !== file) return;
    for (const screen of SEEN) expect(await onScreen(html, screen, violations)).toEqual([]);
  });

  it("would be found too wide, or hard to read", async () => {
    const html = (await emailOf("block-samples", "record.json")) ?? "";
    const wide = html.replace("<p", `<p style="white-space:nowrap">${"w".repeat(90)}</p><p`);
    expect(await onScreen(wide, SEEN[0], beyond)).toContain("w".repeat(60));
    const pale = html.replace("<p", '<p style="color:#eeeeee">pale</p><p');
    expect(await onScreen(pale, SEEN[0], violations)).toEqual([
      expect.stringMatching(/^color-contrast: .*pale/),
    ]);
  });
});
