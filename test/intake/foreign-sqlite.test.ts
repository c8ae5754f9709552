import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { SqlSessions } from "../../src/intake/sql/sql-sessions.ts";
import { sqlTable } from "../../src/intake/sql/sql-table.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { foreignFile, type Reading, readForeign, told } from "./foreign.ts";

function database(): string {
  const path = join(temporaryFolder("sqlite"), "bills.db");
  const made = new DatabaseSync(path);
  made.exec("create table bills (id integer, total real, name text, scan blob)");
  made.exec(
    "insert into bills values (9007199254740993, 12.3, 'Ann', null), (2, 1e21, null, x'00')",
  );
  made.close();
  return path;
}

async function read(query: string, path = database()): Promise<Reading> {
  const sessions = new SqlSessions();
  const spec = { kind: "sql", form: "rows", database: path, timeoutSeconds: 60 } as const;
  const reading = await readForeign(() =>
    sqlTable(spec, foreignFile("bills.sql", query), sessions),
  );
  await sessions.close();
  return reading;
}

it("gives the rows of a query over SQLite, exact and in text", async () => {
  const { columns, units } = await read("\uFEFFselect *\nfrom bills order by id desc;\n");
  expect(columns).toEqual(["id", "total", "name", "scan"]);
  expect(units.map(told)).toEqual([
    "9007199254740993|12.3|Ann|",
    "2 data.wrong-type scan: scan is bytes: cast it to text in the query",
  ]);
});

it("refuses what is no query, and can change nothing", async () => {
  const refused: readonly (readonly [string, string])[] = [
    ["", "the file holds no query: write a `select`"],
    ["selec 1", 'SQLite refused the query: near "selec": syntax error (correct the query)'],
    ["select 1; drop table bills", "the file holds more than one statement: write one `select`"],
    ["delete from bills", "the query gives no columns: write a `select`"],
    [
      "delete from bills returning id",
      "SQLite refused the query: attempt to write a readonly database",
    ],
    [
      "select id as a, id as a from bills",
      'the query gives two columns named "a": name one of them with `as`',
    ],
    ["select abs(-9223372036854775808)", "SQLite refused the query: integer overflow"],
  ];
  for (const [query, message] of refused)
    expect((await read(query)).refusal).toContain(`input.database 0 ${message}`);
});

it("refuses what is no database", async () => {
  const folder = temporaryFolder("sqlite");
  writeFileSync(
    join(folder, "text.db"),
    "this is no database, but long enough to look at".repeat(30),
  );
  mkdirSync(join(folder, "folder.db"));
  for (const [name, message] of [
    ["none.db", "SQLite cannot open the database: unable to open database file"],
    ["folder.db", "SQLite cannot open the database"],
    ["text.db", "SQLite refused the query: file is not a database"],
  ] as const)
    expect((await read("select 1 from bills", join(folder, name))).refusal).toContain(message);
});
