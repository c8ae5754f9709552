import { expect, test } from "vitest";
import { loadMapped, summary } from "./mapped-job.ts";

/** A job with one line under `columns` or `fields`, and what lint says of it. */
function mistakes(line: string, section = "columns"): string[] {
  const own = section === "columns" ? `  X: ${line}\n` : "";
  const fields = section === "fields" ? `fields:\n  ${line}\n` : "";
  const input = `format: csv\nfile: a.csv\nkey: id\ncolumns:\n  id: id\n  name: name\n${own}${fields}`;
  return summary(
    loadMapped(input, { "codes.csv": "code,value\nA,automatic\nA,manual\n" }).diagnostics,
  );
}

test.each([
  ["{ to: due, money: '1,234.56' }", "job.wrong-type", "X.money", "date: ..."],
  ["{ to: total, date: MM/DD/YYYY }", "job.wrong-type", "X.date", "money: ..."],
  [
    "{ to: note, boolean: { true: Y, false: N } }",
    "job.wrong-type",
    "X.boolean",
    "a text needs none",
  ],
  [
    "{ to: due, date: MM/DD/YYYY, codes: { A: 2026-01-01 } }",
    "job.misplaced-key",
    "X.codes",
    "date",
  ],
  ["{ to: due, date: [MM/DD/YYYY, DD/MM/YYYY] }", "job.bad-converter", "X.date", ""],
  ["{ to: due, date: MM/DD }", "job.bad-converter", "X.date", "year"],
  ["{ to: due, date: { pattern: MM/DD/YY } }", "job.bad-converter", "X.date.pivot", "pivot"],
  ["{ to: total, money: '1.234' }", "job.bad-converter", "X.money", "thousand"],
  ["{ to: total, money: '1,234.56CR' }", "job.bad-converter", "X.money.negative", "negative"],
  ["{ to: paperless, boolean: { true: Y, false: Y } }", "job.bad-converter", "X.boolean", ""],
  ["{ to: plan, codes: { A: other } }", "job.wrong-value", "X.codes.A", "automatic"],
  ["{ to: plan, codes: { A: automatic }, unknown: odd }", "job.wrong-value", "X.unknown", "manual"],
  ["{ to: plan, codes: missing.csv }", "job.bad-code-table", "X.codes", "no file"],
  ["{ to: plan, codes: codes.csv }", "job.bad-code-table", "X.codes", "line 3"],
  ["{ to: note, unknown: A }", "job.misplaced-key", "X.unknown", "codes"],
  ["{ to: note, lost-zeros: true }", "job.misplaced-key", "X.lost-zeros", "part"],
  ["{ to: total, default: none }", "job.wrong-value", "X.default", "1234.50"],
  ["{ to: due, default: 11/15/2026 }", "job.wrong-value", "X.default", "YYYY-MM-DD"],
  ["{ to: totl, trim: both }", "job.unknown-field", "X.to", "total"],
  ["{ to: name, trim: both }", "job.double-target", "X", "name"],
  ["{ to: address, trim: both }", "job.wrong-type", "X", "lines.0"],
  ["{ to: lines, trim: both }", "job.unknown-field", "X.to", ""],
  ["{ to: note, trims: both }", "job.unknown-key", "X.trims", "trim"],
  ["{ to: note, trim: left }", "job.wrong-value", "X.trim", "both"],
  ["{ trim: both }", "job.missing-key", "X.to", ""],
  ["[note, { to: due, date: MM-DD-YY }]", "job.bad-converter", "X.1.date.pivot", "pivot"],
  ["5", "job.wrong-value", "X", ""],
])("columns: X: %s: %s at %s", (line, code, place, words) => {
  const [found = "", ...others] = mistakes(line);
  expect(others).toEqual([]);
  expect(found.startsWith(`${code} input.columns.${place}:`), found).toBe(true);
  expect(found).toContain(words);
});

test.each([
  ["note: { join: 'no column' }", "job.bad-converter", "note.join", "column"],
  ["note: { join: '{CITY' }", "job.bad-converter", "note.join", "brace"],
  ["note: { from: A, join: '{B}' }", "job.wrong-value", "note", "one source"],
  ["note: { trim: both }", "job.wrong-value", "note", "one source"],
  ["total: { constant: 12.345 }", "job.wrong-value", "total.constant", "amount"],
  ["note: { constant: A, trim: both }", "job.misplaced-key", "note.trim", "constant"],
  ["note: { expr: 'A +' }", "job.expression-syntax", "note.expr", ""],
  ["note: { expr: 'uper(A)' }", "job.unknown-function", "note.expr", "upper"],
  ["paperless: { expr: 'A' }", "job.wrong-type", "paperless.expr", "boolean"],
  ["total: { expr: 'A + B' }", "job.wrong-type", "total.expr", "money"],
  ["total: { expr: 'money(A, \"1.234\")' }", "job.bad-converter", "total.expr", "thousand"],
  ["total: { expr: 'money(A, B)' }", "job.unsupported-expression", "total.expr", "quotes"],
  ["nota: A", "job.unknown-field", "nota", "note"],
  ["name: A", "job.double-target", "name", "already fills"],
  ["address: { address: { city: A } }", "job.missing-key", "address.address.lines", ""],
  ["note: { address: { lines: [A] } }", "job.wrong-type", "note.address", ""],
])("fields: %s: %s at %s", (line, code, place, words) => {
  const [found = "", ...others] = mistakes(line, "fields");
  expect(others).toEqual([]);
  expect(found.startsWith(`${code} input.fields.${place}:`), found).toBe(true);
  expect(found).toContain(words);
});

test("every mistake of a mapping is found at once", () => {
  const input = `format: csv
file: a.csv
key: id
columns:
  id: id
  A: { to: due, date: MM/DD/YY }
  B: { to: total, money: "1.234" }
  C: { to: paperless, boolean: { true: Y, false: Y } }
fields:
  note: { join: "{A" }
details:
  - { into: lines, file: b.csv, key-column: id, columns: { D: { to: date, date: MM/DD }, E: text } }
`;
  const codes = loadMapped(input).diagnostics.map(({ code, source }) => `${code} ${source?.path}`);
  expect(codes).toEqual([
    "job.unmapped-field input.columns",
    "job.bad-converter input.columns.A.date.pivot",
    "job.bad-converter input.columns.B.money",
    "job.bad-converter input.columns.C.boolean",
    "job.bad-converter input.fields.note.join",
    "job.unmapped-field input.details.0.columns",
    "job.bad-converter input.details.0.columns.D.date",
  ]);
});

test("a join of a column that the file does not have is refused with the nearest name", async () => {
  const { findingsOf } = await import("../intake/run-intake.ts");
  const input = `format: csv
file: a.csv
key: id
columns: { id: id, name: name, CITY: "-" }
fields: { note: { join: "{CTIY} {name}" } }
`;
  const { job, plan } = loadMapped(input, { "a.csv": "id,name,CITY\n1,Ana,Bern\n" });
  if (job === undefined || plan === undefined) throw new Error("the job is right but for its file");
  const [finding, ...others] = findingsOf(job.input, plan.shape);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code: "input.header", hint: "did you mean `CITY`?" });
});
