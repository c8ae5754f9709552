import type {
  Block,
  BlockBase,
  FactsEntry,
  Span,
  TableColumn,
  TableGroup,
} from "../../src/model/block.ts";
import type { Expr, ExprKind, FieldExpr, Template } from "../../src/model/expr.ts";
import type { EmailPlan, LayoutPlan, TextStyle } from "../../src/model/layout-plan.ts";
import type { CustomerRecord, RawObject } from "../../src/model/record.ts";

/** A field of the record, or of a row where the path starts with a scope's name and a colon. */
export function field(path: string, kind: ExprKind, optional = false): FieldExpr {
  const [scope, rest] = path.includes(":") ? path.split(":") : ["record", path];
  return { op: "field", kind, scope: scope ?? "", path: (rest ?? "").split("."), optional };
}

export function literal(value: string | number | boolean, kind: ExprKind): Expr {
  return { op: "literal", kind, value };
}

export function eq(left: Expr, value: string): Expr {
  return { op: "eq", kind: "boolean", left, right: literal(value, "text") };
}

export function call(name: "mask" | "last4" | "format", arg: Expr, style?: string): Expr {
  const args = style === undefined ? [arg] : [arg, literal(style, "text")];
  return { op: "call", kind: "text", name, args };
}

export function base(id: string): BlockBase {
  const both = { print: true, email: true };
  const spaces = { spaceBeforeMpt: 0, spaceAfterMpt: 6000 };
  return { id, ...spaces, keepWithNext: false, channels: both, isStatic: false };
}

export function span(template: Template, style = 0): Span {
  return { style, template };
}

export function text(id: string, template: Template, level = 0): Block {
  const style = level > 0 ? 1 : 0;
  return { ...base(id), kind: "text", level, align: "left", spans: [span(template, style)] };
}

export function column(title: string, cell: Template, more: Partial<TableColumn> = {}) {
  const plain = { titleStyle: 2, style: 0, grow: 1, align: "left", wrap: false } as const;
  return { title: [title], cell, ...plain, ...more };
}

/** A level of a table's groups that shows nothing yet. */
export function level(by: TableGroup["by"], more: Partial<TableGroup> = {}): TableGroup {
  const flags = { carries: false, newPage: false, keepTogether: false };
  return { by, ...flags, indentMpt: 0, background: -1, ...more };
}

export function table(id: string, more: Partial<Extract<Block, { kind: "table" }>>) {
  return {
    ...base(id),
    kind: "table",
    rows: { list: field("transactions", "list"), row: "t" },
    columns: [column("Date", [field("t:date", "date")])],
    columnGapMpt: 6000,
    rowGapMpt: 2000,
    rowIndentMpt: 0,
    showHeader: true,
    repeatHeader: true,
    across: 1,
    acrossGapMpt: 0,
    groups: [],
    headerRuleColor: 1,
    rowRuleColor: -1,
    stripeColor: -1,
    columnRuleColor: -1,
    sideRuleColor: -1,
    onPhone: "cards",
    keepTogether: false,
    ...more,
  } as const satisfies Block;
}

const money = (path: string): FieldExpr => field(path, "money");
const right = { align: "right" } as const;
const isCredit: Expr = {
  op: "in",
  kind: "boolean",
  left: field("t:kind", "text"),
  right: {
    op: "list-literal",
    kind: "list",
    items: [literal("deposit", "text"), literal("interest", "text")],
  },
};
export const signedAmount: Expr = {
  op: "conditional",
  kind: "money",
  condition: isCredit,
  whenTrue: money("t:amount"),
  whenFalse: { op: "negate", kind: "money", operand: money("t:amount") },
};

function fact(label: string, value: Template, when?: Expr): FactsEntry {
  return { label: [span([label])], value: [span(value, 2)], ...(when && { when }) };
}

