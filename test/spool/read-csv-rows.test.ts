import { expect, it } from "vitest";
import { utf8Text } from "../../src/base/utf8-text.ts";
import { csvText } from "../../src/spool/csv-row.ts";
import { readCsvRows } from "../../src/spool/read-csv-rows.ts";

it("reads back what was written, with and without quotes", () => {
  const plain = [
    ["H", "key", ""],
    ["S", "=1+1", "'-5"],
  ];
  const quoted = [...plain, ["S", 'a "b", c', "two\r\nlines"]];
  for (const rows of [plain, quoted]) {
    expect(readCsvRows(utf8Text(csvText(rows)))).toEqual(rows);
    expect(readCsvRows(utf8Text(csvText(rows)).trimEnd())).toEqual(rows);
  }
  expect(readCsvRows("")).toEqual([]);
});

it.each(['S,"a', 'S,"a"b,c\r\n', 'S,a"b"\r\n'])("knows that %s is no list of our own", (text) => {
  expect(readCsvRows(text)).toBeUndefined();
});
