import { expect, test } from "vitest";
import { mappingText } from "../../src/cli/mapping-text.ts";
import { checkJobFile } from "../../src/index.ts";
import { writeMapped } from "./mapped-job.ts";

const INPUT = `format: csv
file: a.csv
delimiter: ";"
key: id
columns:
  id: id
  name: [name, address.lines.0]
  town: address.lines.1
  DUE: { to: due, date: MM/DD/YYYY }
  TOTAL: { to: total, money: "1,234.56" }
  PAPERLESS: { to: paperless, boolean: { true: Y, false: N } }
  COUNT: count
fields:
  note: { join: "{name}, {town}" }
  plan: { constant: manual }
`;
const CSV = `id;name;town;DUE;TOTAL;PAPERLESS;COUNT
A-1;Ana Núñez;Bern;11/15/2026;1,234.50;Y;3
A-2;Bo;;15.11.2026;9.50;N;4
A-3;Cy;Ulm;11/15/2026;;N;x
A-4;Di;Ulm;31.12.2026;1.00;N;5
`;

/** The lines of the table, blanks between its columns made one. */
function lines(text: string): string[] {
  return text
    .trim()
    .split("\n")
    .map((line) => line.replaceAll(/ {2,}/g, " # "));
}

test("a check tries the mapping on three records, masked, and groups what would be rejected", async () => {
  const job = writeMapped(INPUT, { "a.csv": CSV });
  const { mapping, diagnostics, sample } = await checkJobFile(job);
  expect(lines(mappingText(mapping)).slice(1)).toEqual([
    "source # field # record 1 # record 2 # record 3",
    "id # id # A-9 # A-9 # A-9",
    "name # name # Aaa Aaaaa # Aa # Aa",
    "name # address.lines.0 # Aaa Aaaaa # Aa # Aa",
    "name, town # note # Aaa Aaaaa | Aaaa -> Aaa Aaaaa, Aaaa # Aa | -> Aa # Aa | Aaa -> Aa, Aaa",
    "town # address.lines.1 # Aaaa # (absent) # Aaa",
    "DUE # due # 99/99/9999 -> 9999-99-99 # 99.99.9999 -> REJECTED # 99/99/9999 -> 9999-99-99",
    "TOTAL # total # 9,999.99 -> 9999.99 # 9.99 # (absent)",
    "PAPERLESS # paperless # A -> true|false # A -> true|false # A -> true|false",
    "COUNT # count # 9 # 9 # a -> REJECTED",
    "(constant) # plan # aaaaaa # aaaaaa # aaaaaa",
  ]);
  expect(sample?.rejects).toBe(3);
  const [dates, counts] = diagnostics;
  expect(dates).toMatchObject({ code: "data.not-converted", data: { line: 3, field: "due" } });
  expect(dates?.message).toMatch(
    /^2 of the 4 records sampled would be rejected; the first: due cannot/,
  );
  expect(dates?.hint).toContain("DD.MM.YYYY");
  expect(counts).toMatchObject({ code: "data.wrong-type", data: { line: 4, field: "count" } });
  expect(JSON.stringify(mapping)).not.toContain("Ana");
});

test("the values themselves are shown to those who ask for them", async () => {
  const { mapping } = await checkJobFile(writeMapped(INPUT, { "a.csv": CSV }), {
    showValues: true,
  });
  const text = mappingText(mapping);
  expect(text).toContain("Ana Núñez | Bern -> Ana Núñez, Bern");
  expect(text).toContain("Y -> true");
});

test("nested records show their paths, and the first row of a list", async () => {
  const input = `format: ndjson
file: a.ndjson
key: id
fields:
  name: person.name
  lines: items
  lines.date: { from: on, date: MM/DD/YYYY }
  lines.amount: { from: sum, money: { implied: 2 } }
  address.lines.0: person.name
`;
  const record = {
    id: "1",
    person: { name: "Ana" },
    items: [{ on: "10/01/2026", text: "Base", sum: 2400 }],
  };
  const job = writeMapped(input, { "a.ndjson": `${JSON.stringify(record)}\n` });
  const { mapping } = await checkJobFile(job, { showValues: true });
  expect(lines(mappingText(mapping)).slice(1)).toEqual([
    "source # field # record 1",
    "person.name # name # Ana",
    "items # lines # 1 row",
    "on # lines.date # 10/01/2026 -> 2026-10-01",
    "sum # lines.amount # 2400 -> 24.00",
    "person.name # address.lines.0 # Ana",
  ]);
});

test("records in several files, with rows beside them and a trailer behind, are sampled", async () => {
  const input = `format: csv
file: [a.csv, b.csv]
key: id
columns: { ID: id, NAME: name }
details:
  - into: lines
    file: c.csv
    key-column: ID
    columns: { ON: date, WHAT: text, SUM: { to: amount, money: { implied: 2 } } }
expect: { trailer: { marker: TRL, records: 2 } }
`;
  const job = writeMapped(input, {
    "a.csv": "ID,NAME\n2,Bo\nTRL,1\n",
    "b.csv": "ID,NAME\n1,Ana\nTRL,1\n",
    "c.csv": "ID,ON,WHAT,SUM\n1,2026-10-01,Base,2400\n",
  });
  const { mapping } = await checkJobFile(job, { showValues: true });
  expect(lines(mappingText(mapping)).filter((line) => line.includes("#"))).toEqual([
    "source # field # record 1 # record 2",
    "ID # id # 1 # 2",
    "NAME # name # Ana # Bo",
    "source # field # record 1",
    "ON # date # 2026-10-01",
    "WHAT # text # Base",
    "SUM # amount # 2400 -> 24.00",
  ]);
});