const summary: Block = {
  ...base("blocks.2"),
  kind: "facts",
  labelShare: 600,
  valueAlign: "right",
  ruleColor: 1,
  rowGapMpt: 2000,
  entries: [
    fact("Account", [call("mask", field("account.number", "text"))]),
    fact("Period", [field("account.from", "date"), " to ", field("account.to", "date")]),
    fact("Opening balance", [money("account.opening")]),
    fact("Deposits and credits", [money("account.credits")]),
    fact("Withdrawals and checks", [money("account.debits")]),
    fact("Fees", [money("account.fees")]),
    fact("Closing balance", [call("format", money("account.closing"), "symbol")]),
    fact("Annual percentage yield earned", [
      call("format", field("account.apy", "decimal"), "percent"),
    ]),
    fact("Joint owner", [field("customer.coOwner", "text", true)], {
      op: "has",
      kind: "boolean",
      field: field("customer.coOwner", "text", true),
    }),
  ],
};

const activity = table("blocks.4", {
  columns: [
    column("Date", [call("format", field("t:date", "date"), "month-day")], { widthMpt: 40_000 }),
    column("Description", [field("t:text", "text")], { wrap: true }),
    column("Amount", [signedAmount], { ...right, sumOf: signedAmount }),
    column("Balance", [money("t:balance")], right),
  ],
  carry: {
    forward: ["Carried forward, balance ", money("t:balance")],
    brought: ["Brought forward, balance ", money("t:balance")],
    style: 2,
  },
  total: { label: ["Total"], style: 2 },
  empty: [span(["No activity in this period."])],
});

const checks = table("blocks.6", {
  rows: {
    list: field("transactions", "list"),
    row: "c",
    where: eq(field("c:kind", "text"), "check"),
  },
  columns: [
    column("Check", [field("c:check", "integer", true)]),
    column("Date", [field("c:date", "date")]),
    column("Amount", [money("c:amount")], { ...right, sumOf: money("c:amount") }),
  ],
  gaps: { by: field("c:check", "integer", true), column: 0, mark: "*" },
  across: 2,
});

const daily = table("blocks.8", {
  rows: { list: field("transactions", "list"), row: "d", lastBy: field("d:date", "date") },
  columns: [
    column("Date", [field("d:date", "date")]),
    column("Balance", [money("d:balance")], right),
  ],
});

const offer: Block = {
  ...base("blocks.9"),
  kind: "group",
  zone: "marketing",
  when: {
    op: "gt",
    kind: "boolean",
    left: money("account.closing"),
    right: literal(200_000, "money"),
  },
  blocks: [text("blocks.9.0", ["A word about savings for ", field("customer.name", "text"), "."])],
  keepTogether: true,
  paddingMpt: 6000,
  background: 2,
  borderColor: 1,
};

const legal: Block = {
  ...base("blocks.10"),
  kind: "text",
  level: 0,
  align: "left",
  isStatic: true,
  spans: [
    span(["In case of errors, write to us at "]),
    { ...span(["our site"], 3), href: ["https://bank.example/errors"] },
  ],
};

function style(name: string, sizeMpt: number, more: Partial<TextStyle> = {}): TextStyle {
  const plain = { font: 0, leadingMpt: sizeMpt * 1.3, color: 0, bold: false, italic: false };
  return { name, sizeMpt, ...plain, ...more };
}

export const email: EmailPlan = {
  subject: ["Your ", call("format", field("account.to", "date"), "month-year"), " statement"],
  preheader: ["For the account ending in ", call("last4", field("account.number", "text"))],
  fromName: "Northbank",
  fromAddress: "statements@northbank.example",
  logo: 0,
  footer: ["Northbank, 1 Example Square. Member FDIC."],
  to: field("customer.email", "text", true),
};

const zeroRect = { xMpt: 0, yMpt: 0, widthMpt: 612_000, heightMpt: 792_000 };

