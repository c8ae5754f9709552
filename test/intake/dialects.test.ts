import { describe, expect, it, test } from "vitest";
import type { DialectSpec } from "../../src/model/dialect.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { inputSpec } from "./retail.ts";
import { findingsOf, runIntake, writeInput } from "./run-intake.ts";

const shape: ObjectShape = {
  kind: "object",
  fields: {
    id: { kind: "text", optional: false },
    name: { kind: "text", optional: true },
    due: { kind: "money", optional: true },
  },
};
const NAMED = { ID: "id", NAME: "name", DUE: "due" };
const NUMBERED = { 1: "id", 2: "name", 3: "due" };

interface OddFile {
  readonly text: string | Uint8Array;
  readonly dialect?: DialectSpec;
  readonly csv?: Partial<InputSpec["csv"]>;
  readonly spec?: Partial<InputSpec>;
}

function inputOf({ text, dialect, csv, spec }: OddFile): InputSpec {
  return inputSpec(writeInput("odd.csv", text), {
    format: "csv",
    key: "id",
    order: "none",
    csv: {
      delimiter: ",",
      quote: '"',
      columns: dialect?.header === "numbers" ? NUMBERED : NAMED,
      ...(dialect && { dialect }),
      ...csv,
    },
    ...spec,
  });
}

/** The records as texts, and the rejects by line and code. */
function readOf(odd: OddFile): string[] {
  return runIntake(inputOf(odd), shape).units.map((unit) => {
    if ("reject" in unit) return `${unit.reject.line}: ${unit.reject.code}`;
    const { id, name = "", due = "" } = unit.record.values as Record<string, string>;
    return [id, name, due].join("|");
  });
}

/** What is said of a refused file, with line and column. */
function saidOf(odd: OddFile): string[] {
  return findingsOf(inputOf(odd), shape).map(({ message, hint = "", data }) => {
    const at = `${data?.line}:${data?.column ?? "-"}`;
    return `${at} ${message}; ${hint}`;
  });
}

const ROWS = "a1,Ann,1.00\na2,Bob,2.00\n";
const READ = ["a1|Ann|1.00", "a2|Bob|2.00"];

describe("a file of an odd dialect is read as the job declares it", () => {
  it.each<[string, OddFile, readonly string[]]>([
    ["no header, columns by number", { text: ROWS, dialect: { header: "numbers" } }, READ],
    [
      "no header, names in the job",
      { text: ROWS, dialect: { header: ["ID", "NAME", "DUE"] } },
      READ,
    ],
    [
      "a header of no use, names in the job",
      { text: `x,x,x\n${ROWS}`, dialect: { header: ["ID", "NAME", "DUE"], skipLines: 1 } },
      READ,
    ],
    [
      "a preamble with stray quotes, and a blank line in it",
      { text: `Report "A\n\nID,NAME,DUE\n${ROWS}`, dialect: { skipLines: 2 } },
      READ,
    ],
    [
      "an order mark before a preamble",
      { text: `\uFEFFReport\nID,NAME,DUE\n${ROWS}`, dialect: { skipLines: 1 } },
      READ,
    ],
    [
      "comments before the header, between rows and at the end",
      { text: `#a "\nID,NAME,DUE\n#b,c,d\n${ROWS}# end`, dialect: { comment: "#" } },
      READ,
    ],
    [
      "a delimiter at each row's end, in the header too",
      {
        text: 'ID;NAME;DUE;\r\na1;Ann;1.00;\r\n\r\n"a2";"Bob";"2.00";\r\n',
        dialect: { trailingDelimiter: true },
        csv: { delimiter: ";" },
      },
      READ,
    ],
    [
      "a delimiter at each row's end, but not in the header",
      { text: "ID,NAME,DUE\na1,Ann,1.00,\na2,Bob,2.00,\n", dialect: { trailingDelimiter: true } },
      READ,
    ],
    [
      "a delimiter at each row's end, without a header",
      { text: "a1,Ann,1.00,\na2,Bob,,\n", dialect: { header: "numbers", trailingDelimiter: true } },
      ["a1|Ann|1.00", "a2|Bob|"],
    ],
    [
      "tabs",
      { text: `ID\tNAME\tDUE\n${ROWS.replaceAll(",", "\t")}`, csv: { delimiter: "\t" } },
      READ,
    ],
    [
      "pipes, and a quote of its own",
      { text: "ID|NAME|DUE\na1|'Ann'|1.00\na2|'B|o'|2.00\n", csv: { delimiter: "|", quote: "'" } },
      ["a1|Ann|1.00", "a2|B|o|2.00"],
    ],
    [
      "a stray quote costs its line, without a header too",
      {
        text: `a0,"An"n,1.00\n${ROWS}a3,"Cy,1.00\na4,Di,3.00\n`,
        dialect: { header: ["ID", "NAME", "DUE"] },
      },
      ["1: data.csv-quote", ...READ, "4: data.csv-quote", "a4|Di|3.00"],
    ],
    [
      "lines are the file's own past a preamble",
      { text: `x\ny\nID,NAME,DUE\n\n${ROWS}torn\n`, dialect: { skipLines: 2 } },
      [...READ, "7: data.field-count"],
    ],
  ])("%s", (_what, odd, read) => {
    expect(readOf(odd)).toEqual(read);
  });
});

