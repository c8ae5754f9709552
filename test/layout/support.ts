import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { checkLayout, type LayoutResult } from "../../src/layout/check-layout.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

export const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");
export const host = new NodeHost();
export const shared = {
  fontsFolder: `${root}/fonts`,
  stocksFolder: `${root}/layouts/stocks`,
  layoutsFolder: `${root}/layouts`,
};

/** A whole, small and right layout; tests spoil one place of it. */
export const SMALL = `layout: small
data:
  account: { id: text, number: text, closing: money, fees: money, from: date, apy: decimal }
  customer: { name: text, email: text?, mobile: text?, address: address }
  active: boolean
  transactions:
    - date: date
      kind: one of [deposit, fee]
      text: text
      check: integer?
      amount: money
format: { locale: en-US, currency: USD }
fonts:
  sans: { regular: NotoSans-Regular.ttf, bold: NotoSans-Bold.ttf }
colors:
  ink: "#000000"
  line: { gray: 45 }
styles:
  body: { size: 9pt, leading: 12pt }
  fine: { size: 7pt, color: line }
images:
  logo: logo.svg
title: Statement
print:
  stock: letter-60lb-duplex
  envelope: us-10-window-tall
  address: customer.address
  masters:
    - name: first
      body: [0.6in, 4in, 7in, 6in]
      boxes:
        - at: [0.6in, 0.5in, 3in, 1in]
          blocks:
            - paragraph: "Page {page} of {pages}"
              style: fine
blocks:
  - heading: Your **statement**
  - paragraph: "Hello {customer.name}, your balance is {account.closing | symbol}."
    when: account.closing > money("0.00")
  - facts: { Number: "{mask(account.number)}" }
  - table:
      rows: transactions
      as: t
      columns:
        - { title: Date, show: "{t.date | short}", width: 60pt }
        - { title: Text, show: "{t.text}", wrap: true }
        - { title: Amount, show: "{t.amount}", width: 70pt, align: right, sum: t.amount }
      total: { label: Total }
  - image: logo
    alt: A logo
    width: 1in
  - rule: 0.5pt
    color: line
  - message: marketing
    when: sum(transactions.filter(r, r.kind == "fee").map(r, r.amount)) == money("0.00")
    text: No fees at all.
email:
  to: customer.email
  from: { name: Small, address: small@bank.example }
  subject: Your statement
sms:
  to: customer.mobile
  text: "Statement for {last4(account.number)} is ready."
`;

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">' +
  '<rect width="20" height="10" fill="#123456"/></svg>';

/** Writes a layout of this text, with a logo beside it, and gives its folder. */
export function writeLayout(text: string, svg: string = LOGO): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "images"));
  writeFileSync(join(folder, "images", "logo.svg"), svg);
  writeFileSync(join(folder, "layout.yaml"), text);
  return folder;
}

export function check(text: string): LayoutResult {
  return checkLayout(host, writeLayout(text), shared);
}

/** The small layout with one stretch of it replaced, which must be there. */
export function spoiled(find: string, replacement: string, text: string = SMALL): string {
  if (!text.includes(find)) throw new Error(`the small layout has no ${find}`);
  return text.replace(find, () => replacement);
}

/** 1-based line and column of `mark` in a text. */
export function placeOf(text: string, mark: string): [line: number, column: number] {
  const before = text.slice(0, text.indexOf(mark)).split("\n");
  return [before.length, (before.at(-1) ?? "").length + 1];
}

/** A copy of the retail statement, to be spoiled. */
export function copyOfRetail(): string {
  return copyOf(`${root}/layouts/retail-statement`);
}

export function copyOf(layout: string): string {
  const folder = temporaryFolder();
  cpSync(layout, folder, { recursive: true });
  return folder;
}
