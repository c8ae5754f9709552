import { describe, expect, test } from "vitest";
import { check, placeOf, SMALL, spoiled } from "./support.ts";

interface Mistake {
  readonly name: string;
  readonly find: string;
  readonly write: string;
  readonly code: string;
  /** A stretch of the spoiled layout that the diagnostic points to the start of. */
  readonly at: string;
  /** How far into that stretch it points. */
  readonly plus?: number;
  readonly hint?: RegExp;
  readonly message?: RegExp;
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "an unknown field in a list within a list",
    find: "  - heading: Your **statement**",
    write: '  - list: ["a", { text: "b", list: ["{acount.closing}"] }]',
    code: "layout.unknown-field",
    at: "acount.closing}",
    hint: /account/,
  },
  {
    name: "a list with no room for its text",
    find: "  - heading: Your **statement**",
    write: '  - { list: ["a"], indent: 20in }',
    code: "layout.bad-length",
    at: "20in }",
  },
  {
    name: "words in a style that there is not",
    find: "{customer.name}",
    write: "{customer.name}[2](style:bodi)",
    code: "layout.unknown-style",
    at: "bodi",
    hint: /did you mean `body`\?/,
  },
  {
    name: "letters spaced too far",
    find: "  body: {",
    write: "  odd: { size: 9pt, letter-spacing: 6pt }\n  body: {",
    code: "layout.bad-length",
    at: "6pt }",
  },
  {
    name: "a feature by a name of its own",
    find: "  body: {",
    write: "  odd: { size: 9pt, features: [smallcaps] }\n  body: {",
    code: "layout.wrong-value",
    at: "smallcaps",
  },
  {
    name: "hyphens of a language that has none",
    find: "  body: {",
    write: "  odd: { size: 9pt, hyphenate: ja }\n  body: {",
    code: "layout.no-hyphenation",
    at: "ja }",
    hint: /en-US/,
  },
  {
    name: "a limit of hyphens where there are none",
    find: "  body: {",
    write: "  odd: { size: 9pt, hyphens-in-a-row: 3 }\n  body: {",
    code: "layout.idle-key",
    at: "hyphens-in-a-row",
    message: /without `hyphenate`/,
  },
  {
    name: "words for a language that has no patterns",
    find: "styles:",
    write: "hyphenation: { tlh: [Qap-la] }\nstyles:",
    code: "layout.no-hyphenation",
    at: "tlh",
  },
  {
    name: "a divided word that is none",
    find: "styles:",
    write: "hyphenation: { en-US: [two words] }\nstyles:",
    code: "layout.wrong-value",
    at: "[two words]",
  },
  {
    name: "a misspelt field",
    find: "when: account.closing",
    write: "when: acount.closing",
    code: "layout.unknown-field",
    at: "acount.closing",
    hint: /did you mean `account`\?/,
  },
  {
    name: "a misspelt field inside a group",
    find: "{customer.name}",
    write: "{customer.nmae}",
    code: "layout.unknown-field",
    at: "nmae",
    hint: /did you mean `name`\?/,
  },
  {
    name: "a field without its group",
    find: "{account.closing | symbol}",
    write: "{closing | symbol}",
    code: "layout.unknown-field",
    at: "closing | symbol",
    hint: /did you mean `account\.closing`\?/,
  },
  {
    name: "a row's field without the row's name",
    find: '"{t.text}"',
    write: '"{text}"',
    code: "layout.unknown-field",
    at: "text}",
    hint: /did you mean `t\.text`\?/,
  },
  {
    name: "an unknown field of a folded row",
    find: "r.kind ==",
    write: "r.kindd ==",
    code: "layout.unknown-field",
    at: "kindd",
    hint: /did you mean `kind`\?/,
  },
  {
    name: "money compared with a text",
    find: 'account.closing > money("0.00")',
    write: 'account.closing > "0.00"',
    code: "layout.wrong-type",
    at: 'account.closing > "0',
    hint: /money\("5000\.00"\)/,
    message: /money > text/,
  },
  {
    name: "money added to an integer",
    find: "{account.closing | symbol}",
    write: "{account.closing + 1}",
    code: "layout.wrong-type",
    at: "account.closing + 1",
    hint: /money/,
  },
  {
    name: "a condition that is no condition",
    find: 'account.closing > money("0.00")',
    write: "account.closing",
    code: "layout.wrong-type",
    at: "account.closing\n",
    message: /must be boolean, but it is money/,
  },
  {
    name: "a value that a choice never has",
    find: 'r.kind == "fee"',
    write: 'r.kind == "fees"',
    code: "layout.impossible-value",
    at: '"fees"',
    hint: /did you mean `fee`\?/,
  },
  {
    name: "an unknown function",
    find: "mask(account.number)",
    write: "maks(account.number)",
    code: "layout.unknown-function",
    at: "maks(",
    hint: /did you mean `mask`\?/,
  },
  {
    name: "a function of the wrong kind",
    find: "mask(account.number)",
    write: "mask(account.from)",
    code: "layout.wrong-type",
    at: "mask(account.from)",
    message: /does not accept \(date\)/,
  },
  {
    name: "an expression that ends too early",
    find: 'account.closing > money("0.00")',
    write: "account.closing >",
    code: "layout.expression-syntax",
    at: "account.closing >",
    plus: 17,
    message: /ends too early/,
  },
  {
    name: "an amount that is none",
    find: 'money("0.00")\n  - facts',
    write: 'money("0.005")\n  - facts',
    code: "layout.bad-money",
    at: '"0.005"',
    hint: /money\("5000\.00"\)/,
  },
  {
    name: "a day that is none",
    find: 'account.closing > money("0.00")',
    write: 'account.from > date("2026-02-29")',
    code: "layout.bad-date",
    at: '"2026-02-29"',
  },
  {
    name: "a number with a point",
    find: 'account.closing > money("0.00")',
    write: "1.5 > 2.5",
    code: "layout.unsupported-expression",
    at: "1.5 > 2.5",
    hint: /decimal\("1\.5"\)/,
  },
  {
    name: "an index, which CEL knows and layouts do not",
    find: 'account.closing > money("0.00")',
    write: 'transactions[0].amount > money("1")',
    code: "layout.unsupported-expression",
    at: "transactions[0]",
  },
  {
    name: "a brace without its other half",
    find: "Hello {customer.name},",
    write: "Hello {customer.name,",
    code: "layout.template-braces",
    at: "{customer.name,",
    hint: /`\{\{` shows \{/,
  },
  {
    name: "a closing brace too many",
    find: "Hello {customer.name},",
    write: "Hello }{customer.name},",
    code: "layout.template-braces",
    at: "}{customer.name}",
    hint: /`\}\}` shows \}/,
  },
  {
    name: "a format that the kind does not have",
    find: "account.closing | symbol",
    write: "account.closing | symbl",
    code: "layout.unknown-format",
    at: "symbl",
    hint: /did you mean `symbol`\?/,
  },
  {
    name: "a page number in the flow",
    find: "Hello {customer.name}",
    write: "Hello {page}",
    code: "layout.page-number",
    at: "page}, your",
  },
  {
    name: "a true or false shown as text",
    find: "{customer.name}",
    write: "{active}",
    code: "layout.wrong-type",
    at: "active}",
    hint: /"yes" : "no"/,
  },
  {
    name: "a key that is no key",
    find: "      total: { label: Total }",
    write: "      totl: { label: Total }",
    code: "layout.unknown-key",
    at: "totl",
    hint: /did you mean `total`\?/,
  },
  {
    name: "a section that is no section",
    find: "title: Statement\n",
    write: "title: Statement\nemial: {}\n",
    code: "layout.unknown-key",
    at: "emial",
    hint: /did you mean `email`\?/,
  },
  {
    name: "a section that is missing",
    find: "title: Statement\n",
    write: "",
    code: "layout.missing-key",
    at: "layout: small",
  },
  {
    name: "a key that is missing",
    find: "    alt: A logo\n",
    write: "",
    code: "layout.missing-key",
    at: "image: logo",
  },
  {
    name: "a block that is no block",
    find: "  - rule: 0.5pt",
    write: "  - ruler: 0.5pt",
    code: "layout.unknown-block",
    at: "ruler",
    hint: /did you mean `rule`\?/,
  },
  {
    name: "a length without a unit that is known",
    find: "leading: 12pt",
    write: "leading: 12px",
    code: "layout.bad-length",
    at: "12px",
  },
  {
    name: "a style that is not declared",
    find: "  - heading: Your **statement**",
    write: "  - heading: Your **statement**\n    style: fien",
    code: "layout.unknown-style",
    at: "fien",
    hint: /did you mean `fine`\?/,
  },
  {
    name: "a color that is not declared",
    find: "    color: line",
    write: "    color: lime",
    code: "layout.unknown-color",
    at: "lime",
    hint: /did you mean `line`\?/,
  },
  {
    name: "a color that is no color",
    find: 'ink: "#000000"',
    write: 'ink: "#00000g"',
    code: "layout.bad-color",
    at: '"#00000g"',
    hint: /"#rrggbb", \{ gray: 0-100 \}/,
  },
  {
    name: "a font family that is not declared",
    find: "fine: { size: 7pt,",
    write: "fine: { font: snas, size: 7pt,",
    code: "layout.unknown-font",
    at: "snas",
    hint: /did you mean `sans`\?/,
  },
  {
    name: "a font file that is not there",
    find: "NotoSans-Regular.ttf",
    write: "NotoSans-Regulra.ttf",
    code: "layout.missing-font",
    at: "NotoSans-Regulra.ttf",
    hint: /did you mean `NotoSans-Regular\.ttf`\?/,
  },
  {
    name: "a font family without the face a text needs",
    find: "Your **statement**",
    write: "Your *statement*",
    code: "layout.missing-face",
    at: "Your *statement*",
    hint: /add `italic:` to fonts\.sans/,
  },
  {
    name: "an image that is not declared",
    find: "  - image: logo",
    write: "  - image: lgoo",
    code: "layout.unknown-image",
    at: "lgoo",
    hint: /did you mean `logo`\?/,
  },
  {
    name: "an image outside the layout's folder",
    find: "logo: logo.svg",
    write: "logo: ../../logo.svg",
    code: "layout.bad-asset-name",
    at: "../../logo.svg",
  },
  {
    name: "an image wider than the body",
    find: "    width: 1in",
    write: "    width: 8in",
    code: "layout.image-too-wide",
    at: "image: logo\n",
  },
  {
    name: "columns wider than the body",
    find: "width: 60pt",
    write: "width: 600pt",
    code: "layout.table-too-wide",
    at: "columns:",
  },
  {
    name: "a stock that is not there",
    find: "letter-60lb-duplex",
    write: "letter-60lb-dupleks",
    code: "layout.unknown-stock",
    at: "letter-60lb-dupleks",
    hint: /did you mean `letter-60lb-duplex`\?/,
  },
  {
    name: "an address that is no address",
    find: "address: customer.address",
    write: "address: customer.name",
    code: "layout.wrong-type",
    at: "customer.name\n",
    hint: /address fields: customer\.address/,
  },
  {
    name: "a body in the window",
    find: "body: [0.6in, 4in, 7in, 6in]",
    write: "body: [0.6in, 3in, 7in, 6in]",
    code: "layout.in-window",
    at: "[0.6in, 3in",
    hint: /kept free: from -0\.125in, 1\.667in to 5\.375in, 3\.625in/,
  },
  {
    name: "a body off the page",
    find: "body: [0.6in, 4in, 7in, 6in]",
    write: "body: [0.6in, 4in, 8in, 6in]",
    code: "layout.off-page",
    at: "[0.6in, 4in",
    hint: /printable: from 0\.25in, 0\.25in to 8\.25in, 10\.75in/,
  },
  {
    name: "a body over the mark strip",
    find: "body: [0.6in, 4in, 7in, 6in]",
    write: "body: [0.6in, 4in, 7in, 6.5in]",
    code: "layout.in-mark-strip",
    at: "[0.6in, 4in",
  },
  {
    name: "boxes on top of each other",
    find: "        - at: [0.6in, 0.5in, 3in, 1in]",
    write:
      "        - at: [3in, 1.2in, 3in, 0.4in]\n          blocks: []\n" +
      "        - at: [0.6in, 0.5in, 3in, 1in]",
    code: "layout.boxes-overlap",
    at: "[0.6in, 0.5in",
    message: /print\.masters\.0\.boxes\.0\.at/,
  },
  {
    name: "a kind of data that is none",
    find: "check: integer?",
    write: "check: intger?",
    code: "layout.bad-kind",
    at: "intger?",
    hint: /did you mean `integer`\?/,
  },
  {
    name: "a name that CEL keeps for itself",
    find: "active: boolean",
    write: "in: boolean",
    code: "layout.bad-field-name",
    at: "in: boolean",
  },
  {
    name: "a field named as a type of CEL",
    find: "active: boolean",
    write: "map: boolean",
    code: "layout.bad-field-name",
    at: "map: boolean",
  },
  {
    name: "a row named as a field",
    find: "as: t\n",
    write: "as: active\n",
    code: "layout.name-taken",
    at: "active\n      columns",
  },
  {
    name: "a row named as the record",
    find: 'filter(r, r.kind == "fee").map(r, r.amount)',
    write: 'filter(record, record.kind == "fee").map(record, record.amount)',
    code: "layout.name-taken",
    at: "transactions.filter(record",
  },
  {
    name: "bodies of two widths",
    find: "blocks:\n  - heading",
    write: "    - name: rest\n      body: [0.6in, 1in, 6in, 6in]\nblocks:\n  - heading",
    code: "layout.body-widths",
    at: "[0.6in, 1in",
  },
  {
    name: "a total of nothing",
    find: ", sum: t.amount",
    write: "",
    code: "layout.no-sum",
    at: "total:",
  },
  {
    name: "a sum of what is no money",
    find: "sum: t.amount",
    write: "sum: t.text",
    code: "layout.wrong-type",
    at: "t.text }",
    message: /must be money or [a-z ]+, but it is text/,
  },
  {
    name: "a list that is none",
    find: "rows: transactions",
    write: "rows: transaction",
    code: "layout.unknown-field",
    at: "transaction\n",
    hint: /did you mean `transactions`\?/,
  },
  {
    name: "a private figure in an SMS",
    find: "Statement for {last4(account.number)}",
    write: "You have {account.closing | symbol}, which",
    code: "layout.private-in-sms",
    at: '"You have',
  },
  {
    name: "a link that leads elsewhere",
    find: "Your **statement**",
    write: "Your [statement](javascript:alert)",
    code: "layout.bad-link",
    at: "javascript:",
  },
  {
    name: "a link whose host is a value",
    find: "Your **statement**",
    write: "'[Pay](https://{account.id}.example/)'",
    code: "layout.bad-link",
    at: "https://{",
  },
  {
    name: "carried sums of rows that stand side by side",
    find: "total: { label: Total }",
    write: "across: 2\n      carry: { forward: Carried, brought: Brought }",
    code: "layout.carry-across",
    at: "carry:",
  },
  {
    name: "a format of too many digits",
    find: "{account.closing | symbol}",
    write: "{account.apy | percentage-2}",
    code: "layout.unknown-format",
    at: "percentage-2",
    hint: /percent-2 \(0 to 6 digits\)/,
  },
  {
    name: "an unknown style in a call",
    find: "{account.closing | symbol}",
    write: "{format(account.closing, 'dollars')}",
    code: "layout.unknown-format",
    at: "'dollars'",
    hint: /number, symbol, plain/,
  },
  {
    name: "a style that is a value",
    find: "{account.closing | symbol}",
    write: "{format(account.closing, customer.name)}",
    code: "layout.unsupported-expression",
    at: "format(account",
  },
  {
    name: "stars that do not close",
    find: "Your **statement**",
    write: "Your **statement",
    code: "layout.open-mark",
    at: "**statement",
  },
  {
    name: "a currency that is none",
    find: "currency: USD",
    write: "currency: USX",
    code: "layout.unknown-currency",
    at: "USX",
  },
  {
    name: "a locale that is none",
    find: "locale: en-US",
    write: "locale: en_US",
    code: "layout.unknown-locale",
    at: "en_US",
  },
];

