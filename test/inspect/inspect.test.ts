import { gzipSync, zstdCompressSync } from "node:zlib";
import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inspectFile, inspectFiles } from "../../src/inspect/inspect-file.ts";
import { DistinctCount, EXACT_MAX } from "../../src/inspect/distinct-count.ts";
import type { FileFinding } from "../../src/model/inspection.ts";
import { fileLines, maskedValue } from "../../src/report/inspection-text.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { nightpress } from "../kit/command.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const host = new NodeHost();
const folder = temporaryFolder("inspect");
let files = 0;

function written(content: string | Uint8Array, name = `f${(files += 1)}.csv`): string {
  writeFileSync(`${folder}/${name}`, content);
  return `${folder}/${name}`;
}

const look = (content: string | Uint8Array): Promise<FileFinding> =>
  inspectFile(host, written(content));
const column = (file: FileFinding, name: string) =>
  file.columns.find((one) => one.name === name) ?? expect.fail(`no column ${name}`);
const rows = (count: number, row: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => row(nth)).join("");

describe("the form of a delimited file", () => {
  it.each([
    ["a,b\n1,x\n2,y\n", ",", true, 2],
    ["a;b\r\n1;x\r\n2;y\r\n", ";", true, 2],
    ["a\tb\n1\tx\n2\ty\n", "\t", true, 2],
    ["a|b\n1|x, y, z\n2|y\n", "|", true, 2],
    ["1,2026-10-01\n2,2026-10-02\n3,2026-10-03\n", ",", false, 3],
    ['a;b\n1;"x;y\nz"\n2;"say ""hi"""\n', ";", true, 2],
    ["a,b\n1,x\n2,y", ",", true, 2],
    ["a,b\r1,x\r2,y\r", ",", true, 2],
  ])("%j has the delimiter %j", async (text, delimiter, hasHeader, count) => {
    const found = await look(text);
    expect([found.format, found.csv?.delimiter, found.csv?.hasHeader, found.rows]).toEqual([
      "csv",
      delimiter,
      hasHeader,
      count,
    ]);
  });

  it("tells what stands before and behind, and what is odd", async () => {
    const text =
      "Export of 2026\n\nA;B;C;\n" +
      rows(9, (n) => `${n};x${n};1.5${n};\n`) +
      "9;short\n10;x;1.00;\n";
    const { csv, rows: count, questions } = await look(text);
    expect(csv).toMatchObject({
      skippedLines: 2,
      hasTrailingDelimiter: true,
      hasHeader: true,
      oddRows: 1,
      firstOddLine: 13,
      blankLines: 1,
    });
    expect(count).toBe(11);
    expect(questions.join()).toContain("1 rows have more or fewer fields, the first in line 13");
  });

  it("finds a trailer, and which totals it states", async () => {
    const text = `id,due,total\n${rows(5, (n) => `K${n},2026-11-15,"1,00${n}.50"\n`)}T,5,5012.50,20261031,x\n`;
    expect((await look(text)).trailer).toEqual({
      line: 7,
      marker: "T",
      records: 2,
      sums: { total: 3 },
      date: 4,
      asOf: "2026-10-31",
    });
  });

  it("tells encodings by all bytes of the file", async () => {
    const latin = Buffer.from("id,name\n1,Garc\u00eda\n2,x\n", "latin1");
    expect((await look(latin)).encoding).toEqual({
      name: "windows-1252",
      evidence: "bytes are not UTF-8, first in line 2",
    });
    expect((await look("id,name\n1,Garc\u00eda\n2,x\n")).encoding?.name).toBe("utf-8");
    expect((await look("\uFEFFid,name\n1,a\n2,x\n")).columns[0]?.name).toBe("id");
    const utf16 = Buffer.from("\uFEFFid,name\n1,Garc\u00eda\n2,x\n", "utf16le");
    expect([(await look(utf16)).encoding?.name, (await look(utf16)).rows]).toEqual(["utf-16le", 2]);
    // The only byte that is not UTF-8 lies in another piece of the file.
    const long = Buffer.concat([
      Buffer.from("id,name\n"),
      Buffer.from(rows(200_000, (n) => `${n},a\n`)),
      latin.subarray(8),
    ]);
    expect((await look(long)).encoding?.evidence).toBe("bytes are not UTF-8, first in line 200002");
  });

  it("reads what is packed", async () => {
    const found = await inspectFile(host, written(gzipSync("a,b\n1,x\n2,y\n"), "packed.csv.gz"));
    expect([found.compression, found.format, found.rows]).toEqual(["gzip", "csv", 2]);
    const zstd = await look(zstdCompressSync(Buffer.from("a,b\n1,x\n2,y\n")));
    expect([zstd.compression, zstd.format, zstd.rows]).toEqual(["zstd", "csv", 2]);
    const cut = look(gzipSync("a,b\n1,x\n2,y\n").subarray(0, 20));
    await expect(cut).rejects.toThrow("cannot be unpacked");
  });
});

