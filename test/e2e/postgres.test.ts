import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { writeForeignFixture } from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { SqlSessions } from "../../src/intake/sql/sql-sessions.ts";
import { sqlTable } from "../../src/intake/sql/sql-table.ts";
import type { SqlSpec } from "../../src/model/input-format.ts";
import { foreignFile, type Reading, readForeign, told } from "../intake/foreign.ts";
import { diskHost } from "../kit/disk-host.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { postgresFolder, startPostgres, type TestPostgres } from "../kit/postgres.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runFixture } from "./e2e-run.ts";
import { readRenditions } from "./renditions.ts";

/** Set NIGHTPRESS_FORMAT_RECORDS=1000 for the full proof. */
const RECORDS = Number(process.env["NIGHTPRESS_FORMAT_RECORDS"] ?? 8);
const SEED = 7;
const bin = postgresFolder();

/** A real server; where PostgreSQL is not installed, these are skipped. */
describe.skipIf(bin === undefined)("a PostgreSQL query", () => {
  let server: TestPostgres;

  beforeAll(() => {
    server = startPostgres(bin ?? "");
    process.env["PGPASSWORD"] = server.password;
    server.sql(
      "create table bills as select i as id, (i * 1.10)::numeric(12,2) as total, " +
        "date '2026-10-01' + i % 30 as due, i % 2 = 0 as paperless, " +
        "timestamptz '2026-10-01 00:00+02' + i * interval '1.5 s' as at, " +
        "'x '::char(3) as code, i / 3.0::float8 as rate, null::text as note " +
        "from generate_series(1, 5000) i",
    );
  });

  afterAll(() => {
    delete process.env["PGPASSWORD"];
    server.stop();
  });

  async function read(
    query: string,
    spec: Partial<SqlSpec> = {},
    sessions = new SqlSessions(),
  ): Promise<Reading> {
    const whole: SqlSpec = {
      kind: "sql",
      form: "rows",
      url: server.url,
      timeoutSeconds: 60,
      ...spec,
    };
    try {
      return await readForeign(() => sqlTable(whole, foreignFile("bills.sql", query), sessions));
    } finally {
      await sessions.close();
    }
  }

  it("gives its rows in exact text", async () => {
    const { columns, units } = await read("select * from bills order by id;\n");
    expect(columns?.join()).toBe("id,total,due,paperless,at,code,rate,note");
    expect(units).toHaveLength(5000);
    expect(units.slice(0, 2).map(told)).toEqual([
      "1|1.10|2026-10-02|false|2026-09-30T22:00:01.5Z|x|0.3333333333333333|",
      "2|2.20|2026-10-03|true|2026-09-30T22:00:03Z|x|0.6666666666666666|",
    ]);
    const odd = await read(
      "select 'NaN'::numeric as n, 1e300::float8 as f union all select 1, 'inf'",
    );
    expect(odd.units.map(told).map((unit) => unit.slice(0, 70))).toEqual([
      "1 data.wrong-type n: n is no number (NaN or infinite)",
      "2 data.wrong-type f: f is no number (NaN or infinite)",
    ]);
    expect((await read("select * from bills where false")).units).toEqual([]);
  });

  const refused: readonly (readonly [string, string])[] = [
    [
      "select *\nfrom bil",
      '2:6 PostgreSQL refused the query: relation "bil" does not exist (SQLSTATE 42P01)',
    ],
    ["select 'secret'::int", "1:8 PostgreSQL refused the query: SQLSTATE 22P02"],
    [
      "delete from bills returning id",
      "0 PostgreSQL refused the query: cannot execute DELETE in a read-only transaction",
    ],
    ["commit", "0 the query gives no columns: write a `select`"],
    [
      "select 1; drop table bills",
      "0 PostgreSQL refused the query: cannot insert multiple commands",
    ],
    [
      "select array[1, 2] as a",
      '0 the column "a" has a type that has no exact text: cast it in the query',
    ],
    [
      "select 1 as a, 2 as a",
      '0 the query gives two columns named "a": name one of them with `as`',
    ],
  ];

  it.each(refused)("refuses %j", async (query, message) => {
    const { refusal } = await read(query);
    expect(refusal).toContain(`input.database ${message}`);
    expect(refusal).not.toContain("secret");
  });

  it("ends with one refusal if the server takes too long, or breaks it off", async () => {
    const slow = await read("select pg_sleep(5)", { timeoutSeconds: 1 });
    expect(slow.refusal).toContain("statement timeout (SQLSTATE 57014)");
    const sessions = new SqlSessions();
    const spec: SqlSpec = { kind: "sql", form: "rows", url: server.url, timeoutSeconds: 60 };
    const file = foreignFile("bills.sql", "select * from bills order by id");
    let count = 0;
    const reading = await readForeign(async () => {
      const table = await sqlTable(spec, file, sessions);
      return {
        ...table,
        batches: async function* () {
          for await (const batch of table.batches()) {
            count += batch.length;
            yield batch;
            server.sql(
              "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nightpress'",
            );
          }
        },
      };
    });
    await sessions.close();
    expect(reading.refusal).toMatch(
      /^input\.database 0 PostgreSQL broke the query off after 1000 rows: .*nothing was composed\)$/,
    );
    expect(count).toBe(1000);
  });

  it("is put by those alone who have the password, in the environment or a passfile", async () => {
    process.env["PGPASSWORD"] = "wrong";
    onTestFinished(() => void (process.env["PGPASSWORD"] = server.password));
    expect((await read("select 1 as a")).refusal).toContain(
      "PostgreSQL cannot be reached: password authentication failed",
    );
    delete process.env["PGPASSWORD"];
    const passfile = `${temporaryFolder()}/pgpass`;
    writeFileSync(passfile, `*:*:*:owner:${server.password}\n`, { mode: 0o600 });
    process.env["PGPASSFILE"] = passfile;
    onTestFinished(() => void delete process.env["PGPASSFILE"]);
    expect((await read("select 1 as a")).units.map(told)).toEqual(["1"]);
    expect((await read("select 1", { url: "postgresql://owner@127.0.0.1:1/x" })).refusal).toContain(
      "PostgreSQL cannot be reached: connect ECONNREFUSED",
    );
  });

  it("sees one state of the data with all queries of an input", async () => {
    const sessions = new SqlSessions();
    const spec: SqlSpec = { kind: "sql", form: "rows", url: server.url, timeoutSeconds: 60 };
    const count = async (): Promise<string> => {
      const file = foreignFile("count.sql", "select count(*) as n, sum(total) as total from bills");
      const { units } = await readForeign(() => sqlTable(spec, file, sessions));
      return units.map(told).join();
    };
    const before = await count();
    server.sql("insert into bills values (5001, 1.00)");
    expect(await count()).toBe(before);
    await sessions.close();
    server.sql("delete from bills where id = 5001");
  });

  it("makes the pages that the same records make in NDJSON, with no password in the run", async () => {
    const ndjson = await runFixture({ format: "ndjson", records: RECORDS, seed: SEED });
    const folder = `${temporaryFolder()}/input`;
    const data = { folder, format: "postgres", records: RECORDS, seed: SEED } as const;
    const jobFile = await writeForeignFixture({ ...data, database: server });
    appendFileSync(jobFile, "verify: { raster: 0 }\n");
    const { out, records } = await runJob(jobFile, { out: `${folder}/../out`, workers: 1 });
    expect(records).toMatchObject({ read: RECORDS, accepted: RECORDS });
    const wanted = readRenditions(diskHost, ndjson.out);
    expect(wanted.size).toBe(RECORDS);
    expect([...readRenditions(diskHost, out)]).toEqual([...wanted]);
    const frozen = readFileSync(`${out}/job.json`, "utf8");
    expect(frozen).toContain("postgresql://owner@");
    expect(frozen).not.toContain(server.password);
    server.sql("drop table customers; drop table transactions");
    // A finished run needs the database no more.
    expect((await resumeRun(out)).status).toBe("finished");
    await expect(runJob(jobFile, { out: `${folder}/../other` })).rejects.toMatchObject({
      diagnostics: [{ code: "input.database", data: { line: 2, column: 6 } }, {}],
    });
    rmSync(folder, { recursive: true });
  }, 600_000);
});
