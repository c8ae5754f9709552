import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { PDFiumLibrary } from "@hyzyla/pdfium";
import { beforeAll, expect, test } from "vitest";
import { openLayout, type OpenLayout } from "../../src/proof/open-layout.ts";
import { readSymbols } from "../barcode/read-symbols.ts";
import { projectFolder } from "../docs/documents.ts";
import { hasPrograms } from "../e2e/page-words.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

interface Invoice {
  readonly customer: { readonly number: string };
  readonly invoice: Readonly<Record<"number" | "net" | "vat" | "gross", string>>;
  readonly rates: readonly Readonly<Record<"rate" | "net" | "vat" | "gross", string>>[];
  readonly items: readonly Readonly<Record<"quantity" | "price" | "rate" | "amount", string>>[];
}

const SAMPLES = ["short", "standard", "stress"];

let layout: OpenLayout;
beforeAll(async () => {
  layout = await openLayout("german-invoice", { asOf: "2026-10-31" });
});

function sample(name: string): Invoice {
  const file = `${projectFolder}/layouts/german-invoice/samples/${name}.json`;
  return JSON.parse(readFileSync(file, "utf8")) as Invoice;
}

function composed(name: string) {
  const { pdf, diagnostics, messages } = layout.compose(sample(name));
  expect(diagnostics).toEqual([]);
  return { pdf: pdf ?? new Uint8Array(), messages };
}

const cents = (amount: string): number => Math.round(Number(amount) * 100);
const sum = (amounts: readonly string[]): number =>
  amounts.reduce((total, amount) => total + cents(amount), 0);

/** As Germans write it: points between thousands, a comma before the cents. */
const shown = (amount: string): string =>
  new Intl.NumberFormat("de-DE", { minimumFractionDigits: 2 }).format(Number(amount));

test.each(SAMPLES)("the sums of %s are right, rate by rate", (name) => {
  const { invoice, rates, items } = sample(name);
  for (const { rate, net, vat, gross } of rates) {
    expect(sum(items.filter((item) => item.rate === rate).map(({ amount }) => amount))).toBe(
      cents(net),
    );
    expect(Math.round((cents(net) * Number(rate)) / 100)).toBe(cents(vat));
    expect(cents(net) + cents(vat)).toBe(cents(gross));
  }
  for (const key of ["net", "vat", "gross"] as const)
    expect(sum(rates.map((rate) => rate[key]))).toBe(cents(invoice[key]));
});

test.skipIf(!hasPrograms("pdftotext"))("the pages say what § 14 UStG asks for", () => {
  const { pdf } = composed("standard");
  const file = `${temporaryFolder()}/invoice.pdf`;
  writeFileSync(file, pdf);
  const text = execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
  const { invoice, rates } = sample("standard");
  for (const words of [
    "Lichthaus Lindner GmbH",
    "Hafenstraße 8, 20457 Hamburg",
    "Steuernummer 27/555/01420",
    "USt-IdNr. DE555014200",
    invoice.number,
    "30.10.2026",
    "12.10.2026 bis 21.10.2026",
    `${shown(invoice.gross)} €`,
    ...rates.flatMap(({ net, vat, gross }) => [net, vat, gross].map(shown)),
  ])
    expect(text).toContain(words);
  expect(text).toMatch(/\b19\s?%/);
  expect(text).toMatch(/\b7\s?%/);
});

test("the code on the page and that of the e-mail fill in the transfer", async () => {
  const { pdf, messages } = composed("standard");
  const { invoice, customer } = sample("standard");
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const { data, width, height } = await document.getPage(0).render({ scale: 3, render: "bitmap" });
  const seen = await readSymbols(data, width, height);
  document.destroy();
  library.destroy();
  expect(seen.map(({ bytes }) => bytes)).toContain(
    "BCD\n002\n1\nSCT\nBYLADEM1001\nLichthaus Lindner GmbH\nDE02120300000000202051\n" +
      `EUR${invoice.gross}\n\n\n${invoice.number} ${customer.number}`,
  );
  expect(messages.email?.html).toContain("GiroCode");
});
