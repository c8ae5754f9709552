import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { csvFile } from "../../src/intake/csv/csv-files.ts";
import { readCsvHeader } from "../../src/intake/csv/csv-header.ts";
import { FileWindow } from "../../src/intake/files/file-window.ts";
import { scanInput } from "../../src/intake/scan.ts";
import { sortFiles } from "../../src/intake/join/sort-rows.ts";
import { SortedRowCursor } from "../../src/intake/join/sorted-row-cursor.ts";
import { detailCsv } from "./csv-files.ts";
import { inputSpec, retailRecord, retailShape } from "./retail.ts";
import { ndjson, writeInput } from "./run-intake.ts";
import { newFolder, TestHost } from "./test-host.ts";

test("a file is sorted in many small runs, and each row tells where it came from", () => {
  const keys = Array.from({ length: 500 }, (_, index) => `K${(index * 7919) % 97}`);
  const rows = keys.map((key, index) =>
    index % 50 === 0 ? `${key},"two\nlines ${index}"` : `${key},${index}`,
  );
  const path = writeInput("rows.csv", `\uFEFFkey,value\n${rows.join("\n")}\n`);
  const host = new TestHost(true);
  const spec = inputSpec(path, { csv: { ...detailCsv, columns: {} } });
  const open = host.openRead(path);
  const sizeBytes = host.sizeBytes(path);
  const file = csvFile(spec, "key", readCsvHeader(open, sizeBytes, spec, false), false);
  const target = join(newFolder(), "rows.sorted");
  sortFiles(host, [{ open, csv: file, dataEnd: sizeBytes }], target, { runBytes: 1500 });
  open.close();

  const copy = readFileSync(target);
  const original = readFileSync(path);
  const cursor = new SortedRowCursor(FileWindow.over(copy, 0), file.header.grammar);
  expect(cursor.next()).toBe(true);
  expect(copy.toString("utf8", cursor.contentStart, cursor.contentEnd)).toBe("key,value");
  const found: string[] = [];
  while (cursor.next()) {
    const content = copy.toString("utf8", cursor.contentStart, cursor.contentEnd);
    const { byteOffset, line } = cursor;
    expect(original.toString("utf8", byteOffset, byteOffset + Buffer.byteLength(content))).toBe(
      content,
    );
    expect(line).toBe(original.toString("utf8", 0, byteOffset).split("\n").length);
    found.push(content);
  }
  const order = rows.map((_, index) => index);
  const keyAt = (index: number): string => keys[index] as string;
  order.sort((a, b) => (keyAt(a) === keyAt(b) ? a - b : keyAt(a) < keyAt(b) ? -1 : 1));
  expect(found).toStrictEqual(order.map((index) => rows[index]));
  expect(readdirSync(dirname(target))).toStrictEqual(["rows.sorted"]);
});

test("the scan tells how far it has come", () => {
  const lines = Array.from({ length: 20 }, (_, index) => JSON.stringify(retailRecord(index, 3)));
  const input = ndjson(lines);
  const host = new TestHost();
  const told: [number, number][] = [];
  scanInput(host, input, retailShape, {
    workFolder: newFolder(),
    onProgress: (done, total) => told.push([done, total]),
  });
  const sizeBytes = host.sizeBytes(input.file);
  expect(told.at(-1)).toStrictEqual([sizeBytes, sizeBytes]);
});
