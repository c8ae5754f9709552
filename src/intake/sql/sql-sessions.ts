import type { SqlSpec } from "../../model/input-format.ts";
import type { SqlSession } from "./sql-session.ts";

/** The sessions of an input: master and details of one database are read in one transaction. */
export class SqlSessions {
  readonly #open = new Map<string, Promise<SqlSession>>();

  of(spec: SqlSpec, file: string): Promise<SqlSession> {
    const name = spec.database ?? spec.url ?? "";
    const opening = this.#open.get(name) ?? openSession(spec, file);
    this.#open.set(name, opening);
    return opening;
  }

  async close(): Promise<void> {
    for (const opening of this.#open.values())
      await opening.then(
        (session) => session.close(),
        () => {},
      );
  }
}

async function openSession(spec: SqlSpec, file: string): Promise<SqlSession> {
  if (spec.database !== undefined)
    return (await import("./sqlite-session.ts")).openSqlite(spec.database, file);
  return (await import("./postgres-session.ts")).openPostgres(spec, file);
}
