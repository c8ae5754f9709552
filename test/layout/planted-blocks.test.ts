import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { copyOf, host, placeOf, root, shared } from "./support.ts";

/** What is planted in the samples of blocks, where it is found, as what, and what the hint says. */
type Planted = readonly [find: string, write: string, at: string, code: string, hint: RegExp];

const PLANTED: readonly Planted[] = [
  ["chart: gauge", "chart: guage", "guage", "wrong-value", /`gauge`/],
  [
    "value: account.total\n    max",
    "value: account.totl\n    max",
    "account.totl\n",
    "unknown-field",
    /`total`/,
  ],
  [
    "value: u.lastYear, color: pale-blue",
    "value: u.lastYears, color: pale-blue",
    "lastYears",
    "unknown-field",
    /`lastYear`/,
  ],
  ["color: amber }]\n    grid", "color: ambr }]\n    grid", "ambr", "unknown-color", /`amber`/],
  ["curve: monotone", "curve: monoton", "monoton\n", "wrong-value", /`monotone`/],
  ["    colors: [blue, pale-blue, amber, muted]\n", "", "- chart: donut", "missing-key", /./],
  ["barcode: code-128", "barcode: code-182", "code-182", "wrong-value", /`code-128`/],
  [
    "amount: account.total\n      message",
    "amount: account.number\n      message",
    "account.number\n      message",
    "wrong-type",
    /money/,
  ],
  [
    'by e-mail., when: "!paperless"',
    'by e-mail., when: "!paperles"',
    'paperles"',
    "unknown-field",
    /`paperless`/,
  ],
  ["[^tax] on it", "[^tox] on it", "[^tox]", "unknown-note", /`tax`/],
  [
    "link: https://pay.example/{account.number}",
    "link: ftp://pay.example/{account.number}",
    "ftp:",
    "bad-link",
    /./,
  ],
  ["repeat: meters", "repeat: metres", "metres", "unknown-field", /`meters`/],
  ["rows: meter.reads", "rows: meter.red", "meter.red\n", "unknown-field", /`meter\.reads`/],
  ["      of: meter\n", "", "rows: meters.reads", "missing-key", /of: meter/],
  ["groups: [{ by: meter,", "groups: [{ by: metre,", "metre,", "unknown-field", /`meter`/],
  ["running: { of: s.amount,", "running: { of: s.kind,", "s.kind,", "wrong-type", /./],
  [
    'rotate-title: 90 }\n        - { title: "This',
    'rotate-title: 45 }\n        - { title: "This',
    "45 }",
    "wrong-value",
    /./,
  ],
  ["across: 3\n", "across: 9\n", "across: 9", "wrong-value", /./],
  ["  - columns: 3\n", "  - columns: 9\n", "columns: 9", "wrong-value", /./],
  ["    radius: 6pt\n    padding", "    radius: 6px\n    padding", "6px", "bad-length", /./],
  ["    gap: 18pt\n", "    gap: 18pt\n    balance: true\n", "balance: true", "wrong-value", /./],
  [
    "  - rule: 0.75pt",
    "  - columns: [{ blocks: [{ page-break: true }] }, { blocks: [{ space: 1pt }] }]\n  - rule: 0.75pt",
    "{ page-break",
    "wrong-value",
    /breakable/,
  ],
];

const SAMPLES = `${root}/layouts/block-samples`;
const LAYOUT = readFileSync(`${SAMPLES}/layout.yaml`, "utf8");

function findings(text: string) {
  const folder = copyOf(SAMPLES);
  writeFileSync(`${folder}/layout.yaml`, text);
  const { diagnostics, advice } = checkLayout(host, folder, shared);
  return [...diagnostics, ...advice].filter(({ code }) => code !== "layout.unused-name");
}

test("the samples are right as they stand", () => {
  expect(findings(LAYOUT)).toEqual([]);
});

test.each(PLANTED)("%j as %j", (find, write, at, code, hint) => {
  expect(LAYOUT).toContain(find);
  const text = LAYOUT.replace(find, () => write);
  const [found, ...more] = findings(text);
  expect([found?.code, ...more]).toEqual([`layout.${code}`]);
  expect(found?.source?.line).toBe(placeOf(text, at)[0]);
  expect(`${found?.message} ${found?.hint}`).toMatch(hint);
});
