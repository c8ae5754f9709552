import { expect, test } from "vitest";
import { warningsOf } from "../intake/run-intake.ts";
import { loadMapped, readMapped } from "./mapped-job.ts";

/** CSV of one row under `id,name,X`, whose column X is mapped. */
function one(mapping: string, cell: string, more = ""): ReturnType<typeof readMapped> {
  const csv = `id;name;X\n1;Ana;${cell}\n`;
  const input = `format: csv
file: a.csv
delimiter: ";"
key: id
columns: { id: id, name: name, X: ${mapping} }
${more}`;
  return readMapped(input, { "a.csv": csv });
}

/** What a converter makes of a cell, or the fault, its column named. */
function made(mapping: string, cell: string, field: string): unknown {
  const { values, rejects } = one(mapping, cell);
  const [reject] = rejects;
  return reject === undefined ? values[0]?.[field] : `${reject.code}: ${reject.reason}`;
}

test.each([
  ['{ to: total, money: "1,234.56" }', "1,234.56", "total", "1234.56"],
  ['{ to: total, money: "(1,234.56)" }', "(20.05)", "total", "-20.05"],
  ['{ to: total, money: "(1,234.56)" }', "1,020.05", "total", "1020.05"],
  ["{ to: total, money: { implied: 2 } }", "123456", "total", "1234.56"],
  ['{ to: total, money: ["1.234,56", "1.234,56-"] }', "1.234,50-", "total", "-1234.50"],
  ["{ to: rate, decimal: '1,234.56' }", "0.05", "rate", "0.05"],
  ["{ to: count, integer: '1,234' }", "12,345", "count", 12345],
  ["{ to: due, date: MM/DD/YYYY }", "11/15/2026", "due", "2026-11-15"],
  ["{ to: due, date: [MM/DD/YYYY, YYYYMMDD] }", "20261115", "due", "2026-11-15"],
  ["{ to: due, date: { pattern: MM/DD/YY, pivot: 1970 } }", "11/15/26", "due", "2026-11-15"],
  ["{ to: paperless, boolean: { true: [Y, 1], false: [N, 0] } }", "1", "paperless", true],
  ["{ to: plan, codes: { A: automatic, M: manual } }", "A", "plan", "automatic"],
  ["{ to: plan, codes: { A: automatic }, unknown: manual }", "Z", "plan", "manual"],
  ["{ to: plan, codes: { A: automatic }, default: manual }", "", "plan", "manual"],
  ["{ to: note, trim: both, case: upper }", "  abc ", "note", "ABC"],
  ["{ to: note, pad: { to: 5 } }", "12", "note", "00012"],
  ['{ to: note, strip: "0" }', "00012", "note", "12"],
  ["{ to: note, slice: { start: 2, length: 3 } }", "ABCDEF", "note", "BCD"],
  ["{ to: note, split: { at: '|', part: 2 } }", "a|b", "note", "b"],
  ["{ to: note, name: whole }", "Novak, Ana", "note", "Ana Novak"],
  ["{ to: total, default: '0.00' }", "", "total", "0.00"],
  ["{ to: total, trim: both }", " 12.50 ", "total", "12.50"],
  ["{ to: total, trim: both }", " 12 ", "total", "12"],
  ["{ to: total, trim: both }", "12.5", "total", "12.5"],
  ["{ to: rate, trim: both }", " 0.0525 ", "rate", "0.0525"],
  ["{ to: due, default: 2026-11-15 }", "", "due", "2026-11-15"],
  ["{ to: count, default: 3 }", "4", "count", 4],
  ["{ to: paperless, default: false }", "", "paperless", false],
])("%s makes of %j: %s %j", (mapping, cell, field, value) => {
  expect(made(mapping, cell, field)).toEqual(value);
});

test("a value that is not as declared is a reject with its column, its form and what to write", () => {
  const { values, rejects } = one('{ to: total, money: "1,234.56" }', "1.234,56");
  expect(values).toEqual([]);
  const [reject] = rejects;
  expect(reject).toMatchObject({ code: "data.not-converted", field: "total", line: 2, key: "1" });
  expect(reject?.reason).toBe(
    "total cannot be made of column X, which is not an amount written 1,234.56",
  );
  expect(reject?.diagnostics[0]?.hint).toContain('money: "1.234,56"');
  expect(JSON.stringify(reject?.diagnostics)).not.toContain("1.234,5678");
});

test("cents without a point are never taken for whole amounts where a form is declared", () => {
  expect(made('{ to: total, money: "1,234.56" }', "123456", "total")).toContain("not-converted");
});

test("a ZIP is taken apart, and a city line is joined of what is there", () => {
  const columns = `format: csv
file: a.csv
key: id
columns:
  id: id
  name: [name, address.lines.0]
  street: address.lines.1
  zip: [{ to: address.zip, part: zip }, { to: address.plus4, part: plus4 }]
fields:
  address.lines.2: { join: "{city}, {state} {zip}" }
`;
  const rows = ["1,Ana,1 Elm St,Springfield,IL,62704-1234", "2,Bo,2 Elm St,Springfield,,62704"];
  const csv = ["id,name,street,city,state,zip", ...rows].join("\n");
  const { values } = readMapped(columns, { "a.csv": csv });
  expect(values.map(({ address }) => address)).toEqual([
    {
      lines: ["Ana", "1 Elm St", "Springfield, IL 62704-1234"],
      zip: "62704",
      plus4: "1234",
    },
    { lines: ["Bo", "2 Elm St", "Springfield 62704"], zip: "62704" },
  ]);
});