describe("a header that names some columns alike or not at all", () => {
  it.each([
    ["id,name,name,total\n1,Ann,Lee,12.50\n2,Bo,Day,3.00\n", "id name name_2 total", 1],
    ["id,name,,total\n1,Ann,x,12.50\n2,Bo,y,3.00\n", "id name column_3 total", 1],
    ["x,x,x_2,total\na,b,c,1.00\nd,e,f,2.00\n", "x x_3 x_2 total", 1],
    ['id,"the\nname",id,total\n1,Ann,x,12.50\n2,Bo,y,3.00\n', "id the\nname id_2 total", 2],
  ])("of %j is one, and the columns have names of their own", async (text, names, skipped) => {
    const found = await look(text);
    expect(found.columns.map(({ name }) => name).join(" ")).toBe(names);
    expect(found.csv).toMatchObject({ hasHeader: true, skippedLines: skipped });
    expect(found.rows).toBe(2);
    expect(found.questions.join()).toMatch(/names some columns alike or not at all/);
  });

  it("is none where nothing but words stands below its words", async () => {
    const { csv, rows: count } = await look("Ann,Lee,Lee\nBo,Day,Fox\nCy,Fox,Day\n");
    expect([csv?.hasHeader, csv?.givenNames, count]).toEqual([false, undefined, 3]);
  });
});

describe("the kind of a column", () => {
  const kindsOf = async (name: string, values: readonly string[]) => {
    const text = `k;${name}\n${values.map((value, nth) => `K${nth};${value}\n`).join("")}`;
    return column(await look(text), name).kind;
  };

  it.each([
    ["d", ["10/31/2026", "11/01/2026"], "date", "MM/DD/YYYY"],
    ["d", ["31/10/2026", "01/11/2026"], "date", "DD/MM/YYYY"],
    ["d", ["31.10.2026", "1.11.2026"], "date", "D.M.YYYY"],
    ["d", ["20261031", "20261101"], "date", "YYYYMMDD"],
    ["d", ["31-OCT-26", "01-NOV-26"], "date", "DD-MMM-YY"],
    ["x", ["1,234.56", "0.50", "12.00"], "money", "1,234.56 or 1234.56"],
    ["x", ["1.234,56", "0,50", "12,00"], "money", "1.234,56 or 1234,56"],
    ["x", ["(12.50)", "12.50"], "money", "(1234.56) or 1234.56"],
    ["x", ["$12.50", "$3.00"], "money", "$1234.56"],
    ["x", ["12.50-", "3.00"], "money", "1234.56- or 1234.56"],
    ["rate", ["0.0525", "0.1000"], "decimal", "1234.5678"],
    ["units", ["12", "7", "7"], "integer", "1234"],
    ["paid", ["Y", "N", "Y"], "boolean", "Y or N"],
    ["paid", ["true", "false"], "boolean", "true or false"],
    ["zip", ["62704", "62705"], "text", ""],
    ["acct", ["0001", "0002"], "text", ""],
    ["plan", ["A", "B"], "text", ""],
    ["note", ["", ""], "empty", ""],
  ])("%s of %j is %s %s", async (name, values, kind, forms) => {
    const found = await kindsOf(name, values);
    expect([found.kind, found.forms.toSorted().join(" or ")]).toEqual([
      kind,
      forms.split(" or ").toSorted().filter(Boolean).join(" or "),
    ]);
    expect(found.doubt).toBe("");
  });

  it("is not sure where rows do not tell", async () => {
    const days = await kindsOf("day", ["01/02/2026", "03/04/2026"]);
    expect([days.kind, days.doubt]).toEqual([
      "date",
      "no row of day tells MM/DD/YYYY from DD/MM/YYYY",
    ]);
    expect((await kindsOf("due_date", ["311026", "011126"])).doubt).toContain("YYMMDD from DDMMYY");
    expect((await kindsOf("amount", ["1250", "300"])).doubt).toContain("whole amounts, or cents");
    expect((await kindsOf("paid", ["Y", "Y"])).doubt).toContain("only one of its two values");
  });

  it("names the rows that decide the order of day and month", async () => {
    const { evidence } = await kindsOf("day", [
      "01/02/2026",
      "03/04/2026",
      "04/13/2026",
      "05/14/2026",
    ]);
    expect(evidence).toBe(
      "4 of 4 fit MM/DD/YYYY; 2 rows can be read no other way, first in line 4",
    );
  });

  it("bears a few bad values among many", async () => {
    const values = Array.from({ length: 100 }, (_, nth) => (nth === 50 ? "n/a" : `${nth}.50`));
    expect(await kindsOf("x", values)).toMatchObject({
      kind: "money",
      evidence: "99 of 100 are numbers",
    });
  });
});

