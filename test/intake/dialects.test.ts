import { describe, expect, it, test } from "vitest";
import { dialectOf, oddDialectOf, signsOf } from "../../src/job/formats/dialect-schema.ts";
import type { DelimitedValue } from "../../src/job/formats/dialect-schema.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { inputSpec } from "./retail.ts";
import { findings, readForeign } from "./foreign-input.ts";
import { runIntake, writeInput } from "./run-intake.ts";

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

interface OddFile extends DelimitedValue {
  readonly text: string | Uint8Array;
  readonly columns?: Readonly<Record<string, string>>;
  readonly details?: InputSpec["details"];
}

/** The file of an input as a job with these keys has it. */
function specOf({
  encoding,
  ...odd
}: DelimitedValue): Pick<InputSpec, "encoding" | "csv" | "foreign"> {
  const columns = odd.dialect?.header === false ? NUMBERED : NAMED;
  const foreign = oddDialectOf({ ...odd, encoding });
  if (foreign !== undefined)
    return { encoding: "utf-8", foreign, csv: { delimiter: ",", quote: '"', columns } };
  const dialect = dialectOf(odd.dialect);
  const csv = { ...signsOf(odd), ...(dialect && { dialect }), columns };
  return { encoding: encoding === "windows-1252" ? encoding : "utf-8", csv };
}

function inputOf({ text, columns, details = [], ...odd }: OddFile): InputSpec {
  const { csv, ...file } = specOf(odd);
  return inputSpec(writeInput("odd.csv", text), {
    format: "csv",
    key: "id",
    order: "none",
    ...file,
    csv: { ...csv, ...(columns && { columns }) },
    details,
  });
}

/** The records as texts, and the rejects by line and code. */
async function readOf(odd: OddFile): Promise<string[]> {
  const { records, rejects } = await readForeign(inputOf(odd), shape);
  const found = [
    ...records.map(({ ordinal, values }) => {
      const { id, name = "", due = "" } = values as Record<string, string>;
      return { ordinal, text: [id, name, due].join("|") };
    }),
    ...rejects.map(({ ordinal, line, code }) => ({ ordinal, text: `${line}: ${code}` })),
  ];
  return found.toSorted((a, b) => a.ordinal - b.ordinal).map(({ text }) => text);
}

/** What is said of a refused file, with line and column. */
async function saidOf(odd: OddFile): Promise<string[]> {
  const found = await findings(inputOf(odd), shape);
  return found.map(({ message, hint = "", data }) => {
    const at = `${data?.line}:${data?.column ?? "-"}`;
    return `${at} ${message}; ${hint}`;
  });
}

const ROWS = "a1,Ann,1.00\na2,Bob,2.00\n";
const READ = ["a1|Ann|1.00", "a2|Bob|2.00"];
const HEAD = "ID,NAME,DUE\n";
const NAMES = ["ID", "NAME", "DUE"];

