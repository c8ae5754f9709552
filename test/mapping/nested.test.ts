import { expect, test } from "vitest";
import { readMapped } from "./mapped-job.ts";

function records(fields: string, values: readonly unknown[], key = "id") {
  const ndjson = values.map((value) => `${JSON.stringify(value)}\n`).join("");
  return readMapped(`format: ndjson\nfile: a.ndjson\nkey: ${key}\nfields:\n${fields}`, {
    "a.ndjson": ndjson,
  });
}

test("values of nested records come from other paths, converted, and the rest from its own", () => {
  const fields = `  name: { from: person.name, case: upper }
  due: { from: dates.due, date: [MM/DD/YYYY, YYYYMMDD] }
  total: { from: balance, money: "1234.56" }
  count: { from: n, integer: "1234" }
  paperless: { from: flags.0, boolean: { true: Y, false: N } }
  note: { join: "{person.name} of {person.town}" }
  lines: items
  lines.date: { from: posted.on, date: MM/DD/YYYY }
  lines.amount: { from: sum, money: { implied: 2 } }
  address.lines.0: person.name
  address.lines.1: { expr: 'upper(person.town) + " CENTRE"' }
  address.zip: { constant: "62704" }
`;
  const record = {
    id: "1",
    person: { name: "Ana", town: "Bern" },
    dates: { due: "20261115" },
    balance: 1234.5,
    n: 3,
    flags: ["Y"],
    plan: "manual",
    items: [{ posted: { on: "10/01/2026" }, text: "Base", sum: 2400 }],
    lines: [{ date: "x" }],
  };
  const { values, rejects } = records(fields, [record]);
  expect(rejects).toMatchObject([{ field: "total", code: "data.not-converted" }]);
  const exact = { ...record, balance: "1234.50" };
  expect(records(fields, [exact]).values).toEqual([
    {
      id: "1",
      name: "ANA",
      plan: "manual",
      due: "2026-11-15",
      total: "1234.50",
      count: 3,
      paperless: true,
      note: "Ana of Bern",
      lines: [{ date: "2026-10-01", text: "Base", amount: "24.00" }],
      address: { lines: ["Ana", "BERN CENTRE"], zip: "62704" },
    },
  ]);
  expect(values).toEqual([]);
});

test("a number of JSON is an amount only where the job says how, and never one that lost digits", () => {
  const plain = records("  name: name\n", [{ id: "1", name: "Ana", total: 123456 }]);
  expect(plain.rejects).toMatchObject([{ code: "data.wrong-type", field: "total" }]);
  expect(plain.rejects[0]?.diagnostics[0]?.hint).toBe(
    "the job can convert it: total: { from: total, money: { implied: 2 } }" +
      ' if it is in cents, or else `money: "1234"`',
  );
  const cents = "  total: { from: total, money: { implied: 2 } }\n";
  expect(records(cents, [{ id: "1", name: "A", total: 123456 }]).values[0]?.["total"]).toBe(
    "1234.56",
  );
  const long = '{"id":"1","name":"A","total":12345678901234567}\n';
  const input = `format: ndjson\nfile: a.ndjson\nkey: id\nfields:\n${cents}`;
  expect(readMapped(input, { "a.ndjson": long }).rejects).toMatchObject([
    { code: "data.not-converted", field: "total" },
  ]);
});

test("a value that is no text is a reject that names its path", () => {
  const { rejects } = records("  due: { from: when, date: YYYYMMDD }\n", [
    { id: "1", name: "A", when: { year: 2026 } },
    { id: "2", name: "B", when: "20261301" },
  ]);
  expect(rejects.map(({ reason }) => reason)).toEqual([
    "due cannot be made of column when: it is a list, a group or a long number",
    "due cannot be made of column when, which is not a day of the calendar, written YYYYMMDD",
  ]);
});

test("a key is converted, and taken from elsewhere", () => {
  const fields = '  id: { from: account.no, strip: "0" }\n  name: account.name\n';
  const { keys } = records(fields, [
    { account: { no: "007", name: "Ana" } },
    { account: { no: 8, name: "Bo" } },
  ]);
  expect(keys).toEqual(["7", "8"]);
});

test("sums that a job expects are taken after conversion", () => {
  const input = (sum: string): string => `format: json
file: a.json
key: id
fields: { total: { from: cents, money: { implied: 2 } } }
expect: { sums: { total: "${sum}" } }
`;
  const files = {
    "a.json": JSON.stringify([
      { id: "1", name: "A", cents: 150 },
      { id: "2", name: "B", cents: 250 },
    ]),
  };
  expect(readMapped(input("4.00"), files).values).toHaveLength(2);
  expect(() => readMapped(input("400.00"), files)).toThrow("the sum of total");
});
