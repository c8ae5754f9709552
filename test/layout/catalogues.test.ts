import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, test } from "vitest";
import { Binder } from "../../src/bind/binder.ts";
import { checkLayout, type LayoutResult } from "../../src/layout/check-layout.ts";
import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { RawObject } from "../../src/model/record.ts";
import { recordOf } from "../bind/sample-plan.ts";
import { host, placeOf, shared, SMALL, spoiled, writeLayout } from "./support.ts";

const TRANSLATED = [
  ["  customer: { name: text,", '  customer: { name: text, language: text?, sex: "one of [f, m]",'],
  [
    "format: { locale: en-US,",
    `labels: { transactions.kind: { deposit: $deposit, fee: $fee } }
let: { count: size(transactions), ending: last4(account.number) }
format: { locale: en-US, locales: [es-US, pl], locale-of: customer.language,`,
  ],
  ["title: Statement", "title: $title"],
  ['"Page {page} of {pages}"', "$page"],
  ["heading: Your **statement**", "heading: $heading"],
  ['"Hello {customer.name}, your balance is {account.closing | symbol}."', "$hello"],
  ['facts: { Number: "{mask(account.number)}" }', 'facts: { $number: "{mask(account.number)}" }'],
  ["title: Date", "title: $date"],
  ["title: Text", "title: $text"],
  ['"{t.text}"', '"{label(t.kind)}"'],
  ["title: Amount", "title: $amount"],
  ["label: Total", "label: $total"],
  ["alt: A logo", "alt: $logo"],
  ["text: No fees at all.", "text: $no-fees"],
  ["subject: Your statement", "subject: $email.subject"],
  ['"Statement for {last4(account.number)} is ready."', "$sms"],
].reduce((text, [find = "", write = ""]) => spoiled(find, write, text), SMALL);

