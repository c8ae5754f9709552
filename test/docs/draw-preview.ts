import { writeFileSync } from "node:fs";
import sharp from "sharp";
import { servePreview } from "../../src/index.ts";
import { launchBrowser } from "../kit/browser.ts";
import { projectFolder } from "./documents.ts";

/** `npm run pictures`: the preview of a layout, with a block's lines and the envelope's window. */
const server = await servePreview("retail-statement", { asOf: "2026-10-31" });
const browser = await launchBrowser();
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
await page.goto(server.url);
await page.waitForSelector("canvas[data-drawn]");
// Where the layout lies is of no interest to others.
await page.evaluate(`document.querySelector("#facts").textContent = "As of 2026-10-31."`);
await page.getByLabel("Window").check({ force: true });
await page.locator('.blocks button[data-block="blocks.9"]').click({ position: { x: 60, y: 40 } });
await page.locator("#source-title").waitFor();
await page.frameLocator('iframe[title*="375"]').first().locator("body").waitFor();
const seen = await page.screenshot();
await browser.close();
await server.close();
const picture = await sharp(seen).png({ palette: true, quality: 90 }).toBuffer();
writeFileSync(`${projectFolder}/layouts/pictures/preview.png`, picture);
