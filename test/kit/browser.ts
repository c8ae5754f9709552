import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, chromium, type Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** Whether Debian's chromium is installed: what is seen in a page is skipped without it. */
export const hasBrowser = existsSync(CHROMIUM);

/** A real browser that asks nobody for anything; whoever launches it closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** The rules of accessibility that a page breaks, each with the first element that does. */
export async function axeFindings(page: Page, options: object = {}): Promise<string[]> {
  await page.evaluate(readFileSync(AXE, "utf8"));
  const run = `axe.run(document, ${JSON.stringify({ iframes: false, ...options })})`;
  const { violations } = (await page.evaluate(run)) as {
    readonly violations: readonly { id: string; nodes: readonly { html: string }[] }[];
  };
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
}
