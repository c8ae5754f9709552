import { cpSync, readFileSync, writeFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PreviewServer, servePreview } from "../../src/index.ts";
import { projectFolder } from "../docs/documents.ts";
import { axeFindings, hasBrowser, launchBrowser } from "../kit/browser.ts";
import { SMALL, writeLayout } from "../layout/support.ts";
import { removeTemporaryFolders, temporaryFolder } from "../kit/temporary-folder.ts";

const folder = `${temporaryFolder("preview")}/retail-statement`;
const file = `${folder}/layout.yaml`;
cpSync(`${projectFolder}/layouts/retail-statement`, folder, { recursive: true });
const sound = readFileSync(file, "utf8");
const catalogue = `${folder}/locales/en-US.yaml`;
const words = readFileSync(catalogue, "utf8");

const NARROW = SMALL.replace("width: 70pt", "width: 40pt").replace("label: Total", "label: T");
const RED_PIXELS = `(() => {
  const canvas = document.querySelector("canvas");
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (data[at] - Math.max(data[at + 1], data[at + 2]) > 60) count += 1;
  return count;
})()`;

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

  test("follows a save, of a catalogue, too", async () => {
    writeFileSync(catalogue, words.replace("Statement of account", "Statement of your account"));
    await page.locator("#print", { hasText: "Statement of your account" }).waitFor();
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

  test("shows the lines of a block that is clicked, and those of the next by keys", async () => {
    const isAt = (text: string): boolean => text.startsWith("  - table:");
    const line = sound.split("\n").findIndex(isAt) + 1;
    const id = `[data-place="layout.yaml:${line}"]`;
    await page.locator(`.blocks button${id}`).click({ position: { x: 40, y: 30 } });
    const title = page.locator("#source-title", { hasText: `layout.yaml, line ${line}` });
    await title.waitFor();
    expect(await page.locator("#source .at").innerText()).toMatch(/- table:/);
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press("Escape");
    expect(await page.locator("#source").isVisible()).toBe(false);
    expect(await page.locator(`.blocks button:focus${id}`).count()).toBe(1);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#source-title:focus").waitFor();
    const shown = await page.locator("#source-title").innerText();
    const [, number = ""] = /^layout\.yaml, line (\d+): blocks/.exec(shown) ?? [];
    writeFileSync(file, `# One line more.\n${sound}`);
    const moved = `layout.yaml, line ${Number(number) + 1}:`;
    await page.locator("#source-title", { hasText: moved }).waitFor();
    writeFileSync(file, sound);
    await page.locator("#source-title", { hasText: `line ${number}:` }).waitFor();
    await page.getByRole("button", { name: "Close" }).click();
  });

  test.each(["light", "dark"] as const)("breaks no rule of accessibility, %s", async (scheme) => {
    await page.emulateMedia({ colorScheme: scheme });
    expect(await axeFindings(page)).toEqual([]);
  });

  test("shows in red, and with its line, where a record does not fit", async () => {
    const layout = writeLayout(NARROW);
    const address = { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], zip: "62704" };
    const account = { id: "1", number: "1", closing: "1", fees: "1", from: "2026-10-01", apy: "1" };
    const wide = { date: "2026-10-02", kind: "deposit", text: "Pay", amount: "10000.00" };
    const customer = { name: "A", address };
    const record = `${folder}/wide.json`;
    writeFileSync(
      record,
      JSON.stringify({ account, customer, active: true, transactions: [wide] }),
    );
    const other = await servePreview(layout, { asOf: "2026-10-31", record });
    await page.goto(other.url);
    await page.waitForSelector("canvas[data-drawn]");
    expect(await page.getByRole("alert").innerText()).toMatch(/^Print, layout\.yaml line \d+: /);
    expect(await page.locator("#problem-list code").first().innerText()).toBe(
      "compose.cell-overflow",
    );
    expect(await page.evaluate(RED_PIXELS)).toBeGreaterThan(100);
    await page.getByLabel("Record shown").selectOption("usual");
    await page.locator("#place", { hasText: "2 of" }).waitFor();
    await status(/./);
    await other.close();
    await status(/not running/);
  });

  test("has the browser complain of nothing", () => {
    // The page whose server ended asks for it again and again.
    expect(complaints.filter((text) => !text.includes("ERR_CONNECTION_REFUSED"))).toEqual([]);
  });
});