describe("a refused file says line, column and what to write", () => {
  it.each<[string, OddFile, readonly string[]]>([
    [
      "rows without a header",
      { text: ROWS },
      [
        "1:1 the first line is not a header: it names no column that the job maps; the first line " +
          "must name the columns that the job maps; if it is a row, say `header: false` in " +
          "`dialect`, or name them there; if lines precede it, say how many with `skip-lines`",
      ],
    ],
    [
      "a delimiter at the end that is not declared",
      { text: "ID,NAME,DUE,\na1,Ann,1.00,\n" },
      [
        "1:13 the job maps no field to the column, column 4; if a delimiter ends every row, say " +
          "`trailing-delimiter: true` in the job's `dialect`",
      ],
    ],
    [
      "more lines skipped than there are",
      { text: ROWS, dialect: { skipLines: 3 } },
      ["3:- the job skips 3 lines, but the file has not so many short ones; correct `skip-lines`"],
    ],
    [
      "other counts of names and fields",
      {
        text: ROWS,
        dialect: { header: ["ID", "NAME"] },
        csv: { columns: { ID: "id", NAME: "name" } },
      },
      [
        "1:- the rows have 3 fields, and the job names 2 columns; give `header` a name for each " +
          "column; if the first row is one, leave it out",
      ],
    ],
    [
      "a number past the last column, and a column that nobody maps",
      {
        text: ROWS,
        dialect: { header: "numbers" },
        csv: { columns: { 1: "id", 2: "name", 4: "due" } },
      },
      [
        "1:3 the job maps column 4, which the file has not: its rows have 3; " +
          "correct it, or remove it from the job's columns",
        '1:3 the job maps no field to column 3; map it, or say "3": "-" to ignore it',
      ],
    ],
    [
      "a first row whose fields cannot be counted",
      { text: `"a1,Ann\n${ROWS}`, dialect: { header: "numbers" } },
      [
        "1:- the header line cannot be read: its quotes or bytes are broken; without a header the " +
          "first row must be whole, because it tells how many columns there are",
      ],
    ],
  ])("%s", (_what, odd, said) => {
    expect(saidOf(odd)).toEqual(said);
  });
});

test("sorted copies of files without headers keep columns and places", () => {
  const detail = writeInput("charges.csv", "x\na2,two\na1,one\na1,uno\nbad\n");
  const item: ObjectShape = { kind: "object", fields: { text: { kind: "text", optional: false } } };
  const withList: ObjectShape = {
    ...shape,
    fields: { ...shape.fields, charges: { kind: "list", item } },
  };
  const input = inputOf({
    text: "a2,Bob,2.00,\na1,Ann,1.00,\n",
    dialect: {
      header: "numbers",
      trailingDelimiter: true,
    },
  });
  const details: InputSpec["details"] = [
    {
      file: detail,
      compression: "none",
      encoding: "utf-8",
      into: "charges",
      keyColumn: "KEY",
      order: "none",
      csv: {
        delimiter: ",",
        quote: '"',
        dialect: { header: ["KEY", "TEXT"], skipLines: 1 },
        columns: { TEXT: "text" },
      },
    },
  ];
  const { records, rejects } = runIntake({ ...input, details }, withList);
  const texts = records.map(({ values }) => JSON.stringify(values["charges"]));
  expect(texts).toEqual(['[{"text":"one"},{"text":"uno"}]']);
  expect(rejects.map(({ file, line, code }) => [file, line, code])).toEqual([
    [input.file, 1, "data.doubtful-detail"],
    [detail, 5, "data.field-count"],
  ]);
});
