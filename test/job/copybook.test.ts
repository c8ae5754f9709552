import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CopybookFault } from "../../src/job/formats/copybook/copybook-items.ts";
import {
  type CopybookChoice,
  copybookLayout,
} from "../../src/job/formats/copybook/copybook-layout.ts";
import type { FixedPartsValue } from "../../src/job/formats/field-schema.ts";
import { checkJob } from "../../src/job/check-job.ts";
import { loadJob } from "../../src/job/load-job.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { host, shared } from "../layout/support.ts";

const BILL = `000100*  THE BILL OF A MONTH                                        BILLREC
000200 01  BILL-RECORD.                                                 BILLREC
000300     05  BILL-KEY.                                                BILLREC
000400         10  ACCT-NO            PIC 9(10).                        BILLREC
000500         10  FILLER             PIC X(02) VALUE 'A. B'.
000600     05  CUST-NAME              PIC X(30).
000700     05  BILL-STATUS            PIC X.
000800         88  IS-OPEN            VALUE 'O' 'P'.
000900     05  BALANCES COMP-3.
001000         10  TOTAL-DUE          PIC S9(7)V99.
001100         10  BILL-DATE          PIC 9(8).
001200     05  READINGS               PIC S9(4) COMP OCCURS 3 TIMES.
001300     05  OLD-BALANCE            PIC S9(5)V99
001400             SIGN IS LEADING SEPARATE CHARACTER.
001500     05  PRINTED                PIC ZZZ,ZZ9.99-.
001600     05  CHARGE-COUNT           PIC S9(4) BINARY.
001700     05  CHARGES OCCURS 0 TO 12 TIMES DEPENDING ON CHARGE-COUNT
001800             INDEXED BY CHARGE-INDEX.
001900         10  CHARGE-TEXT        PIC X(10).
002000         10  CHARGE-AMOUNT      PIC S9(5)V9(2) COMP-3.
`;

function places(fields: FixedPartsValue): string[] {
  return Object.entries(fields).map(
    ([name, { start, length, type, decimals, digits, sign, ...more }]) =>
      [name, start, length, type, decimals, digits, sign, JSON.stringify(more)]
        .filter((part) => part !== undefined && part !== "{}")
        .join(" "),
  );
}

test("a copybook in reference format, with numbers of its lines and a name in the margin", () => {
  const { fields, recordBytes } = copybookLayout(BILL, {});
  expect(places(fields)).toEqual([
    "ACCT-NO 1 10 zoned 0 10 none",
    "CUST-NAME 13 30",
    "BILL-STATUS 43 1",
    "TOTAL-DUE 44 5 packed 2 trailing",
    "BILL-DATE 49 5 packed 0 8 none",
    'READINGS 54 2 binary 0 trailing {"times":3}',
    "OLD-BALANCE 60 8 zoned 2 leading-separate",
    "PRINTED 68 11",
    "CHARGE-COUNT 79 2 binary 0 trailing",
    'CHARGES 81 14 {"times":12,"depending-on":"CHARGE-COUNT","fields":' +
      '{"CHARGE-TEXT":{"start":1,"length":10},' +
      '"CHARGE-AMOUNT":{"start":11,"type":"packed","length":4,"sign":"trailing","decimals":2}}}',
  ]);
  expect(recordBytes).toBeUndefined();
});

