import pg from "pg";
import Cursor from "pg-cursor";
import { counted } from "../../base/counted.ts";
import type { SqlSpec } from "../../model/input-format.ts";
import { postgresText, type PostgresText } from "./postgres-text.ts";
import {
  BATCH_ROWS,
  databaseFault,
  placeInQuery,
  type SqlCell,
  type SqlRows,
  type SqlSession,
} from "./sql-session.ts";

const CONNECT_MS = 30_000;
const AGAIN = "run again once it can be reached; nothing was composed";
const SET_UP = `where PG* variables or a passfile give what the URL does not; ${AGAIN}`;
const BAD_URL =
  "the URL of the database cannot be read: its form, its port, or a file that its sslrootcert, " +
  "sslcert or sslkey names is wrong";
/** Classes of SQLSTATE whose messages speak of names in the query, never of values in the data. */
const TELLABLE = /^(08|0A|25|28|3D|3F|42|53|57|58)/;
/** Values come as the server writes them; their texts are made canonical by type. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

/**
 * Connects and begins a transaction that reads one snapshot and can write nothing. Whatever the URL
 * leaves out, a password above all, comes from the PG* variables or a passfile (libpq).
 */
export async function openPostgres(spec: SqlSpec, file: string): Promise<SqlSession> {
  const client = newClient(spec, file);
  // A connection that is lost while nothing is asked of it is noticed at the next question.
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query("begin isolation level repeatable read, read only");
    await client.query(`set local statement_timeout = ${spec.timeoutSeconds * 1000}`);
    await client.query("set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'");
    await client.query("set local bytea_output = 'hex'; set local extra_float_digits = 1");
  } catch (error) {
    await client.end().catch(() => {});
    const message = `PostgreSQL cannot be reached: ${toldOf(error)}`;
    throw databaseFault(message, { file }, SET_UP);
  }
  return {
    query: (text, queryFile) => PostgresRows.open(client, text, queryFile),
    close: () => client.end().catch(() => {}),
  };
}

/** A URL that is none is refused without being shown: it may have a password. */
function newClient({ url }: SqlSpec, file: string): pg.Client {
  try {
    const client = new pg.Client({
      ...(url !== undefined && { connectionString: url }),
      application_name: "nightpress",
      connectionTimeoutMillis: CONNECT_MS,
      keepAlive: true,
    });
    // Its socket would throw, and the client could then neither connect nor end.
    if (!(client.port > 0 && client.port < 2 ** 16)) throw new RangeError("no port");
    return client;
  } catch {
    throw databaseFault(BAD_URL, { file }, "correct the URL; nothing was composed");
  }
}

/** The rows of a query by a cursor, so that the server's result is never here as a whole. */
class PostgresRows implements SqlRows {
  readonly columns: readonly string[];
  readonly #texts: readonly PostgresText[];
  readonly #read: () => Promise<RawRows>;
  #ahead: RawRows | undefined;

  private constructor(
    first: RawRows,
    fields: readonly pg.FieldDef[],
    read: () => Promise<RawRows>,
  ) {
    this.columns = fields.map(({ name }) => name);
    this.#texts = fields.map(({ dataTypeID }) => postgresText(dataTypeID) ?? String);
    this.#read = read;
    this.#ahead = first;
  }

  static async open(client: pg.Client, query: string, file: string): Promise<PostgresRows> {
    const config = { rowMode: "array" as const, types: AS_TEXT };
    const cursor = client.query(new Cursor<readonly (string | null)[]>(query, [], config));
    let count = 0;
    const read = async (): Promise<{ rows: RawRows; fields: readonly pg.FieldDef[] }> => {
      try {
        const result = await readCursor(cursor);
        count += result.rows.length;
        return result;
      } catch (error) {
        throw queryFault(error, query, file, count);
      }
    };
    const { rows, fields } = await read();
    checkFields(fields, file);
    return new PostgresRows(rows, fields, async () => (await read()).rows);
  }

  async next(): Promise<readonly (readonly SqlCell[])[]> {
    const rows = this.#ahead ?? (await this.#read());
    this.#ahead = undefined;
    return rows.map((row) =>
      row.map((value, index) => (value === null ? "" : (this.#texts[index] ?? String)(value))),
    );
  }
}

type RawRows = readonly (readonly (string | null)[])[];

function readCursor(
  cursor: Cursor<readonly (string | null)[]>,
): Promise<{ rows: RawRows; fields: readonly pg.FieldDef[] }> {
  return new Promise((resolve, reject) => {
    cursor.read(BATCH_ROWS, (error, rows, result?: pg.QueryResult) => {
      if (error) reject(error);
      // There is no result with what is read past the end.
      else resolve({ rows, fields: result?.fields ?? [] });
    });
  });
}

function checkFields(fields: readonly pg.FieldDef[], file: string): void {
  if (fields.length === 0)
    throw databaseFault("the query gives no columns: write a `select`", { file });
  const bad = fields.find(({ dataTypeID }) => postgresText(dataTypeID) === undefined);
  if (bad === undefined) return;
  const message =
    `the column "${bad.name}" has a type that has no exact text: ` +
    "cast it in the query, such as `amount::numeric` or `list::text`";
  throw databaseFault(message, { file });
}

function queryFault(error: unknown, query: string, file: string, count: number): unknown {
  if (!(error instanceof Error)) return error;
  const position = Number(error instanceof pg.DatabaseError ? error.position : undefined);
  const place = position > 0 ? placeInQuery(file, query, position) : { file };
  const told = toldOf(error);
  const message =
    count > 0
      ? `PostgreSQL broke the query off after ${counted(count, "row")}: ${told}`
      : `PostgreSQL refused the query: ${told}`;
  return databaseFault(message, place, count > 0 ? AGAIN : "correct the query");
}

/** What an error says; where its message may quote a value of the data, its code alone. */
function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return "the connection failed";
  if (error instanceof AggregateError) return toldOf(error.errors[0]);
  if (!(error instanceof pg.DatabaseError)) return error.message;
  const { code = "" } = error;
  return TELLABLE.test(code) ? `${error.message} (SQLSTATE ${code})` : `SQLSTATE ${code}`;
}
