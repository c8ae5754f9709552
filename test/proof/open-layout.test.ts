import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, expect, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import { hasPrograms } from "../e2e/page-words.ts";
import { SMALL, writeLayout } from "../layout/support.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

interface Statement {
  readonly account: { readonly number: string };
  readonly customer: { readonly address: { readonly lines: readonly string[] } };
}

const samples = new URL("../../layouts/retail-statement/samples/", import.meta.url);
const standard = JSON.parse(readFileSync(new URL("standard.json", samples), "utf8")) as Statement;

/** The first sample record of a layout that comes along. */
function sampleOf(layout: string): unknown {
  const folder = new URL(`../../layouts/${layout}/samples/`, import.meta.url);
  const [name = ""] = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .sort();
  return JSON.parse(readFileSync(new URL(name, folder), "utf8"));
}

let retail: OpenLayout;
beforeAll(async () => {
  retail = await openLayout("retail-statement", { asOf: "2026-10-31" });
});

function textOf(pdf: Uint8Array | undefined): string {
  const file = `${temporaryFolder()}/letter.pdf`;
  writeFileSync(file, pdf ?? "");
  if (hasPrograms("qpdf")) execFileSync("qpdf", ["--check", file]);
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
}

test("what is wrong with a letter is still known after the next one", async () => {
  const text = SMALL.replace(
    "blocks:\n  - heading",
    `        - at: [5.6in, 1.6in, 1in, 12.5pt]
          blocks: [{ paragraph: "{account.number}" }]
blocks:
  - heading`,
  );
  const layout = await openLayout(writeLayout(text), { asOf: "2026-10-31" });
  const compose = (number: string) => {
    const address = { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], zip: "62704" };
    const account = { id: "1", number, closing: "1", fees: "1", from: "2026-10-01", apy: "1" };
    return layout.compose({
      customer: { name: "A", address },
      account,
      active: true,
      transactions: [],
    });
  };
  const { diagnostics } = compose("1234 ".repeat(12));
  const { pages } = compose("1234");
  expect(pages).toBe(1);
  expect(diagnostics.map(({ code }) => code)).toEqual(["compose.box-overflow"]);
});

test("a record goes out on all channels of its layout, the same each time", () => {
  const letter = retail.compose(standard, { key: "A-1" });
  expect(letter.diagnostics).toEqual([]);
  expect(letter.pages).toBe(2);
  expect(letter.messages.email?.html).toContain("Everyday Checking");
  expect(letter.messages.email?.text).toContain("Everyday Checking");
  expect(letter.messages.email?.images?.[0]?.contentId).toBe("logo@nightpress");
  expect(Buffer.from(letter.messages.email?.bytes ?? []).toString()).toMatch(/^Date: Sat, 31 Oct/);
  expect(letter.messages.sms).toMatchObject({ to: "+12025550143", segments: 1 });
  expect(letter.values).toMatchObject({ account: { number: standard.account.number } });
  expect(retail.compose(standard, { key: "A-1" })).toEqual(letter);
  expect(retail.compose(standard, { channels: ["sms"] })).toMatchObject({ pages: 0 });
  expect(retail.compose(standard, { channels: ["sms"] }).messages.email).toBeUndefined();
});

test.skipIf(!hasPrograms("pdftotext"))("the pages are whole, with the address", () => {
  const text = textOf(retail.compose(standard, { channels: ["print"] }).pdf);
  for (const line of standard.customer.address.lines) expect(text).toContain(line);
  expect(text).toContain("Everyday Checking");
});

test("a letter with rare characters has them, and changes no other letter", () => {
  const before = retail.compose(standard).pdf;
  const { customer } = standard;
  const [, ...rest] = customer.address.lines;
  const address = { ...customer.address, lines: ["Łukasz Ωμέγα Ж", ...rest] };
  const rare = { ...standard, customer: { ...customer, address } };
  const letter = retail.compose(rare);
  expect(letter.diagnostics).toEqual([]);
  expect(retail.compose(standard).pdf).toEqual(before);
  expect(retail.compose(rare).pdf).toEqual(letter.pdf);
  if (hasPrograms("pdftotext")) expect(textOf(letter.pdf)).toContain("Łukasz Ωμέγα Ж");
});