describe("other formats", () => {
  it("reads NDJSON and JSON by the paths of their leaves", async () => {
    const record = (n: number) => ({
      id: `K${n}`,
      due: { on: `2026-11-1${n}`, total: `1${n}.50` },
      charges: [{ amount: "1.00", text: "water" }],
    });
    const lines = [0, 1, 2].map((n) => JSON.stringify(record(n)));
    const ndjson = await look(`${lines.join("\n")}\n{"torn": \n`);
    expect([ndjson.format, ndjson.rows, ndjson.keys]).toEqual(["ndjson", 3, ["id"]]);
    expect(ndjson.questions).toEqual(["1 lines are no JSON, the first is line 4."]);
    expect(column(ndjson, "due.on").kind.kind).toBe("date");
    expect(ndjson.lists.map(({ path, rows: count }) => [path, count])).toEqual([["charges", 3]]);
    const json = await look(
      JSON.stringify({ meta: 1, bank: { customers: [record(1), record(2)] } }),
    );
    expect([json.format, json.recordsPath, json.rows]).toEqual(["json", "bank.customers", 2]);
  });

  it.each([
    ["<?xml version='1.0'?><a/>", "xml"],
    ["PAR1....", "parquet"],
    ["PK\u0003\u0004....", "xlsx"],
    ["SQLite format 3\u0000....", "sqlite"],
    [Buffer.from("f0f1f2f340404040c1c2c3404040f1f2f3f4", "hex"), "fixed"],
    ["0001ANA NOVAK   0012\n0002BO LARSEN   0034\n0003CY YOUNG    0007\n", "fixed"],
    [Buffer.from([0, 1, 2, 3, 255, 0, 9]), "unknown"],
  ])("knows %j by its first bytes", async (content, format) => {
    expect((await look(content)).format).toBe(format);
  });

  it("refuses what is not there or is empty", async () => {
    await expect(inspectFile(host, `${folder}/none.csv`)).rejects.toThrow("no such file");
    await expect(look("")).rejects.toThrow("The file is empty");
  });
});

describe("several files", () => {
  it("belong together by keys that are the same", async () => {
    const master = written(`acct,name\n${rows(20, (n) => `00${10 + n},N ${n}\n`)}`);
    const detail = written(`no,text,amt\n${rows(60, (n) => `00${10 + (n % 20)},t,1.00\n`)}`);
    const other = written(`acct,x\n${rows(20, (n) => `99${10 + n},N ${n}\n`)}`);
    const { joins, files: found } = await inspectFiles(host, [master, detail, other]);
    expect(joins).toEqual([
      {
        detailFile: detail,
        detailColumn: "no",
        masterFile: master,
        masterColumn: "acct",
        matched: 20,
        compared: 20,
      },
    ]);
    expect(found.map(({ keys }) => keys)).toEqual([["acct"], [], ["acct"]]);
    expect(found[1]?.questions).toEqual([]);
  });
});

it("counts different values, exactly and then nearly", async () => {
  const count = new DistinctCount();
  for (let n = 0; n < 1000; n += 1) for (let again = 0; again < 3; again += 1) count.add(`K${n}`);
  expect([count.count, count.isExact]).toEqual([1000, true]);
  for (let n = 0; n < 4 * EXACT_MAX; n += 1) count.add(`00${n}`);
  expect(count.isExact).toBe(false);
  const real = 4 * EXACT_MAX + 1000;
  expect(Math.abs(count.count - real) / real).toBeLessThan(0.05);
});

describe("the command", () => {
  const secret = written(`acct,name\n0001,Ana Nov\u00e1k\n0002,Bo Larsen 7\n`, "secret.csv");

  it("masks values unless they are asked for", async () => {
    expect(maskedValue("Ana Nov\u00e1k-7")).toBe("Xxx Xxxxx-9");
    for (const flags of [[], ["--json"]]) {
      const { code, out } = await nightpress(["inspect", secret, ...flags]);
      expect([code, /Ana|Larsen|0001/.test(out)]).toEqual([0, false]);
      expect(out).toContain("Xxx Xxxxx");
    }
    for (const flags of [[], ["--json"]])
      expect((await nightpress(["inspect", secret, "--show-values", ...flags])).out).toContain(
        "Ana",
      );
  });

  it("says what is wrong with a file", async () => {
    const { code, err } = await nightpress(["inspect", `${folder}/none.csv`]);
    expect([code, err]).toEqual([2, expect.stringContaining("There is no such file")]);
  });

  it("tells lines that a person can read", async () => {
    const lines = fileLines(await inspectFile(host, secret), false).join("\n");
    expect(lines).toContain("secret.csv: CSV");
    expect(lines).toContain("key        acct");
  });
});