const ODD: readonly (readonly [string, string, CopybookChoice, readonly string[] | string])[] = [
  [
    "free format",
    "01 R.\n 02 A PIC X(3). *> words\n* words\n 02 B PIC S9(3).",
    {},
    ["A 1 3", "B 4 3 zoned 0 trailing"],
  ],
  ["no record's level", "05 A PIC X(3).\n05 B PIC 99.", {}, ["A 1 3", "B 4 2 zoned 0 2 none"]],
  ["one item a sentence over lines", "01 A\n   PICTURE IS\n   X(2)\n   .", {}, ["A 1 2"]],
  [
    "names that are there twice",
    "01 R. 02 G. 03 A PIC X. 02 H. 03 A PIC X.",
    {},
    ["A 1 1", "A-2 2 1"],
  ],
  [
    "a usage of the group's",
    "01 R COMP-3. 02 A PIC 9(3). 02 B PIC 9(4).",
    {},
    ["A 1 2 packed 0 3 none", "B 3 3 packed 0 4 none"],
  ],
  [
    "binary sizes",
    "01 R COMP. 02 A PIC 9(4). 02 B PIC S9(9). 02 C PIC S9(16)V99. 02 D PIC X.",
    {},
    ["A 1 2 binary 0 4 none", "B 3 4 binary 0 trailing", "C 7 8 binary 2 trailing", "D 15 1"],
  ],
  [
    "a redefinition that is chosen",
    "01 R. 02 A PIC X(8). 02 B REDEFINES A PIC S9(5) COMP-3. 02 C PIC X.",
    { redefines: { a: "b" } },
    ["B 1 3 packed 0 trailing", "C 9 1"],
  ],
  [
    "the redefined one, chosen",
    "01 R. 02 A PIC X(2). 02 B REDEFINES A. 03 D PIC X(4). 02 C PIC X.",
    { redefines: { A: "A" } },
    ["A 1 2", "C 5 1"],
  ],
  ["one of several records", "01 R. 02 A PIC X. 01 S. 02 B PIC XX.", { record: "s" }, ["B 1 2"]],
  [
    "several records",
    "01 R. 02 A PIC X. 01 S. 02 B PIC XX.",
    {},
    "1 it has several records; name one with `record`: R, S",
  ],
  ["a record that is not there", "01 R. 02 A PIC X.", { record: "T" }, "1 it has no record T"],
  [
    "a redefinition",
    "01 R.\n02 A PIC X(8).\n02 B REDEFINES A PIC 9(8).",
    {},
    "3 A is redefined: say which is to be read, `redefines: { A: ... }`, one of A, B",
  ],
  ["a choice of nothing", "01 R. 02 A PIC X.", { redefines: { A: "B" } }, "1 A is not redefined"],
  [
    "a field after a list that differs",
    "01 R.\n02 N PIC 9.\n02 L OCCURS 1 TO 3 DEPENDING ON N.\n03 A PIC X.\n02 Z PIC X.",
    {},
    "5 Z follows a list whose length differs",
  ],
  [
    "a count that comes later",
    "01 R.\n02 L OCCURS 1 TO 3 DEPENDING ON N PIC X.",
    {},
    "2 L depends on N, which is not before it",
  ],
  ["floating point", "01 R.\n02 A COMP-2.", {}, "2 A: floating point (COMP-2) cannot be read"],
  [
    "aligned fields",
    "01 R.\n02 A PIC 9(4) COMP SYNC.",
    {},
    "2 A: aligned fields (SYNC) cannot be read",
  ],
  ["no PICTURE", "01 R.\n02 A.", {}, "2 A has no PICTURE"],
  ["a PICTURE with scaling", "01 R.\n02 A PIC 9(3)PP.", {}, "2 A has a PICTURE that is not known"],
  [
    "a PICTURE without end",
    "01 R.\n02 A PIC X(99999999999).",
    {},
    "2 A has a PICTURE that is not known",
  ],
  ["too many digits", "01 R.\n02 A PIC 9(32).", {}, "2 A has more than 31 digits"],
  ["COPY", "01 R.\nCOPY OTHER.", {}, "2 COPY is not followed: put the text of that copybook here"],
  [
    "a word that is none",
    "01 R.\n02 A PIC X COLOUR RED.",
    {},
    "2 A: the word COLOUR is not known here",
  ],
  ["a program", "IDENTIFICATION DIVISION.", {}, "1 this begins with no level number, such as 05"],
  ["nothing", "\n\n", {}, "1 it declares no field"],
];

test.each(ODD)("a copybook: %s", (_, text, choice, expected) => {
  const read = (): readonly string[] | string => {
    try {
      return places(copybookLayout(text, choice).fields);
    } catch (error) {
      if (error instanceof CopybookFault) return `${error.line} ${error.message}`;
      throw error;
    }
  };
  expect(read()).toEqual(expected);
});

function jobText(input: string): string {
  return `job: bills
mode: test
cycle: 2026-10
as-of: 2026-10-31
seed: 7
input:
  file: bills.dat
  key: account.id
${input}
layout: retail-statement
mail: { mailer-id: "902123456", service-type: "270" }
`;
}