test("what does not match the layout's data is said with its field", () => {
  const letter = retail.compose({ ...standard, account: { number: 7 } });
  expect(letter).toMatchObject({ pages: 0, messages: {} });
  expect(letter.values).toBeUndefined();
  const fields = letter.diagnostics.map(({ data }) => data?.field);
  expect(fields).toContain("account.number");
  for (const nothing of [undefined, null, 4, "text", []])
    expect(retail.compose(nothing).diagnostics).not.toEqual([]);
});

test("a refused record gives its pages all the same, with what is wrong", async () => {
  const layout = await openLayout(writeLayout(SMALL), { asOf: "2026-10-31" });
  const address = { lines: ["A B", "1 EXAMPLE ST", "SPRINGFIELD IL 62704"], zip: "62704" };
  const account = { id: "1", number: "1", closing: "1", fees: "1", from: "2026-10-01", apy: "1" };
  const record = { account, customer: { name: "A", address }, active: true, transactions: [] };
  const sound = layout.compose(record, { channels: ["print"] });
  expect(sound.diagnostics).toEqual([]);
  const name = "\u{10ffff}";
  const refused = layout.compose(
    { ...record, account: { ...account, number: name }, customer: { name, address } },
    { channels: ["print"] },
  );
  expect(refused.diagnostics.map(({ code }) => code)).toContain("compose.missing-glyph");
  expect(refused.pages).toBe(sound.pages);
  expect(refused.pdf).toBeDefined();
});

test("the parts that are read most stand in the letter itself", () => {
  const letter = retail.compose(standard, { key: "A-1" });
  const { email, sms } = letter.messages;
  expect(letter.html).toBe(email?.html);
  expect(letter.text).toBe(email?.text);
  expect(letter.images).toBe(email?.images);
  expect(letter.sms).toBe(sms?.text);
  expect(retail.compose(standard, { channels: ["print"] })).not.toHaveProperty("html");
});

test("a letter is made in any of the layout's languages, whatever the record says", async () => {
  const notice = await openLayout("swiss-invoice", { asOf: "2026-10-31" });
  const record = sampleOf("swiss-invoice");
  const [own, other] = notice.plan.locales;
  const german = notice.compose(record, { locale: own as string });
  const french = notice.compose(record, { locale: other as string });
  expect(french.pdf).not.toEqual(german.pdf);
  expect(Buffer.from(french.pdf ?? []).toString("latin1")).toContain(`/Lang(${other})`);
  expect(notice.compose(record, { locale: own as string })).toEqual(german);
  expect(() => notice.compose(record, { locale: "fr-FR" })).toThrow(
    /no locale fr-FR; it has de-CH, fr-CH/,
  );
});

test("a specimen says so on its pages and messages, and reaches nobody", () => {
  const specimen = retail.compose(standard, { profile: "specimen" });
  expect(specimen.messages.email?.subject).toMatch(/^\[SPECIMEN\]/);
  expect(specimen.sms).toMatch(/^SPECIMEN /);
  expect(specimen.messages.email?.to).toBe("nobody@nightpress.invalid");
  expect(specimen.messages.sms?.to).toBe("");
  expect(retail.compose(standard).messages.email?.to).toContain("@");
  expect(retail.compose(standard).messages.email?.to).not.toContain("nobody");
  if (hasPrograms("pdftotext")) expect(textOf(specimen.pdf)).toMatch(/SPECIMEN/);
  expect(retail.compose(standard, { profile: "letter" })).toEqual(retail.compose(standard));
});

test("work that nobody waits for any more is given up, and leaves nothing behind", () => {
  const before = retail.compose(standard);
  const reason = new Error("nobody waits");
  expect(() => retail.compose(standard, { signal: AbortSignal.abort(reason) })).toThrow(reason);
  for (const reads of [2, 5, 20, 30]) {
    let count = 0;
    const signal = {
      reason,
      get aborted(): boolean {
        count += 1;
        return count > reads;
      },
    };
    expect(() => retail.compose(standard, { signal })).toThrow(reason);
    expect(count, "read on after it was given").toBe(reads + 1);
    expect(retail.compose(standard)).toEqual(before);
  }
});

test("a layout with faults, or a day that is none, is refused with all of them", async () => {
  const folder = writeLayout(SMALL.replace("title: Statement", "titel: Statement"));
  await expect(openLayout(folder)).rejects.toThrow(UsageError);
  await expect(openLayout("retail-statement", { asOf: "2026-02-30" })).rejects.toThrow(
    /day that letters are made as of/,
  );
});