const ENGLISH = `catalogue: en-US
messages:
  title: Statement
  page: "Page {page} of {pages}"
  heading: Your **statement**
  hello: "Hello {customer.name}, your balance is {account.closing, number, symbol}.
    {count, plural, =0 {Nothing happened} one {# movement} other {# movements}}
    since {account.from, date, long}."
  number: Number
  date: Date
  text: Text
  amount: Amount
  total: Total
  logo: A logo
  no-fees: No fees at all.
  deposit: Money in
  fee: Fee
  email: { subject: Your statement }
  sms: "Statement for {ending} is ready."
`;
const SPANISH = `catalogue: es-US
messages:
  title: Estado de cuenta
  page: "Página {page} de {pages}"
  heading: Su **estado de cuenta**
  hello: "{customer.sex, select, f {Estimada} m {Estimado} other {Hola}} {customer.name}:
    su saldo es {account.closing, number, symbol}. {count, plural, =0 {Sin movimientos}
    one {# movimiento} many {# de movimientos} other {# movimientos}}
    desde el {account.from, date, long}."
  number: Número
  date: Fecha
  text: Texto
  amount: Importe
  total: Total
  logo: Un logotipo
  no-fees: Sin comisiones.
  deposit: Ingreso
  fee: Comisión
  email: { subject: Su estado de cuenta }
  sms: "Estado de cuenta {ending} listo."
`;
const POLISH = SPANISH.replace("catalogue: es-US", "catalogue: pl").replace(
  /one \{# movimiento\} many \{# de movimientos\} other \{# movimientos\}/,
  "one {# ruch} few {# ruchy} many {# ruchów} other {# ruchu}",
);
const CATALOGUES = { "en-US": ENGLISH, "es-US": SPANISH, pl: POLISH };

function checkWith(layout: string, catalogues: Record<string, string>): LayoutResult {
  const folder = writeLayout(layout);
  mkdirSync(join(folder, "locales"));
  for (const [tag, text] of Object.entries(catalogues))
    writeFileSync(join(folder, "locales", `${tag}.yaml`), text);
  return checkLayout(host, folder, shared);
}

function planOf({ plan, diagnostics }: LayoutResult): LayoutPlan {
  expect(diagnostics).toEqual([]);
  if (plan === undefined) throw new Error("the layout is wrong");
  return plan;
}

function valuesOf(language: string, count = 2): RawObject {
  const row = { date: "2026-10-02", kind: "fee", text: "a", amount: "12.50" };
  return {
    account: {
      id: "1",
      number: "12345678",
      closing: "1234.50",
      fees: "0.00",
      from: "2026-10-01",
      apy: "0.05",
    },
    customer: {
      name: "Ana",
      sex: "f",
      language,
      email: "a@example.com",
      mobile: "+12025550143",
      address: { lines: ["Ana", "1 Main St"] },
    },
    active: true,
    transactions: Array.from({ length: count }, () => row),
  };
}

describe("a translated layout", () => {
  const plan = planOf(checkWith(TRANSLATED, CATALOGUES));
  const binder = new Binder(plan);
  const paragraphIn = (language: string, count?: number) => {
    const block = binder.bind(recordOf(valuesOf(language, count))).blocks[1];
    return block?.kind === "text" ? block.texts.join("") : "";
  };

  test("has every text in the record's language", () => {
    const { title, blocks, furniture } = binder.bind(recordOf(valuesOf("es")));
    expect(title).toBe("Estado de cuenta");
    const shown = JSON.stringify([blocks, furniture]);
    for (const text of ["Su ", "Número", "Fecha", "Importe", "Un logotipo", "Comisión", "Página"])
      expect(shown).toContain(text);
    for (const text of ["Your", "Number", "Amount", "Page", "Fee", "A logo"])
      expect(shown.replaceAll(/"(kind|op)":"[^"]*"/g, "")).not.toContain(`"${text}`);
    expect(binder.bindEmail(recordOf(valuesOf("es"))).subject).toBe("Su estado de cuenta");
    expect(binder.bindSms(recordOf(valuesOf("es"))).text).toBe("Estado de cuenta 5678 listo.");
    expect(binder.bindSms(recordOf(valuesOf("en"))).text).toBe("Statement for 5678 is ready.");
  });

  test("chooses words by number and by gender", () => {
    expect(paragraphIn("en", 1)).toBe(
      "Hello Ana, your balance is $1,234.50. 1 movement since October 1, 2026.",
    );
    expect(paragraphIn("xx", 0)).toContain("Nothing happened");
    expect(paragraphIn("es", 2)).toBe(
      "Estimada Ana: su saldo es $1,234.50. 2 movimientos desde el 1 de octubre de 2026.",
    );
    const polish = [1, 2, 5, 22, 25].map((count) => /\d+ ruch\S*/.exec(paragraphIn("pl", count)));
    expect(polish.map((found) => found?.[0])).toEqual([
      "1 ruch",
      "2 ruchy",
      "5 ruchów",
      "22 ruchy",
      "25 ruchów",
    ]);
  });

  test("is drawn once where its texts are those of all languages, else for each", () => {
    expect(plan.masters[0]?.boxes[0]?.isStatic).toBe(false);
    expect(binder.staticBlocks.size).toBeGreaterThan(3);
    const ids = [...binder.staticBlocks.keys()].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("es-US@blocks.0");
  });

  test("names its catalogues by their hashes", () => {
    expect(plan.sources?.map(({ file }) => file.slice(-10))).toEqual([
      "en-US.yaml",
      "es-US.yaml",
      "es/pl.yaml",
    ]);
    const other = { ...CATALOGUES, pl: POLISH.replace("ruchu", "ruchy") };
    expect(planOf(checkWith(TRANSLATED, other)).hash).not.toBe(plan.hash);
    expect(planOf(checkWith(TRANSLATED, CATALOGUES)).hash).toBe(plan.hash);
  });
});

interface Mistake {
  readonly name: string;
  readonly file: "layout" | keyof typeof CATALOGUES;
  readonly find: string;
  readonly write: string;
  readonly code: string;
  /** Where it is found, if not in the file that has it. */
  readonly in?: keyof typeof CATALOGUES;
  readonly at: string;
  readonly says?: RegExp;
  readonly severity?: "warning";
}

const MISTAKES: readonly Mistake[] = [
  {
    name: "a misspelt message",
    file: "layout",
    find: "title: $date",
    write: "title: $dat",
    code: "unknown-message",
    at: "$dat,",
    says: /did you mean `date`/,
  },
  {
    name: "a text that is not translated",
    file: "es-US",
    find: "  total: Total\n",
    write: "",
    code: "missing-translation",
    at: "messages:",
    says: /add `total: \.\.\.`/,
  },
  {
    name: "a translation of nothing",
    file: "pl",
    find: "  total: Total\n",
    write: "  total: Total\n  gone: Nic\n",
    code: "unused-message",
    at: "gone:",
    severity: "warning",
  },
  {
    name: "a misspelt argument",
    file: "es-US",
    find: "{customer.name}:",
    write: "{customer.nmae}:",
    code: "unknown-field",
    at: "nmae}:",
    says: /did you mean `name`/,
  },
  {
    name: "an amount as a date",
    file: "es-US",
    find: "{account.closing, number, symbol}",
    write: "{account.closing, date, long}",
    code: "wrong-type",
    at: "{account.closing, date",
  },
  {
    name: "a format that amounts do not have",
    file: "es-US",
    find: "closing, number, symbol}",
    write: "closing, number, symbl}",
    code: "unknown-format",
    at: "{account.closing",
    says: /did you mean `symbol`/,
  },
  {
    name: "the way layouts write formats",
    file: "es-US",
    find: "{account.closing, number, symbol}",
    write: "{account.closing | symbol}",
    code: "message-syntax",
    at: "{account.closing | symbol}",
    says: /\{account\.closing, number, symbol\}/,
  },
  {
    name: "an open brace",
    file: "es-US",
    find: "{page} de",
    write: "{page de",
    code: "message-syntax",
    at: "{page de",
  },
  {
    name: "plurals of a text",
    file: "es-US",
    find: "{count, plural",
    write: "{customer.name, plural",
    code: "wrong-type",
    at: "{customer.name, plural",
    says: /whole numbers/,
  },
  {
    name: "a plural form that the language lacks",
    file: "es-US",
    find: "one {# movimiento}",
    write: "one {# movimiento} few {# x}",
    code: "impossible-value",
    at: "{# x}",
    severity: "warning",
  },
  {
    name: "a plural form that is missing",
    file: "pl",
    find: "few {# ruchy} ",
    write: "",
    code: "missing-plural",
    at: "{count, plural",
    says: /few/,
    severity: "warning",
  },
  {
    name: "no words for all others",
    file: "es-US",
    find: " other {Hola}",
    write: "",
    code: "message-syntax",
    at: "} {customer.name}",
    says: /other \{\.\.\.\}/,
  },
  {
    name: "a gender that the data do not have",
    file: "es-US",
    find: "f {Estimada}",
    write: "w {Estimada}",
    code: "impossible-value",
    at: "{Estimada}",
    says: /values: f, m|did you mean/,
  },
  {
    name: "a value left out",
    file: "es-US",
    find: "Estado de cuenta {ending} listo.",
    write: "Estado de cuenta listo.",
    code: "missing-value",
    at: '"Estado de cuenta listo."',
    says: /\{ending\}/,
    severity: "warning",
  },
  {
    name: "a figure in the translation of an SMS",
    file: "es-US",
    find: "cuenta {ending} listo",
    write: "cuenta {ending} {account.closing} listo",
    code: "private-in-sms",
    at: "$sms",
    in: "en-US",
  },
  {
    name: "a text that is no message",
    file: "layout",
    find: "title: $date",
    write: "title: Date",
    code: "untranslated",
    at: "Date,",
    says: /`\$name`/,
    severity: "warning",
  },
  {
    name: "the catalogue of another locale",
    file: "pl",
    find: "catalogue: pl",
    write: "catalogue: cs",
    code: "wrong-value",
    at: "cs\n",
  },
  {
    name: "a locale without a catalogue",
    file: "layout",
    find: "locales: [es-US, pl]",
    write: "locales: [es-US, pl, ja]",
    code: "missing-catalogue",
    at: "[es-US, pl, ja]",
    says: /locales\/ja\.yaml/,
  },
];

describe("one mistake gives one diagnostic at its place", () => {
  test.each(MISTAKES)("$name", ({ file, find, write, code, at, says, severity }) => {
    const files: Record<string, string> = { layout: TRANSLATED, ...CATALOGUES };
    files[file] = spoiled(find, write, files[file]);
    const { layout = "", ...catalogues } = files;
    const { diagnostics } = checkWith(layout, catalogues);
    const found = diagnostics.find((each) => each.code === `layout.${code}`);
    expect(diagnostics.map((each) => each.code)).toContain(`layout.${code}`);
    const named = found?.source?.file.endsWith("layout.yaml")
      ? layout
      : (files[found?.source?.file.replace(/.*\/|\.yaml$/g, "") ?? ""] ?? "");
    const [line, column] = placeOf(named, at);
    expect(found?.source).toMatchObject({ line, column });
    expect(found?.severity).toBe(severity ?? "error");
    if (says !== undefined) expect(`${found?.message} ${found?.hint}`).toMatch(says);
    const others = diagnostics.filter((each) => each !== found);
    expect(others.filter((each) => each.severity === "error")).toEqual([]);
  });
});

/** Messages whose closures are held against what intl-messageformat makes of them. */
const ORACLE = [
  "It's {count, plural, =0 {nothing} one {# day} other {# days}}.",
  "{count, plural, offset:1 =0 {nobody} =1 {you} one {you and # more} other {you and # more}}",
  "{count, selectordinal, one {#st} two {#nd} few {#rd} other {#th}}",
  "{ending, select, 5678 {known} other {{count, plural, one {one} other {#}} '{kept}'}}",
  "''{ending}'' '{'{count, number}'}' # no count",
];

describe("messages say what intl-messageformat makes of them", () => {
  const rules = ORACLE.flatMap((message) =>
    (["en-US", "es-US", "pl"] as const).map((locale) => [locale, message] as const),
  );
  test.each(rules)("%s: %s", (locale, message) => {
    const files = { ...CATALOGUES, [locale]: CATALOGUES[locale] };
    const quoted = JSON.stringify(message);
    files[locale] = files[locale].replace(/ {2}heading: .*/, () => `  heading: ${quoted}`);
    const { plan } = checkWith(TRANSLATED, files);
    if (plan === undefined) throw new Error("the layout is wrong");
    const binder = new Binder(plan);
    const oracle = new IntlMessageFormat(message, locale);
    for (const count of [0, 1, 2, 3, 4, 5, 11, 12, 21, 22, 101, 111, 1234]) {
      const [heading] = binder.bind(recordOf(valuesOf(locale, count))).blocks;
      const bound = heading?.kind === "static" ? heading.content : heading;
      const own = bound?.kind === "text" ? bound.texts.join("") : "";
      expect(own).toBe(oracle.format({ count, ending: "5678" }));
    }
  });
});
