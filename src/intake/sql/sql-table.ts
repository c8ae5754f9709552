import { limits } from "../../base/limits.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { SqlSpec } from "../../model/input-format.ts";
import type {
  ForeignFault,
  ForeignFile,
  ForeignRow,
  ForeignTable,
} from "../copy/foreign-source.ts";
import { readRange } from "../files/file-window.ts";
import { databaseFault, type SqlCell, type SqlRows } from "./sql-session.ts";
import type { SqlSessions } from "./sql-sessions.ts";

/** Opens the result of a query as a table; the file holds the text of the query. */
export async function sqlTable(
  spec: SqlSpec,
  file: ForeignFile,
  sessions: SqlSessions,
): Promise<ForeignTable> {
  const query = readQuery(file);
  const session = await sessions.of(spec, file.file);
  const rows = await session.query(query, file.file);
  const twin = rows.columns.find((name, index) => rows.columns.indexOf(name) !== index);
  if (twin !== undefined) {
    const message = `the query gives two columns named "${twin}": name one of them with \`as\``;
    throw databaseFault(message, { file: file.file });
  }
  return { form: "rows", isSnapshot: true, columns: rows.columns, batches: () => batches(rows) };
}

function readQuery({ open, sizeBytes, file }: ForeignFile): string {
  if (sizeBytes > limits.layoutBytesMax)
    throw databaseFault("the file is too large for a query: name one that holds a `select`", {
      file,
    });
  const text = utf8Text(readRange(open, 0, sizeBytes))
    .replace(/^\uFEFF/, "")
    .trim();
  if (text === "") throw databaseFault("the file holds no query: write a `select`", { file });
  return text.replace(/;$/, "");
}

async function* batches(rows: SqlRows): AsyncGenerator<readonly ForeignRow[]> {
  let line = 0;
  for (;;) {
    const batch = await rows.next();
    if (batch.length === 0) return;
    yield batch.map((cells) => rowOf(rows.columns, cells, (line += 1)));
  }
}

function rowOf(columns: readonly string[], cells: readonly SqlCell[], line: number): ForeignRow {
  const place = { line, byteOffset: 0, sizeBytes: 0 };
  let fault: ForeignFault | undefined;
  const fields = cells.map((cell, index) => {
    if (typeof cell === "string") return cell;
    const column = columns[index] ?? "";
    fault ??= { code: "data.wrong-type", column, message: `${column} ${cell.problem}` };
    return "";
  });
  return fault === undefined ? { fields, place } : { fields, place, fault };
}
