import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import PostalMime from "postal-mime";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { openLayout } from "../../src/proof/open-layout.ts";
import { projectFolder } from "../docs/documents.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";
import { hasBrowser, launchBrowser } from "../kit/browser.ts";

const folder = temporaryFolder("browser");
let browser: Browser | undefined;
let emailHtml = "";

/** The first message of the run's first batch, its logo put in as data. */
async function firstEmail(): Promise<string> {
  const batches = join(folder, "out/email");
  const names = readdirSync(batches);
  const batch = readFileSync(join(batches, names.find((n) => n.endsWith(".eml-batch")) ?? ""));
  const index = readFileSync(join(batches, names.find((n) => n.endsWith(".csv")) ?? ""), "utf8");
  const [, , offset = "0", bytes = "0"] = (index.split(/\r?\n/)[1] ?? "").split(",");
  const message = batch.subarray(Number(offset), Number(offset) + Number(bytes));
  const parsed = await PostalMime.parse(message);
  const image = parsed.attachments[0];
  const data = Buffer.from((image?.content ?? "") as Uint8Array).toString("base64");
  return (parsed.html ?? "").replaceAll(/cid:[^"]+/g, `data:image/png;base64,${data}`);
}

/** What a page asked for beside itself, and what it complained of. */
function listen(page: Page): { readonly requests: string[]; readonly complaints: string[] } {
  const heard = { requests: [] as string[], complaints: [] as string[] };
  page.on("request", (request) => {
    if (!/^(file|data|about):/.test(request.url())) heard.requests.push(request.url());
  });
  page.on("console", (line) => heard.complaints.push(line.text()));
  page.on("pageerror", (error) => heard.complaints.push(error.message));
  return heard;
}

beforeAll(async () => {
  if (!hasBrowser) return;
  const made = { records: 400, seed: 7, folder: join(folder, "in"), badPercent: 1 } as const;
  const { jobFile } = writeStatementFixture({ ...made, format: "ndjson", mode: "test" });
  await runJob(jobFile, { out: join(folder, "out"), workers: 2 });
  emailHtml = await firstEmail();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
});

async function withPage<T>(width: number, use: (page: Page) => Promise<T>): Promise<T> {
  if (browser === undefined) throw new Error("there is no browser");
  const page = await browser.newPage({ viewport: { width, height: 900 } });
  try {
    return await use(page);
  } finally {
    await page.close();
  }
}

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth > window.innerWidth") as Promise<boolean>;

describe.skipIf(!hasBrowser)("in a real browser", () => {
  it.each([1280, 640, 375])("the e-mail fits a width of %i, without any request", async (width) => {
    await withPage(width, async (page) => {
      const heard = listen(page);
      await page.setContent(emailHtml);
      expect(heard).toEqual({ requests: [], complaints: [] });
      expect(await overflows(page)).toBe(false);
      expect(await page.locator("h1").count()).toBe(1);
      expect(await page.locator("img:not([alt])").count()).toBe(0);
    });
  });

  it("the e-mail's tables are rows on a desktop and cards on a phone", async () => {
    const invoice = await openLayout("swiss-invoice", { asOf: "2026-10-31" });
    const sample = `${projectFolder}/layouts/swiss-invoice/samples/standard.json`;
    const record = JSON.parse(readFileSync(sample, "utf8")) as unknown;
    const html = invoice.compose(record, { channels: ["email"] }).messages.email?.html ?? "";
    const display = (width: number): Promise<string> =>
      withPage(width, async (page) => {
        await page.setContent(html);
        return page.evaluate(
          "getComputedStyle(document.querySelector('table.d tbody tr')).display",
        ) as Promise<string>;
      });
    expect(await display(800)).toBe("table-row");
    expect(await display(375)).toBe("block");
  });

  it.each(["light", "dark"] as const)("the run report opens by itself, %s", async (scheme) => {
    await withPage(1000, async (page) => {
      const heard = listen(page);
      await page.emulateMedia({ colorScheme: scheme });
      await page.goto(pathToFileURL(join(folder, "out/reports/run.html")).href);
      expect(heard).toEqual({ requests: [], complaints: [] });
      expect(await overflows(page)).toBe(false);
      expect(await page.locator("body").innerText()).toMatch(/balanced/i);
      expect(await page.locator("svg").count()).toBeGreaterThan(0);
    });
  });
});