test("constants and expressions over the row fill fields", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, First Name: "-", last: "-", kind: "-" }
fields:
  name: { expr: 'First_Name + " " + upper(last)' }
  plan: { expr: 'kind == "A" ? "a" : "m"', codes: { a: automatic, m: manual } }
  paperless: { expr: 'kind.startsWith("A")' }
  note: { constant: as ordered }
  count: { constant: 3 }
`;
  const csv = "id,First Name,last,kind\n1,Ana,Novak,A\n2,Bo,,M\n";
  expect(readMapped(input, { "a.csv": csv }).values).toEqual([
    {
      id: "1",
      name: "Ana NOVAK",
      plan: "automatic",
      paperless: true,
      note: "as ordered",
      count: 3,
      lines: [],
    },
    {
      id: "2",
      name: "Bo ",
      plan: "manual",
      paperless: false,
      note: "as ordered",
      count: 3,
      lines: [],
    },
  ]);
});

test("a code table comes from a file, quoted cells and all", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, name: { to: name, codes: names.csv }, kind: "-" }
`;
  const files = { "a.csv": "id,name,kind\n1,A,x\n", "names.csv": 'code,value\nA,"Ana ""N"", M"\n' };
  expect(readMapped(input, files).values).toEqual([{ id: "1", name: 'Ana "N", M', lines: [] }]);
});

test("a converted key is that of the record and of its reject", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: { to: id, strip: "0" }, name: name, due: due }
`;
  const csv = "id,name,due\n0071,Ana,2026-11-15\n0072,Bo,11/15/2026\n";
  const { keys, rejects } = readMapped(input, { "a.csv": csv });
  expect(keys).toEqual(["71"]);
  expect(rejects.map(({ key }) => key)).toEqual(["72"]);
});

test("detail rows are converted, and the reject of one names its line", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, name: name }
details:
  - into: lines
    file: b.csv
    key-column: id
    columns: { day: { to: date, date: MM/DD/YYYY }, text: text, sum: { to: amount, money: "(1,234.56)" } }
`;
  const csv = "id,name\n1,Ana\n2,Bo\n";
  const rows =
    "id,day,text,sum\n2,10/01/2026,Base,24.00\n1,10/01/2026,Base,(20.05)\n2,10/02/2026,Late,5\n";
  const { values, rejects } = readMapped(input, { "a.csv": csv, "b.csv": rows });
  expect(values).toEqual([
    { id: "1", name: "Ana", lines: [{ date: "2026-10-01", text: "Base", amount: "-20.05" }] },
  ]);
  expect(rejects).toMatchObject([{ key: "2", line: 4, field: "lines.1.amount" }]);
});

test("an address is set as its country has it, from the columns of its parts", () => {
  const input = `format: csv
file: a.csv
delimiter: ";"
key: id
columns: { id: id, name: name }
fields:
  address:
    address: { lines: [name, street], city: city, region: st, postal-code: zip, country: cc }
`;
  const rows = [
    "1;Ana;1 Elm St;Springfield;IL;627041234;",
    "2;Bo;Turmstr. 1;Berlin;;D-10559;DE",
    "3;Cy;1 King St;Ottawa;ON;k1a0b1;ca",
    "4;Di;1 High St;London;;SW1A1AA;GB",
    "5;Ed;1 Elm St;Nowhere;;x;QQ",
    "6;Fi;1 Elm St;Nowhere;;x;Germany",
  ];
  const csv = ["id;name;street;city;st;zip;cc", ...rows].join("\n");
  const { values, rejects } = readMapped(input, { "a.csv": csv });
  expect(values.map(({ address }) => address)).toEqual([
    { lines: ["Ana", "1 Elm St", "Springfield, IL 62704-1234"], zip: "62704", plus4: "1234" },
    { lines: ["Bo", "Turmstr. 1", "10559 Berlin", "GERMANY"], country: "DE" },
    { lines: ["Cy", "1 King St", "Ottawa ON  K1A 0B1", "CANADA"], country: "CA" },
    { lines: ["Di", "1 High St", "London", "SW1A 1AA", "UNITED KINGDOM"], country: "GB" },
    { lines: ["Ed", "1 Elm St", "Nowhere", "x"], country: "QQ" },
  ]);
  expect(rejects).toMatchObject([{ key: "6", code: "data.unknown-value" }]);
});

test("an address has the zeros that its postal code lost, where the job says so", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, name: name }
fields:
  address:
    address: { lines: [name], city: city, postal-code: zip, country: cc, lost-zeros: true }
