import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checkLayout } from "../../src/layout/check-layout.ts";
import { copyOf, host, placeOf, root, shared } from "./support.ts";

/** What is planted: a stretch of the layout, what stands there instead, and what is found. */
type Planted = readonly [find: string, write: string, at: string, code: string, hint: RegExp];

const PLANTED: readonly Planted[] = [
  // Names that are not what was declared.
  ["style: section", "style: secton", "secton", "unknown-style", /`section`/],
  ["color: navy }", "color: nayv }", "nayv", "unknown-color", /`navy`/],
  ["{ font: display,", "{ font: dispaly,", "dispaly", "unknown-font", /`display`/],
  ["- image: mark", "- image: marck", "marck", "unknown-image", /`mark`/],
  ["{account.product}**", "{account.produkt}**", "produkt", "unknown-field", /`product`/],
  ["{customer.coOwner}", "{coOwner}", "coOwner}", "unknown-field", /`customer\.coOwner`/],
  ['show: "{t.text}"', 'show: "{text}"', "text}", "unknown-field", /`t\.text`/],
  ["{mask(account.number)}", "{maks(account.number)}", "maks", "unknown-function", /`mask`/],
  [
    "{account.opening | symbol}",
    "{account.opening | symbl}",
    "symbl",
    "unknown-format",
    /`symbol`/,
  ],
  ["| percent-2}", "| percent-7}", "percent-7", "unknown-format", /0 to 6 digits/],
  ["  - rule: 1.2pt", "  - rul: 1.2pt", "rul:", "unknown-block", /`rule`/],
  ["keep-with-next: true", "keep-with-nxt: true", "keep-with-nxt", "unknown-key", /keep-with-next/],
  ["locale: en-US", "locale: english", "english", "unknown-locale", /en-US/],
  ["currency: USD", "currency: Dollar", "Dollar", "unknown-currency", /USD/],
  [
    "stock: letter-60lb-duplex",
    "stock: letter-60lb-duplx",
    "letter-60lb-duplx",
    "unknown-stock",
    /letter-60lb-duplex/,
  ],
  [
    "envelope: us-10-window-tall",
    "envelope: us-10-window-tal",
    "us-10-window-tal\n",
    "unknown-envelope",
    /us-10-window/,
  ],
  ["NotoSans-Bold.ttf", "NotoSans-Bald.ttf", "NotoSans-Bald", "missing-font", /NotoSans-Bold/],
  ["northbank.svg", "northbnk.svg", "northbnk", "missing-image", /northbank\.svg/],
  ["column: Check,", "column: Chek,", "Chek,", "unknown-column", /`Check`/],
  ["rows: transactions", "rows: transaction", "transaction\n", "unknown-field", /`transactions`/],
  [
    "address: customer.address",
    "address: customer.adress",
    "customer.adress",
    "unknown-field",
    /customer\.address/,
  ],
  // What other languages write.
  [
    't.kind == "withdrawal"\n',
    't.kind === "withdrawal"\n',
    '== "withdrawal"\n',
    "expression-syntax",
    /write `==`/,
  ],
  [
    'account.kind == "checking" &&',
    'account.kind == "checking" and',
    "and account",
    "expression-syntax",
    /write `&&`/,
  ],
  [
    'when: \'account.kind == "checking" &&',
    'when: \'account.kind = "checking" &&',
    '= "checking" &&',
    "expression-syntax",
    /`==` to compare/,
  ],
  [
    "when: size(transactions) > 0\n    space",
    "when: size(transactions) <> 0\n    space",
    "> 0\n    space",
    "expression-syntax",
    /`!=`/,
  ],
  [
    'account.closing > money("5000.00")',
    "account.closing > 5000",
    "account.closing > 5000",
    "wrong-type",
    /money\("5000\.00"\)/,
  ],
  [
    'account.closing > money("5000.00")',
    "account.closing > 5000.00",
    "account.closing > 5000.00'",
    "wrong-type",
    /money\("5000\.00"\)/,
  ],
  [
    "{days(account.from, account.to)}",
    "{days(account.from)}",
    "days(account.from)}",
    "wrong-type",
    /days\(date, date\)/,
  ],
  ["− {account.fees}", "− {account.fees / 12}", "account.fees / 12", "wrong-type", /divide\(a, b/],
  [
    "{account.closing | symbol}**",
    "{{account.closing}}**",
    "{account.closing}}**",
    "doubled-braces",
    /write \{account\.closing\}/,
  ],
  ["{account.interest | symbol}", "{account.interest}}", "}}", "template-braces", /./],
  [
    'value: "**{account.product}**"',
    'value: "**{account.product}"',
    '**{account.product}"',
    "open-mark",
    /./,
  ],
  // What YAML makes of it.
  ['navy: "#12345b"', "navy: #12345b", "navy: #", "cut-text", /"#12345b"/],
  [
    "{ paragraph: Total Overdraft Fees }",
    "\n                paragraph: Line #4 of fees",
    "Line #4",
    "cut-text",
    /in quotes/,
  ],
  ["  credits: money", "\tcredits: money", "\tcredits", "yaml-syntax", /spaces, not tabs/],
  ["- paragraph: Northbank\n", "- paragraph: @Northbank\n", "@Northbank", "yaml-syntax", /quotes/],
  ["- paragraph: Northbank\n", "- paragraph: *Northbank*\n", "*Northbank*", "alias-limit", /./],
  [
    "when: has(customer.coOwner)",
    "when: !has(customer.coOwner)",
    "!has",
    "yaml-syntax",
    /in quotes/,
  ],
  [
    "style: title\n              align",
    "style: title\n             align",
    "align",
    "yaml-syntax",
    /same column/,
  ],
  ["label: Joint owner", "label: Joint owner: name", "owner: name", "yaml-syntax", /in quotes/],
  ["  size: text", "", "", "", /./],
  // Two kinds, wrong kinds, missing things.
  [
    "- paragraph: Northbank\n",
    "- paragraph: Northbank\n              rule: 1pt\n",
    "rule: 1pt",
    "unknown-key",
    /`- rule: \.\.\.`/,
  ],
  ["size: 13pt", "size: 13px", "13px", "bad-length", /pt, in, mm or cm/],
  ["size: 13pt", "size: 2pt", "size: 2pt", "bad-size", /./],
  ["leading: 16pt", "leading: 9.9pt", "9.9pt", "bad-leading", /./],
  [
    "align: right\n              space-after",
    "align: rigth\n              space-after",
    "rigth",
    "wrong-value",
    /`right`/,
  ],
  ["weight: bold, size: 8pt", "weight: heavy, size: 8pt", "heavy", "wrong-value", /./],
  ["opening: money", "opening: amount", "amount\n    credits", "bad-kind", /money/],
  ["language: text?", "class: text?\n    in: text?", "in: text", "bad-field-name", /./],
  ["muted: { gray: 40 }", "muted: { grey: 40 }", "{ grey", "bad-color", /gray: 0-100/],
  [
    "sum: t.amount }\n      header",
    "sum: t.text }\n      header",
    "t.text }\n      header",
    "wrong-type",
    /./,
  ],
  ["label-share: 40", "label-share: 140", "140", "wrong-value", /./],
  ["              alt: Northbank\n", "", "- image: mark", "missing-key", /./],
  ['t.kind == "fee"\n', 't.kind == "fees"\n', '"fees"', "impossible-value", /`fee`/],
  ["account.closing]", "account.apy]", "account.apy]", "wrong-type", /money fields/],
  ["logo: mark-email", "logo: mark", "mark\n  footer", "svg-in-email", /./],
  ["at: [5.4in, 1.85in,", "at: [5.2in, 1.85in,", "[5.2in, 1.85in,", "in-window", /kept free/],
  [
    "is ready. Sign in",
    "is ready: {account.closing}. Sign in",
    '"Northbank: your',
    "private-in-sms",
    /./,
  ],
  ["Page {page} of", "Page {page} of {pagse}, of", "pagse", "unknown-field", /./],
  ["- paragraph: Statement of account", '- paragraph: "Page {page}"', "", "", /./],
  // What nobody would see.
  [
    "  wordmark:",
    "  word-mark: { size: 9pt }\n  wordmark:",
    "word-mark",
    "unused-name",
    /word-mark/,
  ],
  ["  tint:", '  teal: "#008080"\n  tint:', "teal", "unused-name", /teal/],
  [
    'title: "Northbank',
    'let: { spare: account.fees }\ntitle: "Northbank',
    "spare",
    "unused-name",
    /spare/,
  ],
  ["  mark-email:", "  spare: northbank.png\n  mark-email:", "spare", "unused-name", /spare/],
  [
    "muted: { gray: 40 }",
    "muted: { gray: 70 }",
    '- paragraph: "PO Box 1200',
    "low-contrast",
    /4\.5:1/,
  ],
  [
    'account.kind == "checking" &&',
    'account.kind == "checking" && account.kind == "savings" &&',
    "'account.kind",
    "never-true",
    /correct it/,
  ],
  [
    'where: t.kind == "check"',
    'where: t.kind == "check" && t.kind == "fee"',
    't.kind == "check" &&',
    "never-true",
    /correct it/,
  ],
  [
    "when: has(customer.coOwner)",
    'when: "!has(account.product)"',
    '"!has',
    "never-true",
    /correct it/,
  ],
];

/** The bench's statement, all of whose texts stand in the layout itself. */
const STATEMENT = `${root}/bench/statement/retail-statement`;
const RETAIL = readFileSync(`${STATEMENT}/layout.yaml`, "utf8");
const REAL = PLANTED.filter(([, , , code]) => code !== "");

test("there are 60 and more", () => {
  expect(REAL.length).toBeGreaterThanOrEqual(60);
});

test.each(REAL)("%j as %j", (find, write, at, code, hint) => {
  expect(RETAIL).toContain(find);
  const text = RETAIL.replace(find, () => write);
  const folder = copyOf(STATEMENT);
  writeFileSync(`${folder}/layout.yaml`, text);
  const { diagnostics, advice } = checkLayout(host, folder, shared);
  const all = [...diagnostics, ...advice];
  const found = all.find((each) => each.code === `layout.${code}`);
  expect(all.map((each) => `${each.code} ${each.message}`)).toEqual([
    `layout.${code} ${found?.message}`,
  ]);
  expect(found?.source?.line).toBe(placeOf(text, at)[0]);
  expect(`${found?.hint}`).toMatch(hint);
});