function load(input: string, copybook = ""): ReturnType<typeof loadJob> {
  const folder = temporaryFolder();
  writeFileSync(`${folder}/bill.cpy`, copybook);
  writeFileSync(`${folder}/job.yaml`, jobText(input));
  return loadJob(host, `${folder}/job.yaml`, shared);
}

test("a job's copybook gives the fields, and rows have a column for each item of a table", () => {
  const copybook = "01 R. 02 A PIC X(3). 02 T OCCURS 2. 03 B PIC X. 03 C PIC S9 COMP OCCURS 2.";
  const folder = temporaryFolder();
  writeFileSync(`${folder}/bill.cpy`, copybook);
  const input = "  format: fixed\n  fixed: { copybook: bill.cpy }\n  columns: { A: account.id }";
  writeFileSync(`${folder}/job.yaml`, jobText(input));
  const { fixed } = checkJob(host, `${folder}/job.yaml`, shared).written.value.input ?? {};
  expect(fixed?.["record-bytes"]).toBe(13);
  expect(places(fixed?.fields ?? {})).toEqual([
    "A 1 3",
    "B.1 4 1",
    "C.1.1 5 2 binary 0 trailing",
    "C.1.2 7 2 binary 0 trailing",
    "B.2 9 1",
    "C.2.1 10 2 binary 0 trailing",
    "C.2.2 12 2 binary 0 trailing",
  ]);
});

const MISTAKES: readonly (readonly [string, string])[] = [
  ["format: fixed\n  columns: { A: account.id }", "The key `fixed` is missing here; add it."],
  [
    "format: fixed\n  fixed: {}\n  columns: { A: account.id }",
    "The key `fields` is missing here; add it.",
  ],
  ["format: records\n  records: {}", "The key `fields` is missing here; add it."],
  [
    "format: records\n  records: { types: { A: { as: list, fields: {} } } }",
    "The key `type` is missing here; add it.",
  ],
  [
    "format: records\n  records: { type: 1, types: { A: { as: record, fields: {} } } }",
    "Without a `delimiter` there are no columns: say `{ start, length }`.",
  ],
  [
    "format: records\n  records: { delimiter: ';', type: 1, types: { A: { as: record, fields: {} }}}",
    "In a delimited file these are the names of the columns: [name, -, other].",
  ],
  [
    "format: records\n  records:\n    type: { start: 1, length: 1 }\n    types: { A: { as: list, into: x,fields: {} }}",
    "One type must begin a record: `as: record`.",
  ],
  [
    "format: fixed\n  fixed: { copybook: none.cpy }\n  columns: { A: account.id }",
    "The copybook cannot be read; name an existing file.",
  ],
  [
    "format: fixed\n  fixed: { copybook: bill.cpy }\n  columns: { A: account.id }",
    "Line 1 of the copybook: it declares no field.",
  ],
  [
    "format: fixed\n  fixed: { prefix: rdw, record-bytes: 3, fields: {} }\n  columns: {}",
    "`record-bytes` has no meaning where a prefix tells the records apart; remove it.",
  ],
  [
    "format: fixed\n  fixed: { fields: { A: { start: 1, length: 9, type: binary } } }\n  columns: {}",
    "A binary field has 1 to 8 bytes, another number at most 32.",
  ],
  [
    "format: fixed\n  fixed: { fields: { A: { start: 1, length: 9, decimals: 2 } } }\n  columns: {}",
    "A text has no decimals, digits or sign; give it a type.",
  ],
  [
    "format: fixed\n  encoding: utf-8\n  fixed: { fields: { A: { start: 1, length: 9 } } }\n  columns: {}",
    "`encoding` has no meaning for fixed; it belongs into `fixed:`.",
  ],
  [
    "format: csv\n  fixed: { fields: {} }\n  columns: { A: account.id }",
    "`fixed` has no meaning for csv; remove it.",
  ],
];

test.each(MISTAKES)("a mistake is told with what to write: %s", (input, message) => {
  const { diagnostics } = load(`  ${input}`);
  expect(diagnostics.map((one) => one.message)).toContain(message);
});
