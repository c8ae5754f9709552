import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { ForeignFixtureFormat } from "../../fixtures/statement/foreign/foreign-formats.ts";
import { writeForeignFixture } from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { initJob, type InitReport } from "../../src/index.ts";
import { readRenditions } from "../e2e/renditions.ts";
import { diskHost } from "../kit/disk-host.ts";
import { runJob } from "../kit/in-process.ts";
import { postgresFolder, startPostgres } from "../kit/postgres.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** Set NIGHTPRESS_FORMAT_RECORDS=1000 for the full proof. */
const RECORDS = Number(process.env["NIGHTPRESS_FORMAT_RECORDS"] ?? 40);

/** What a user would give to `init` of each format. */
const FILES: Partial<Readonly<Record<ForeignFixtureFormat, readonly string[]>>> = {
  csv: ["customers.csv", "transactions.csv"],
  ebcdic: ["customers.dat", "customers.cpy", "transactions.dat", "transactions.cpy"],
  xlsx: ["statements.xlsx"],
  xml: ["customers.xml"],
  parquet: ["customers.parquet", "transactions.parquet"],
  sqlite: ["customers.sql", "transactions.sql"],
  postgres: ["customers.sql", "transactions.sql"],
};

type Database = Parameters<typeof writeForeignFixture>[0]["database"];

/** Data in a format, and the job that `init` makes for it. */
async function drafted(format: ForeignFixtureFormat, database?: Database): Promise<InitReport> {
  const folder = temporaryFolder(`init-${format}`);
  const data = { folder, format, records: RECORDS, seed: 7, transactions: 3, isLatin: true };
  await writeForeignFixture({ ...data, ...(database && { database }) });
  const from = (FILES[format] ?? []).map((file) => `${folder}/${file}`);
  const own = format === "sqlite" ? `${folder}/statements.db` : database?.url;
  // Messages name their job.
  return initJob({
    from,
    out: `${folder}/job`,
    name: "bills",
    ...(own !== undefined && { database: own }),
  });
}

/**
 * Runs a drafted job after two edits: the address lines have names and towns in them, and pages can
 * be the same only by the same layout. In XML four fields have other names as well. All pages and
 * messages by key.
 */
async function pagesOf({ job }: InitReport, layout: string): Promise<[string, string][]> {
  const folder = dirname(job);
  const text = readFileSync(job, "utf8");
  const [, first = ""] =
    /(addr.1): "-"|lines: \[[^,]*, ([\w.]+.0),/i.exec(text)?.filter(Boolean) ?? [];
  const lines = [0, 1, 2, 3, 4, 5].map((nth) =>
    first.replace(/\d/, (digit) => String(Number(digit) + nth)),
  );
  const edited = text
    .replace(/^( +address:) .*$/m, `$1 { address: { lines: [${lines.join(", ")}] } }`)
    .replace(/^layout: .*$/m, `layout: ${relative(folder, dirname(layout))}`)
    .replaceAll(/account_(from|to): account/g, "period_$1: account")
    .replaceAll(/lines_(\d): /g, (_, digit) => `addr_${Number(digit) + 1}: `);
  const edits = edited.split("\n").filter((line) => !text.split("\n").includes(line));
  expect(edits.length).toBeLessThanOrEqual(text.includes("format: xml") ? 6 : 2);
  writeFileSync(job, edited);
  appendFileSync(job, "verify: { raster: 0 }\nlimits: { rejects: 100% }\n");
  const report = await runJob(job, { out: `${folder}/out`, workers: 1 });
  expect(report.records.read).toBe(RECORDS);
  return [...readRenditions(diskHost, report.out)].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe("a job that init makes, after a few lines of edits", () => {
  let layout: string;
  let wanted: [string, string][];

  beforeAll(async () => {
    const csv = await drafted("csv");
    layout = csv.layout;
    wanted = await pagesOf(csv, layout);
  });

  it.each(["ebcdic", "parquet", "sqlite", "xlsx", "xml"] as const)(
    "composes, to the byte, what CSV does: %s",
    async (format) => {
      expect(wanted.length).toBeGreaterThan(RECORDS * 0.6);
      expect(await pagesOf(await drafted(format), layout)).toEqual(wanted);
    },
  );

  it.skipIf(postgresFolder() === undefined)("and a query of PostgreSQL", async () => {
    const server = startPostgres(postgresFolder() ?? "");
    process.env["PGPASSWORD"] = server.password;
    try {
      // As careless people write it.
      const secret = encodeURIComponent(server.password);
      const url = server.url.replace("owner@", `owner:${secret}@`);
      const draft = await drafted("postgres", { url, sql: (text) => void server.sql(text) });
      const job = readFileSync(draft.job, "utf8");
      expect(job).toContain(`url: "${server.url}" } # its password: PGPASSWORD, or a passfile`);
      expect(job + JSON.stringify(draft)).not.toContain(secret);
      expect(await pagesOf(draft, layout)).toEqual(wanted);
    } finally {
      delete process.env["PGPASSWORD"];
      server.stop();
    }
  });
});