test("the small layout itself is right", () => {
  expect(check(SMALL).diagnostics).toEqual([]);
});

describe("one mistake gives one diagnostic at its place", () => {
  test.each(MISTAKES)("$name", ({ find, write, code, at, plus, hint, message }) => {
    const text = spoiled(find, write);
    const { plan, diagnostics } = check(text);
    expect(plan).toBeUndefined();
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
    const [found] = diagnostics;
    const [line, column] = placeOf(text, at);
    expect([found?.source?.line, found?.source?.column]).toEqual([line, column + (plus ?? 0)]);
    if (hint !== undefined) expect(found?.hint).toMatch(hint);
    if (message !== undefined) expect(found?.message).toMatch(message);
    expect(found?.message).toMatch(/^[^\n]+[.!]$/);
  });
});

test("five mistakes give exactly five diagnostics, in the file's order", () => {
  let text = spoiled("check: integer?", "check: intger?");
  text = spoiled("leading: 12pt", "leading: 12px", text);
  text = spoiled("{account.closing | symbol}", "{acount.closing | symbol}", text);
  text = spoiled("sum: t.amount", "sum: t.text", text);
  text = spoiled("  - rule: 0.5pt", "  - ruler: 0.5pt", text);
  const { diagnostics } = check(text);
  expect(diagnostics.map((found) => found.code)).toEqual([
    "layout.bad-kind",
    "layout.bad-length",
    "layout.unknown-field",
    "layout.wrong-type",
    "layout.unknown-block",
  ]);
  const lines = diagnostics.map((found) => found.source?.line ?? 0);
  expect(lines).toEqual(lines.toSorted((a, b) => a - b));
});