`;
  const csv =
    "id,name,city,zip,cc\n1,A,Boston,2139,\n2,B,Hoboken,703012341,\n3,C,Dresden,1067,DE\n4,D,Salem,62704123412,US\n";
  const addresses = readMapped(input, { "a.csv": csv }).values.map(({ address }) => address);
  expect(addresses).toEqual([
    { lines: ["A", "Boston 02139"], zip: "02139" },
    { lines: ["B", "Hoboken 70301-2341"], zip: "70301", plus4: "2341" },
    { lines: ["C", "01067 Dresden", "GERMANY"], country: "DE" },
    {
      lines: ["D", "Salem 62704-1234"],
      zip: "62704",
      plus4: "1234",
      deliveryPoint: "12",
      country: "US",
    },
  ]);
});

test.each([
  ["total", "1,234.56", 'X: { to: total, money: "1,234.56" }'],
  ["total", "(12.50)", 'X: { to: total, money: "(1234.56)" }'],
  ["due", "11/15/2026", "X: { to: due, date: MM/DD/YYYY }"],
  [
    "due",
    "01/02/2026",
    "X: { to: due, date: MM/DD/YYYY } or DD/MM/YYYY, whichever the sender means",
  ],
  [
    "paperless",
    "Y",
    "X: { to: paperless, boolean: { true: [Y], false: [N] } }, by the sender's words",
  ],
  ["count", "1,234", 'X: { to: count, integer: "1,234,567" }'],
  ["plan", "A", "X: { to: plan, codes: { A: automatic } }, by the sender's codes"],
])("a %s that stands in no converter says what the job could say", (field, cell, line) => {
  const [reject] = one(field, cell).rejects;
  expect(reject?.diagnostics[0]?.hint).toBe(`the job can convert it: ${line}`);
});

/** What a scan warns of. */
function warned(total: string, amounts: readonly string[]): string[] {
  const rows = amounts.map((amount, index) => `${index};Ana;${amount}\n`);
  const { job, plan } = loadMapped(
    `format: csv\nfile: a.csv\ndelimiter: ";"\nkey: id\ncolumns: { id: id, name: name, X: ${total} }\n`,
    { "a.csv": `id;name;X\n${rows.join("")}` },
  );
  if (job === undefined || plan === undefined) throw new Error("the job is right");
  return warningsOf(job.input, plan.shape).map(({ code, hint }) => `${code}: ${hint}`);
}

test("amounts that are all whole give a warning, unless the job says what they are", () => {
  const cents = Array.from({ length: 12 }, (_, index) => String(1000 + index));
  const said =
    "input.whole-amounts: for cents write X: { to: total, money: { implied: 2 } }; " +
    'if they are whole, X: { to: total, money: "1234" }';
  expect(warned("total", cents)).toEqual([said]);
  expect(warned("total", [...cents, "0.50"])).toEqual([]);
  expect(warned("total", cents.slice(3))).toEqual([]);
  expect(warned("{ to: total, money: { implied: 2 } }", cents)).toEqual([]);
  expect(warned('{ to: total, money: "1234" }', cents)).toEqual([]);
});

test("an expression reads amounts and days in the form that it names, and reckons with them", () => {
  const input = `format: csv
file: a.csv
delimiter: ";"
key: id
columns: { id: id, name: name, OLD: "-", NEW: "-", DAY: "-" }
fields:
  total: { expr: 'money(OLD, "1,234.56") + money(NEW)' }
  due: { expr: 'date(DAY, "MM/DD/YYYY")' }
  note: { expr: 'money(NEW) > money("5.00") ? "large" : "small"' }
`;
  const csv =
    "id;name;OLD;NEW;DAY\n1;A;1,200.50;10.00;11/15/2026\n2;B;1.200,50;1.00;\n3;C;;1.00;\n";
  const { values, rejects } = readMapped(input, { "a.csv": csv });
  expect(values).toEqual([
    { id: "1", name: "A", total: "1210.50", due: "2026-11-15", note: "large", lines: [] },
    { id: "3", name: "C", note: "small", lines: [] },
  ]);
  expect(rejects).toMatchObject([{ key: "2", code: "data.not-converted", field: "total" }]);
});

test("a text with more parts than the job uses is a reject, so that none is lost", () => {
  const split = (parts: string): string =>
    `[{ to: note, split: { at: "|", part: 1${parts} } }, { to: address.lines.0, split: { at: "|", part: 2${parts} } }]`;
  expect(one(split(""), "a|b").values).toMatchObject([{ note: "a", address: { lines: ["b"] } }]);
  expect(one(split(""), "a|b|c").rejects).toMatchObject([{ code: "data.not-converted" }]);
  expect(one(split(", parts: 3"), "a|b|c").values).toMatchObject([{ note: "a" }]);
});

test("a code table is frozen with the job, whatever becomes of its file", () => {
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, name: { to: name, codes: names.csv } }
`;
  const { job } = loadMapped(input, { "names.csv": "code;value\n;nobody\nA;Ana\n" });
  expect(job?.input.fields?.["name"]?.convert?.form).toEqual({
    kind: "codes",
    codes: { "": "nobody", A: "Ana" },
  });
});
