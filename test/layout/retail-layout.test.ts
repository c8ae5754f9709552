import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { addressZone } from "../../src/model/stock.ts";
import { copyOfRetail, host, root, shared } from "./support.ts";

const folder = `${root}/layouts/retail-statement`;

test("the retail statement checks into a plan without any diagnostic", () => {
  const { plan, diagnostics } = checkLayout(host, folder, shared);
  expect(diagnostics).toEqual([]);
  expect(plan?.name).toBe("retail-statement");
  expect(plan?.masters.map((master) => master.name)).toEqual(["first", "rest"]);
  expect(plan?.currencyDigits).toBe(2);
  expect(plan?.locales).toEqual(["en-US", "es-US"]);
  expect(plan?.blocks.filter((block) => block.kind === "table")).toHaveLength(3);
});

test("the plan survives a structured clone and hashes the same wherever it lies", () => {
  const first = checkLayout(host, folder, shared).plan;
  const copied = checkLayout(host, copyOfRetail(), shared).plan;
  expect(structuredClone(first)).toEqual(first);
  expect(first?.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(copied?.hash).toBe(first?.hash);
  expect(copied?.images[0]?.file).not.toBe(first?.images[0]?.file);
});

test("static blocks are the ones without values or conditions", () => {
  const { plan } = checkLayout(host, folder, shared);
  const byId = new Map(plan?.blocks.map((block) => [block.id, block]));
  expect(byId.get("blocks.1")?.isStatic).toBe(false);
  expect(byId.get("blocks.2")?.isStatic).toBe(true);
  for (const notices of plan?.blocks.slice(-2) ?? [])
    expect(notices).toMatchObject({ kind: "group", isStatic: true });
  const message = plan?.blocks.find(
    (block) => block.kind === "group" && block.zone === "marketing",
  );
  expect(message?.isStatic).toBe(false);
});

test("bold stretches take the bold face of their style's family", () => {
  const { plan } = checkLayout(host, folder, shared);
  const bold = plan?.styles.find((style) => style.name === "value/bold");
  expect(bold?.bold).toBe(true);
  expect(plan?.fonts[bold?.font ?? -1]?.file).toMatch(/NotoSans-SemiBold\.ttf$/);
});

test("the tall window keeps room for the barcode and six lines in every position", () => {
  const { plan } = checkLayout(host, folder, shared);
  const envelope = plan?.envelope;
  if (plan === undefined || envelope === undefined) throw new Error("no plan");
  const zone = addressZone(envelope);
  // Six lines may stand closer than the style's leading, but not closer than their size.
  const sizeMpt = plan.styles[plan.addressStyle]?.sizeMpt ?? 0;
  // The widest Intelligent Mail barcode (3.25 in) with its clear zones is higher than wide rooms;
  // the nominal one measures 2.93 by 0.145 in (USPS-B-3200) with 0.125 and 0.028 in around it.
  expect(zone.widthMpt).toBeGreaterThanOrEqual((2.93 + 2 * 0.125) * 72_000);
  expect(zone.heightMpt - (0.145 + 2 * 0.028) * 72_000).toBeGreaterThanOrEqual(6 * sizeMpt);
});

test("a layout that extends it says what changes in its terms", () => {
  const copy = copyOfRetail();
  const layouts = dirname(copy);
  cpSync(copy, join(layouts, "retail-statement"), { recursive: true });
  mkdirSync(join(layouts, "own"));
  const text = `layout: own
extends: retail-statement
fill:
  change-in-terms:
    - { heading: $terms.heading, style: section }
    - paragraph: $terms.text
`;
  mkdirSync(join(layouts, "own", "locales"));
  for (const [locale, heading] of [
    ["en-US", "A change in your terms"],
    ["es-US", "Un cambio en sus condiciones"],
  ])
    writeFileSync(
      join(layouts, "own", "locales", `${locale}.yaml`),
      `catalogue: ${locale}\nmessages:\n  terms: { heading: ${heading}, text: "{account.to}: $35.00" }\n`,
    );
  writeFileSync(join(layouts, "own", "layout.yaml"), text);
  const { plan, diagnostics } = checkLayout(host, join(layouts, "own"), shared);
  expect(diagnostics).toEqual([]);
  const own = checkLayout(host, folder, shared).plan?.blocks ?? [];
  expect(plan?.blocks).toHaveLength(own.length + 2);
  const summary = own.findIndex((block) => block.kind === "columns");
  expect(plan?.blocks.slice(summary + 2, summary + 4)).toMatchObject([
    { kind: "text", level: 1 },
    { kind: "text", level: 0 },
  ]);
});

test("the samples name every field that the layout declares, and balance", () => {
  for (const name of ["short", "standard", "nasty"]) {
    const text = readFileSync(join(folder, "samples", `${name}.json`), "utf8");
    const { account } = JSON.parse(text) as { account: Record<string, string> };
    const cents = (field: string): bigint => BigInt((account[field] ?? "").replace(".", ""));
    const sum = cents("opening") + cents("credits") - cents("debits") - cents("fees");
    expect(sum, name).toBe(cents("closing"));
    const { plan } = checkLayout(host, folder, shared);
    const declared = plan?.shape.fields.account;
    if (declared?.kind !== "object") throw new Error("no account");
    expect(Object.keys(account)).toEqual(Object.keys(declared.fields));
  }
});

/** 12 CFR 1005, appendix A, model form A-3(b), with the bank's telephone number and address. */
const MODEL_FORM = [
  "In Case of Errors or Questions About Your Electronic Transfers",
  "Telephone us at (202) 555-0142 or write us at Northbank Customer Care, PO Box 1200, Springfield IL 62705 " +
    "as soon as you can, if you think your statement or receipt is wrong or if you need more information " +
    "about a transfer on the statement or receipt. We must hear from you no later than 60 days after we sent " +
    "you the FIRST statement on which the error or problem appeared.",
  "Tell us your name and account number (if any).",
  "Describe the error or the transfer you are unsure about, and explain as clearly as you can why you " +
    "believe it is an error or why you need more information.",
  "Tell us the dollar amount of the suspected error.",
  "We will investigate your complaint and will correct any error promptly. If we take more than 10 business " +
    "days to do this, we will credit your account for the amount you think is in error, so that you will have " +
    "the use of the money during the time it takes us to complete our investigation.",
];

test("the notice of errors is that of Regulation E, word for word", () => {
  const { plan } = checkLayout(host, folder, shared);
  const texts = JSON.stringify(plan?.blocks.slice(-2)[0]);
  const at = MODEL_FORM.map((text) => texts.indexOf(JSON.stringify(text).slice(1, -1)));
  expect(at).not.toContain(-1);
  expect(at).toEqual(at.toSorted((a, b) => a - b));
});
