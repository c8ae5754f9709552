import { expect, it } from "vitest";
import { BATCH_COLUMNS } from "../../src/spool/assemble-batch.ts";
import { CONTROL_COLUMNS } from "../../src/spool/control-file.ts";
import { codeSpans, readDocument } from "./documents.ts";

const spans = new Set(codeSpans(readDocument("src/spool/README.md")));

it("explains every column of control files and batch indexes", () => {
  const columns = [...CONTROL_COLUMNS, ...BATCH_COLUMNS];
  expect(columns.filter((column) => !spans.has(column))).toEqual([]);
  expect(columns.length).toBeGreaterThan(30);
});
