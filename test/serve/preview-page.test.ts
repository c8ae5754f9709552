import { cpSync, readFileSync, writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PreviewServer, servePreview } from "../../src/index.ts";
import { projectFolder } from "../docs/documents.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";
import { removeTemporaryFolders, temporaryFolder } from "../kit/temporary-folder.ts";

const folder = `${temporaryFolder("preview")}/retail-statement`;
const file = `${folder}/layout.yaml`;
cpSync(`${projectFolder}/layouts/retail-statement`, folder, { recursive: true });
const sound = readFileSync(file, "utf8");
const catalogue = `${folder}/locales/en-US.yaml`;
const words = readFileSync(catalogue, "utf8");

describe.skipIf(!hasBrowser)("the preview in a browser", () => {
  let server: PreviewServer;
  let browser: Browser;
  let page: Page;
  /** Whatever the browser complains of: nothing may be, a policy's refusal among it. */
  const complaints: string[] = [];

  beforeAll(async () => {
    const failed = (error: unknown): void => void complaints.push(String(error));
    server = await servePreview(folder, { asOf: "2026-10-31", failed });
    browser = await launchBrowser();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.setDefaultTimeout(15_000);
    await page.goto(server.url);
    await page.waitForSelector("canvas[data-drawn]");
  });

  afterAll(async () => {
    await browser.close();
    await server.close();
    removeTemporaryFolders();
  });

  const print = (): Promise<string> => page.locator("#print").innerText();
  const status = (pattern: RegExp): Promise<unknown> =>
    page.locator("#status", { hasText: pattern }).waitFor();

  test("shows one record on all channels", async () => {
    expect(await page.title()).toBe("retail-statement, preview");
    expect(await print()).toContain("Statement of account");
    expect(await page.locator("#sms-text").innerText()).toMatch(/^Northbank: your Everyday/);
    expect(await page.locator("#email-text").innerText()).toContain(
      "Your statement for October 2026\n====",
    );
    const frames = page.frames().filter((frame) => frame.url().includes("/email"));
    const grounds = await Promise.all(
      frames.map((frame) =>
        frame.evaluate(
          `[innerWidth, getComputedStyle(document.querySelector(".w")).backgroundColor]`,
        ),
      ),
    );
    const [light, dark] = ["rgb(255, 255, 255)", "rgb(22, 24, 29)"];
    expect(grounds).toEqual([
      [640, light],
      [640, dark],
      [375, light],
      [375, dark],
    ]);
  });

  test("steps through samples and records made for the layout", async () => {
    const count = await page.locator("#case option").count();
    expect(count).toBeGreaterThan(40);
    await page.getByRole("button", { name: "Next record" }).press("Enter");
    await page.waitForFunction(`document.querySelector("#place").textContent.startsWith("2 of")`);
    await page.getByLabel("Record shown").selectOption("unbreakable");
    await page.locator("#email-subject", { hasText: "Donaudampfschiff" }).waitFor();
    expect(page.url()).toContain("#case=unbreakable");
    await page.getByLabel("Record shown").selectOption("sample-standard");
    await page.locator("#email-subject", { hasText: "Everyday" }).waitFor();
  });

  test("follows a save within a second", async () => {
    const begun = performance.now();
    writeFileSync(catalogue, words.replace("Statement of account", "Statement of your account"));
    await page.locator("#print", { hasText: "Statement of your account" }).waitFor();
    // Said here, not held: this machine may be busy with anything.
    console.log(`seen ${Math.round(performance.now() - begun)} ms after the save`);
    expect(await print()).not.toContain("Statement of account");
  });

  test("shows an error with its line and the last good pages, until it is mended", async () => {
    const faulty = sound.replace("{account.closing | symbol}**", "{account.clsing | symbol}**");
    const line = faulty.split("\n").findIndex((text) => text.includes("account.clsing")) + 1;
    writeFileSync(file, faulty);
    await status(/has errors/);
    expect(await page.locator("#problem-list .at").first().innerText()).toContain("account.clsing");
    expect(await page.getByRole("alert").innerText()).toContain(`layout.yaml line ${line}`);
    expect(await print()).toContain("Statement of your account");
    expect(await axeFindings(page)).toEqual([]);
    writeFileSync(file, sound);
    writeFileSync(catalogue, words);
    await status(/2 pages/);
    expect(await page.locator("#problems").isVisible()).toBe(false);
    await page.locator("#print", { hasText: "Statement of account" }).waitFor();
  });

  test("shows overlays where they are asked for", async () => {
    const window = page.locator("rect.guide.window").first();
    expect(await window.isVisible()).toBe(false);
    await page.getByLabel("Window").focus();
    await page.keyboard.press("Space");
    expect(await window.isVisible()).toBe(true);
    await page.reload();
    await page.waitForSelector("canvas[data-drawn]");
    expect(await page.locator("rect.guide.window").first().isVisible()).toBe(true);
    await page.keyboard.press("Tab");
  });

  test.each(["light", "dark"] as const)("breaks no rule of accessibility, %s", async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await axeFindings(page)).toEqual([]);
  });

  test("has the browser complain of nothing", () => {
    expect(complaints).toEqual([]);
  });
});