/** A bank statement, as small as shows every kind of block. */
export const samplePlan: LayoutPlan = {
  name: "sample",
  hash: "0".repeat(64),
  shape: { kind: "object", fields: {} },
  locale: "en-US",
  locales: ["en-US", "es-US", "de-DE", "fr-FR"],
  localeOf: field("customer.language", "text", true),
  currency: "USD",
  currencyDigits: 2,
  fonts: [{ id: "regular", file: "fonts/NotoSans-Regular.ttf", hash: "", fallbacks: [] }],
  styles: [
    style("body", 9000),
    style("heading", 14_000, { bold: true, color: 3 }),
    style("strong", 9000, { bold: true }),
    style("faint", 8000, { color: 4, italic: true }),
  ],
  colors: [
    { space: "gray", values: [0] },
    { space: "gray", values: [600] },
    { space: "rgb", values: [930, 950, 980] },
    { space: "cmyk", values: [1000, 700, 0, 300] },
    { space: "gray", values: [750] },
  ],
  images: [
    { name: "logo", file: "logo.png", hash: "", kind: "png", widthPx: 320, heightPx: 80 },
    { name: "chart", file: "chart.png", hash: "", kind: "png", widthPx: 600, heightPx: 200 },
  ],
  stock: {
    name: "letter",
    widthMpt: 612_000,
    heightMpt: 792_000,
    duplex: true,
    weightGsm: 90,
    thicknessMicrons: 100,
    noPrintEdgeMpt: 12_000,
    markStrip: { ...zeroRect, widthMpt: 20_000 },
  },
  envelope: {
    name: "us-10",
    window: zeroRect,
    play: { upMpt: 0, downMpt: 0, leftMpt: 0, rightMpt: 0 },
    clear: { topMpt: 0, bottomMpt: 0, leftMpt: 0, rightMpt: 0 },
    sheetsMax: 6,
  },
  address: field("customer.address", "address"),
  addressStyle: 0,
  masters: [
    {
      name: "first",
      body: zeroRect,
      boxes: [
        { id: "masthead", rect: zeroRect, blocks: [text("m.0", ["Northbank"])], isStatic: true },
        {
          id: "foot",
          rect: zeroRect,
          isStatic: false,
          blocks: [
            text("m.1", [
              call("mask", field("account.number", "text")),
              ", page ",
              { op: "page" },
              " of ",
              { op: "pages" },
            ]),
          ],
        },
      ],
    },
  ],
  blocks: [
    text("blocks.0", ["Your statement"], 1),
    text("blocks.1", ["Dear ", field("customer.name", "text"), ","]),
    summary,
    text("blocks.3", ["Activity"], 2),
    activity,
    text("blocks.5", ["Checks paid"], 2),
    checks,
    text("blocks.7", ["Balance by day"], 2),
    daily,
    offer,
    legal,
  ],
  title: ["Statement for ", field("customer.name", "text")],
  email,
  sms: {
    text: [
      "Northbank: your statement for the account ending ",
      call("last4", field("account.number", "text")),
      " is ready. Reply STOP to opt out.",
    ],
    to: field("customer.mobile", "text", true),
    segmentsMax: 2,
  },
};

function transactionOf(index: number): RawObject {
  const day = String(1 + (Math.floor(index * 0.9) % 31)).padStart(2, "0");
  const kind = ["deposit", "withdrawal", "check", "fee", "check"][index % 5] ?? "fee";
  const check = kind === "check" ? { check: 1040 + index } : {};
  return {
    date: `2026-10-${day}`,
    kind,
    text: `${kind} at EXAMPLE STORE ${index} SPRINGFIELD`,
    amount: `${10 + index * 37}.${String(index % 100).padStart(2, "0")}`,
    balance: `${1500 + index * 113}.75`,
    ...check,
  };
}

/** Values as intake gives them, with `rowCount` transactions. */
export function sampleValues(rowCount: number): RawObject {
  return {
    account: {
      id: "NB000000000123",
      number: "4008123456789",
      kind: "checking",
      product: "Everyday Checking",
      from: "2026-10-01",
      to: "2026-10-31",
      opening: "1523.10",
      credits: "4210.55",
      debits: "3100.20",
      fees: "12.00",
      closing: "2621.45",
      apy: "0.050000",
    },
    customer: {
      name: "Ana O'Neil-N\u00fa\u00f1ez Jr",
      coOwner: "Jos\u00e9 N\u00fa\u00f1ez",
      language: "en",
      email: "ana@example.com",
      mobile: "+12025550143",
      address: { lines: ["ANA O'NEIL-NUNEZ JR", "12 EXAMPLE ST", "SPRINGFIELD IL 62704-1234"] },
    },
    transactions: Array.from({ length: rowCount }, (_, index) => transactionOf(index)),
  };
}

export function recordOf(values: RawObject, ordinal = 0): CustomerRecord {
  const place = { file: "customers.ndjson", line: ordinal + 1, byteOffset: 0, sizeBytes: 0 };
  return { ordinal, key: "NB000000000123", values, place };
}
