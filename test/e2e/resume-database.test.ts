import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { writeForeignFixture } from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { type Diagnostic, UsageError } from "../../src/base/diagnostic.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { postgresFolder, startPostgres, type TestPostgres } from "../kit/postgres.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { killAtShard } from "./crash-process.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { outputHashes } from "./run-fixture.ts";

const folder = temporaryFolder("resume-database");
const bin = postgresFolder();

/** Master and details: a row less, a row more, and other values in what is left. */
const CHANGE = `
  create table kept_customers as select * from customers;
  create table kept_transactions as select * from transactions;
  delete from customers where line = 3;
  update customers set name = 'Somebody Else' where line > 20;
  insert into transactions select * from kept_transactions where line = 0;
`;
const PUT_BACK = `
  delete from customers;
  delete from transactions;
  insert into customers select * from kept_customers;
  insert into transactions select * from kept_transactions;
  drop table kept_customers;
  drop table kept_transactions;
`;

/** A real server; where PostgreSQL is not installed, SQLite alone is shown. */
describe.each(["sqlite", "postgres"] as const)("a killed run of a query of %s", (format) => {
  describe.skipIf(format === "postgres" && bin === undefined)("is resumed", () => {
    const input = `${folder}/${format}`;
    let server: TestPostgres | undefined;
    let job: string;
    let hashes: Record<string, string>;

    beforeAll(async () => {
      if (format === "postgres") server = startPostgres(bin ?? "");
      if (server !== undefined) process.env["PGPASSWORD"] = server.password;
      job = await writeJob();
      await runJob(job, { out: `${input}-whole`, workers: 1 });
      hashes = outputHashes(`${input}-whole`);
    });

    afterAll(() => {
      delete process.env["PGPASSWORD"];
      server?.stop();
    });

    /** Small shards of joined rows that have to be sorted. */
    async function writeJob(): Promise<string> {
      const data = { folder: input, format, records: 40, seed: 5 } as const;
      const file = await writeForeignFixture({ ...data, ...(server && { database: server }) });
      const shards = "  key: account.id\n  shard-bytes: 4096";
      writeFileSync(file, readFileSync(file, "utf8").replace("  key: account.id", shards));
      appendFileSync(file, "verify: { raster: 0 }\n");
      takePlainLayout(file);
      return file;
    }

    function sql(text: string): void {
      if (server !== undefined) return void server.sql(text);
      const database = new DatabaseSync(`${input}/statements.db`);
      database.exec(text);
      database.close();
    }

    /** A run whose process was killed when its third shard was done, in its own folder. */
    async function killed(name: string): Promise<string> {
      const out = `${input}-${name}`;
      await killAtShard(job, out, 3);
      expect(fragmentIdentities(out).size).toBeGreaterThan(0);
      return out;
    }

    it("to the bytes of the rows it began with, though they have changed since", async () => {
      const out = await killed("changed");
      sql(CHANGE);
      const kept = fragmentIdentities(out);
      // What a new run would make of them is refused: the totals are not those expected.
      await expect(runJob(job, { out: `${input}-new` })).rejects.toBeInstanceOf(UsageError);
      expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
      expectComplete(out, hashes);
      expectKept(out, kept);
      sql(PUT_BACK);
    });

    it("without its copies where the rows are the same, and else refused", async () => {
      const out = await killed("without");
      const copies = readdirSync(`${out}/work`).filter((name) => name.includes(".rows"));
      for (const name of copies) rmSync(`${out}/work/${name}`);
      sql(CHANGE);
      const refused = await refusal(out);
      expect(refused.map(({ code }) => code)).toEqual(["run.input-changed", "run.input-changed"]);
      for (const [at, name] of ["customers", "transactions"].entries()) {
        expect(refused[at]?.message).toContain(`The query ${input}/${name}.sql gives other rows`);
        expect(refused[at]?.hint).toContain("start a new run in a new folder");
      }
      expect(existsSync(join(out, "work", "again"))).toBe(false);
      sql(PUT_BACK);
      sql("alter table transactions rename to gone");
      const gone = await refusal(out);
      expect(gone.map(({ code }) => code)).toEqual(["run.copy-lost", "input.database"]);
      expect(gone[0]?.message).toContain(`${input}/customers.sql, ${input}/transactions.sql from`);
      expect(gone[0]?.hint).toMatch(
        / `work` folder back from a backup, or its sources as they were/,
      );
      sql("alter table gone rename to transactions");
      expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
      expectComplete(out, hashes);
    });
  });
});

async function refusal(out: string): Promise<readonly Diagnostic[]> {
  const error: unknown = await resumeRun(out, { workers: 1 }).catch((thrown: unknown) => thrown);
  if (error instanceof UsageError) return error.diagnostics;
  throw error instanceof Error ? error : new Error("it was not refused");
}
