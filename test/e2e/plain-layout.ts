import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

const RETAIL = new URL("../../layouts/retail-statement/layout.yaml", import.meta.url);

/**
 * Gives a job of sample statements a layout that is quick to prepare, compose and verify: one page
 * with three lines. Runs have all their stages and channels with it, and take half the time.
 */
export function takePlainLayout(jobFile: string): void {
  const folder = `${dirname(jobFile)}/layout`;
  mkdirSync(folder);
  const text = readFileSync(jobFile, "utf8");
  writeFileSync(jobFile, text.replace(/^layout: .*$/m, "layout: ./layout"));
  const retail = readFileSync(RETAIL, "utf8");
  const data = retail.slice(retail.indexOf("\ndata:"), retail.indexOf("\nformat:"));
  writeFileSync(`${folder}/layout.yaml`, `layout: plain\n${data}\n${REST}`);
}

const REST = `format: { locale: en-US, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-SemiBold.ttf }
colors: { ink: "#000000" }
styles:
  body: { size: 10pt, leading: 14pt }
title: Statement
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: customer.address
  masters: [{ name: first, body: [0.75in, 3.75in, 7in, 6.4in] }]
blocks:
  - facts:
      Account: "{mask(account.number)}"
      Opening: "{account.opening | symbol}"
      Closing: "{account.closing | symbol}"
email:
  to: customer.email
  from: { name: Northbank, address: statements@northbank.example }
  subject: Your statement of {account.closing | symbol}
sms:
  to: customer.mobile
  text: "Northbank: your statement is ready."
`;
