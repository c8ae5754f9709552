import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { inScheme } from "../../src/proof/preview/color-scheme.ts";
import type { PreviewLetter, PreviewState } from "../../src/proof/preview/preview-state.ts";
import { openPreview } from "../../src/proof/preview/preview.ts";
import { commandHost } from "../../src/run/host/machine.ts";
import { pageRoutes } from "../../src/serve/preview/page-files.ts";
import { type PreviewServer, servePreview } from "../../src/index.ts";
import { projectFolder } from "../docs/documents.ts";
import { removeTemporaryFolders, temporaryFolder } from "../kit/temporary-folder.ts";
import { send } from "./http-client.ts";

const root = temporaryFolder("preview");
const folder = `${root}/remittance-bill`;
cpSync(`${projectFolder}/layouts/remittance-bill`, folder, { recursive: true });
const sound = readFileSync(`${folder}/layout.yaml`, "utf8");

let server: PreviewServer;
beforeAll(async () => {
  server = await servePreview(folder, { asOf: "2026-10-31" });
});
afterAll(async () => {
  await server.close();
  removeTemporaryFolders();
});

async function json<T>(path: string): Promise<T> {
  const { status, body } = await send(server.url, path);
  expect(status).toBe(200);
  return JSON.parse(body.toString()) as T;
}

test("tells what there is, and gives a record on each channel", async () => {
  const { layout, cases, firstCase, isMasked } = await json<PreviewState>("/state");
  expect([layout, isMasked, firstCase]).toEqual(["remittance-bill", false, cases[0]?.name]);
  expect(cases[0]?.kind).toBe("sample");
  expect(cases.filter(({ kind }) => kind === "generated").length).toBeGreaterThan(20);
  const letter = await json<PreviewLetter>(`/letter?case=${firstCase}`);
  expect([letter.pages.length, letter.problems]).toEqual([2, []]);
  const pdf = await send(server.url, `/pdf?case=${firstCase}`);
  expect(pdf.body.subarray(0, 5).toString()).toBe("%PDF-");
});

test.each([
  ["/", "default-src 'none'; script-src 'self'"],
  ["/page/main.js", undefined],
  ["/pdfjs/pdf.worker.min.mjs", undefined],
])("has %s for this machine's own pages alone", async (path, policy) => {
  const { status, headers } = await send(server.url, path);
  expect(status).toBe(200);
  expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  if (policy !== undefined) expect(headers["content-security-policy"]).toContain(policy);
});

test.each([
  ["/page/tsconfig.json", {}, 404],
  ["/page/..", {}, 404],
  ["/page/%2e%2e/preview-routes.ts", {}, 404],
  ["/pdfjs/pdf.mjs", {}, 404],
  ["/index.html", {}, 404],
  ["/letter?case=nobody", {}, 404],
  ["/letter", {}, 400],
  ["/state", { Host: "rebound.example" }, 403],
  ["/state", { Origin: "https://elsewhere.example" }, 403],
  ["/state", { Origin: "null" }, 403],
])("refuses %s with %j", async (path, headers, status) => {
  expect((await send(server.url, path, { headers })).status).toBe(status);
});

test("takes up a layout that could not be opened at first", async () => {
  const broken = `${root}/broken`;
  cpSync(folder, broken, { recursive: true });
  writeFileSync(`${broken}/layout.yaml`, sound.replace("blocks:", "blcks:"));
  const preview = await openPreview(broken, { asOf: "2026-10-31" });
  const { isOpen, problems, cases } = preview.state();
  expect([isOpen, cases]).toEqual([false, []]);
  expect(problems[0]?.excerpt?.lines.join("\n")).toContain("blcks:");
  writeFileSync(`${broken}/layout.yaml`, sound);
  await preview.reload();
  expect(preview.state()).toMatchObject({ isOpen: true, problems: [], version: 2 });
  rmSync(`${broken}/layout.yaml`);
  await preview.reload();
  expect(preview.state().problems).not.toEqual([]);
});