describe("a file of an odd dialect is read as the job declares it", () => {
  it.each<[string, OddFile, readonly string[]]>([
    ["no header, columns by number", { text: ROWS, dialect: { header: false } }, READ],
    ["no header, names in the job", { text: ROWS, dialect: { header: NAMES } }, READ],
    [
      "a header of no use, names in the job",
      { text: `x,x,x\n${ROWS}`, dialect: { header: NAMES, "skip-lines": 1 } },
      READ,
    ],
    [
      "a preamble with stray quotes, and a blank line in it",
      { text: `Report "A\n\n${HEAD}${ROWS}`, dialect: { "skip-lines": 2 } },
      READ,
    ],
    [
      "an order mark before a preamble",
      { text: `\uFEFFReport\n${HEAD}${ROWS}`, dialect: { "skip-lines": 1 } },
      READ,
    ],
    [
      "comments before the header, between rows and at the end",
      { text: `#a "\n${HEAD}#b,c,d\n${ROWS}# end`, dialect: { comment: "#" } },
      READ,
    ],
    [
      "a delimiter at each row's end, in the header too",
      {
        text: 'ID;NAME;DUE;\r\na1;Ann;1.00;\r\n\r\n"a2";"Bob";"2.00";\r\n',
        dialect: { "trailing-delimiter": true },
        delimiter: ";",
      },
      READ,
    ],
    [
      "a delimiter at each row's end, but not in the header",
      { text: `${HEAD}a1,Ann,1.00,\na2,Bob,2.00,\n`, dialect: { "trailing-delimiter": true } },
      READ,
    ],
    [
      "a delimiter at each row's end, without a header",
      { text: "a1,Ann,1.00,\na2,Bob,,\n", dialect: { header: false, "trailing-delimiter": true } },
      ["a1|Ann|1.00", "a2|Bob|"],
    ],
    ["tabs", { text: (HEAD + ROWS).replaceAll(",", "\t"), delimiter: "tab" }, READ],
    [
      "pipes, and a quote of its own",
      { text: "ID|NAME|DUE\na1|'Ann'|1.00\na2|'B|o'|2.00\n", delimiter: "|", quote: "'" },
      ["a1|Ann|1.00", "a2|B|o|2.00"],
    ],
    [
      "a stray quote costs its line, without a header too",
      {
        text: `a0,"An"n,1.00\n${ROWS}a3,"Cy,1.00\na4,Di,3.00\n`,
        dialect: { header: NAMES },
      },
      ["1: data.csv-quote", ...READ, "4: data.csv-quote", "a4|Di|3.00"],
    ],
    [
      "lines are the file's own past a preamble",
      { text: `x\ny\n${HEAD}\n${ROWS}torn\n`, dialect: { "skip-lines": 2 } },
      [...READ, "7: data.field-count"],
    ],
    [
      "a delimiter of several characters",
      { text: 'ID||NAME||DUE\na1||"A||n"||1.00\na2||B|b||2.00\n', delimiter: "||" },
      ["a1|A||n|1.00", "a2|B|b|2.00"],
    ],
    [
      "a backslash before quotes",
      {
        text: `${HEAD}a1,"A \\"n\\"\nn",1.00\na2,Bob,2.00\n`,
        dialect: { escape: "\\" },
      },
      ['a1|A "n"\nn|1.00', "a2|Bob|2.00"],
    ],
    [
      "quotes that are text in unquoted fields",
      { text: `${HEAD}a1,5" pipe,1.00\na2,"B,b",2.00\n`, dialect: { "relaxed-quotes": true } },
      ['a1|5" pipe|1.00', "a2|B,b|2.00"],
    ],
    [
      "quotes that are always text",
      { text: `${HEAD}a1,"Ann",1.00\na2,"Bo,2.00\n`, quote: "none" },
      ['a1|"Ann"|1.00', 'a2|"Bo|2.00'],
    ],
    [
      "rows of empty fields",
      { text: `${HEAD}${ROWS},,\n , , \na3,Cy,\n`, dialect: { "blank-rows": "skip" } },
      [...READ, "a3|Cy|"],
    ],
    [
      "short rows that are filled; long ones are torn",
      { text: `${HEAD}a1\na2,Bob\na3,C,1.00,x\n`, dialect: { "short-rows": "fill" } },
      ["a1||", "a2|Bob|", "4: data.field-count"],
    ],
    [
      "long rows that are cut; short ones are torn",
      { text: `${HEAD}a1\na2,Bob,2.00,x,y\n`, dialect: { "long-rows": "cut" } },
      ["2: data.field-count", "a2|Bob|2.00"],
    ],
    [
      "an odd dialect with all that the common ones have",
      {
        text: 'x\n#c\na1~~"A\nn"~~1.00~~\n\n#d\na2~~Bob~~2.00~~\na3~~Cy~~3.00\n',
        delimiter: "~~",
        dialect: { header: NAMES, "skip-lines": 1, comment: "#", "trailing-delimiter": true },
      },
      ["a1|A\nn|1.00", "a2|Bob|2.00", "8: data.field-count"],
    ],
    [
      "Windows-1252 signs, texts and delimiters in a work copy",
      {
        text: Buffer.from("ID\xa7NAME\xa7DUE\na1\xa7M\xfcller \x80\xa71.00\n", "latin1"),
        delimiter: "§",
        encoding: "windows-1252",
      },
      ["a1|Müller €|1.00"],
    ],
    [
      "bytes that are no text in a work copy cost their row",
      {
        text: Buffer.from("ID||NAME||DUE\na1||M\xfcller||1.00\na2||Bob||2.00\n", "latin1"),
        delimiter: "||",
      },
      ["2: data.bad-utf8", "a2|Bob|2.00"],
    ],
    [
      "stray quotes in a work copy cost a line each",
      {
        text:
          `${HEAD.replaceAll(",", "||")}a0||"An"n||1.00\n` +
          `${ROWS.replaceAll(",", "||")}\na5||E"||4.00\na3||"Cy||1.00\na4||Di||3.00\n` +
          'a6||"F\n\ng"||5.00\na7||"G||7.00',
        delimiter: "||",
      },
      [
        "2: data.csv-quote",
        ...READ,
        "6: data.csv-quote",
        "7: data.csv-quote",
        "a4|Di|3.00",
        "a6|F\n\ng|5.00",
        "12: data.csv-quote",
      ],
    ],
  ])("%s", async (_what, odd, read) => {
    expect(await readOf(odd)).toEqual(read);
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
      { text: ROWS, dialect: { "skip-lines": 3 } },
      ["3:- the job skips 3 lines, but the file has not so many short ones; correct `skip-lines`"],
    ],
    [
      "other counts of names and fields",
      {
        text: ROWS,
        dialect: { header: ["ID", "NAME"] },
        columns: { ID: "id", NAME: "name" },
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
        dialect: { header: false },
        columns: { 1: "id", 2: "name", 4: "due" },
      },
      [
        "1:3 the job maps column 4, which the file has not: its rows have 3; " +
          "correct it, or remove it from the job's columns",
        '1:3 the job maps no field to column 3; map it, or say "3": "-" to ignore it',
      ],
    ],
    [
      "a first row whose fields cannot be counted",
      { text: `"a1,Ann\n${ROWS}`, dialect: { header: false } },
      [
        "1:- the header line cannot be read: its quotes or bytes are broken; without a header the " +
          "first row must be whole, because it tells how many columns there are",
      ],
    ],
  ])("%s", async (_what, odd, said) => {
    expect(await saidOf(odd)).toEqual(said);
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
      header: false,
      "trailing-delimiter": true,
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
