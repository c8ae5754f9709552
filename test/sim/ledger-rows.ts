import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";

interface NamedRow {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * What the ledgers of a shop's runs tell of and the disk does not hold: a row follows the file it
 * is of, so after any crash there must be none. Reads copies, as opening a database changes it.
 */
export function rowsWithoutFiles(root: string): string[] {
  const out = `${root}/out`;
  if (!existsSync(out)) return [];
  const runs = readdirSync(out).filter((run) => existsSync(`${out}/${run}/ledger.db`));
  return runs.flatMap((run) =>
    rowsOfRun(`${out}/${run}`, `${root}.ledger`).map((f) => `${run}: ${f}`),
  );
}

function rowsOfRun(out: string, copies: string): string[] {
  rmSync(copies, { recursive: true, force: true });
  mkdirSync(copies);
  for (const name of ["ledger.db", "ledger.db-wal"])
    if (existsSync(`${out}/${name}`)) cpSync(`${out}/${name}`, `${copies}/${name}`);
  const db = new DatabaseSync(`${copies}/ledger.db`);
  try {
    const tables = db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'spools'");
    if (tables.get()?.["n"] !== 1) return [];
    const named = (sql: string): NamedRow[] => db.prepare(sql).all() as unknown as NamedRow[];
    const shards = named("SELECT fragment AS name, bytes, '' AS sha256 FROM shards");
    const spools = named("SELECT name, bytes, sha256 FROM spools");
    const emails = named("SELECT name, bytes, sha256 FROM batches WHERE name LIKE '%.eml-batch'");
    const sms = named("SELECT name, bytes, sha256 FROM batches WHERE name LIKE '%.ndjson'");
    return [
      ...shards.flatMap((row) => missing(`${out}/shards`, row)),
      ...spools.flatMap((row) => missing(`${out}/print`, row)),
      ...emails.flatMap((row) => missing(`${out}/email`, row)),
      ...sms.flatMap((row) => missing(`${out}/sms`, row)),
    ];
  } finally {
    db.close();
    rmSync(copies, { recursive: true });
  }
}

function missing(folder: string, { name, bytes, sha256 }: NamedRow): string[] {
  const path = `${folder}/${name}`;
  if (!existsSync(path)) return [`the ledger has ${name}, the disk has not`];
  if (statSync(path).size !== bytes) return [`${name} is not as long as the ledger says`];
  if (sha256 === "") return [];
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
  const list = path.replace(/\.[a-z-]+$/, ".csv");
  if (!existsSync(list)) return [`the ledger has ${name}, whose list is not there`];
  return hash === sha256 ? [] : [`${name} is not what the ledger says`];
}