test("shows warnings, behind errors, and a layout that has none but these", async () => {
  const notice = `${root}/rate-change-notice`;
  cpSync(`${projectFolder}/layouts/rate-change-notice`, notice, { recursive: true });
  const file = `${notice}/locales/fr-FR.yaml`;
  const text = readFileSync(file, "utf8");
  writeFileSync(file, text.replace("{customer.name}", "Madame"));
  const preview = await openPreview(notice, { asOf: "2026-10-31" });
  const severities = (): string[] => preview.state().problems.map(({ severity }) => severity);
  expect([preview.state().isOpen, severities()]).toEqual([true, ["warning"]]);
  writeFileSync(file, text.replace("{customer.name}", "{customer.nam}"));
  await preview.reload();
  expect(severities()[0]).toBe("error");
});

test("begins with the record that is named", async () => {
  const sample = readFileSync(`${folder}/samples/standard.json`, "utf8");
  writeFileSync(`${root}/own.json`, sample);
  const own = await openPreview(folder, { record: `${root}/own.json` });
  expect(own.state().cases[0]).toMatchObject({ name: "record", kind: "record" });
  expect(own.letter("record")?.problems).toEqual([]);
  const second = await openPreview(folder, { record: "2" });
  expect(second.state().firstCase).toBe(second.state().cases[1]?.name);
  for (const record of [`${root}/none.json`, "999"])
    await expect(openPreview(folder, { record })).rejects.toBeInstanceOf(UsageError);
  await expect(openPreview(`${root}/nowhere`)).rejects.toBeInstanceOf(UsageError);
});

test("shows a record for which an assertion does not hold, and the assertion's lines", async () => {
  const file = `${projectFolder}/layouts/retail-statement/samples/standard.json`;
  const { account, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { account: object };
  const wrong = { ...rest, account: { ...account, closing: "1.00" } };
  writeFileSync(`${root}/wrong.json`, JSON.stringify(wrong));
  const preview = await openPreview("retail-statement", { record: `${root}/wrong.json` });
  const letter = preview.letter("record");
  expect(letter?.pages.length).toBe(2);
  expect(letter?.problems.map(({ code, on }) => [code, on])).toEqual([
    ["data.assertion", "record"],
  ]);
  expect(letter?.problems[0]?.excerpt?.lines.join()).toContain("that:");
});

test("a mask leaves no value of the record in anything that is sent", async () => {
  const plain = await openPreview("retail-statement", { asOf: "2026-10-31" });
  const masked = await openPreview("retail-statement", { asOf: "2026-10-31", mask: true });
  const sent = (preview: typeof plain): string =>
    JSON.stringify(preview.letter("sample-standard")) +
    preview.emailHtml("sample-standard", "light");
  const values = ["ana@example.com", "+12025550143", "2,802.72", "ACME", "HARDWARE", "6789"];
  for (const value of values) {
    expect(sent(plain), value).toContain(value);
    expect(sent(masked), value).not.toContain(value);
  }
  expect(masked.pdf("sample-standard")?.length).toBeGreaterThan(1000);
  expect(masked.state().isMasked).toBe(true);
});

test("an e-mail is in the scheme that is asked for, whatever it says in its texts", () => {
  const text = "<p>@media (prefers-color-scheme:dark)</p>";
  const html = `<style>@media (prefers-color-scheme: dark){p{color:red}}</style>${text}`;
  expect(inScheme(html, "dark")).toBe(`<style>@media (min-width:0){p{color:red}}</style>${text}`);
  expect(inScheme(html, "light")).toBe(`<style>@media (max-width:0){p{color:red}}</style>${text}`);
});

test("shows the files as they are to who loads the page again, were no change told", async () => {
  const untold = `${root}/untold`;
  cpSync(folder, untold, { recursive: true });
  const preview = await openPreview(untold, { asOf: "2026-10-31" });
  writeFileSync(`${untold}/layout.yaml`, sound.replace("blocks:", "blcks:"));
  const page = pageRoutes(commandHost(), () => preview.reload()).find(({ path }) => path === "/");
  const signal = new AbortController().signal;
  const asked = { name: "", query: new URLSearchParams(), accept: "", contentType: "", signal };
  await page?.answer({ ...asked, body: () => Promise.resolve(new Uint8Array()) });
  expect(preview.state().problems[0]?.severity).toBe("error");
});
