import { defined } from "../base/assert.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { RecordsSpec } from "../model/input-format.ts";
import type { EncodingFinding, FileFinding, Inspection } from "../model/inspection.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { headOf } from "./file-bytes.ts";
import { isServer, namedDatabase } from "./database-name.ts";
import { encodingOf } from "./file-encoding.ts";
import { compressionOf, formatOf } from "./file-format.ts";
import { byBlankColumns, byCopybook, type FixedLook } from "./fixed/fixed-look.ts";
import { copybookFiles } from "./fixed/copybook-files.ts";
import { inspectBy, inspectForeign, inspectWorkbook } from "./inspect-foreign.ts";
import { inspectCsv } from "./inspect-csv.ts";
import { inspectJson, inspectNdjson, type JsonLook, JSON_BYTES_MAX } from "./inspect-json.ts";
import { joinFiles, type LookedFile } from "./join-files.ts";
import { byColumn, byPrefix, recordLines } from "./records/record-lines.ts";
import { questionsAbout } from "./questions.ts";
import { sniffCsv } from "./sniff-csv.ts";
import { textOf } from "./text-chunks.ts";

/** Looks at files of unknown form: what each holds, and which belongs to which. */
export async function inspectFiles(
  host: Host,
  paths: readonly string[],
  database?: string,
): Promise<Inspection> {
  const looked: LookedFile[] = [];
  const { data, of: copybooks } = copybookFiles(host, paths);
  // One after the other: each may take some memory.
  for (const path of data) {
    const copybook = copybooks.get(path);
    looked.push(...(await lookAt(host, path, { database, copybook })));
  }
  const joins = joinFiles(looked);
  const files = looked.map(({ finding }) => {
    const hasMaster = joins.some(({ detailFile }) => detailFile === finding.file);
    return asked(finding, hasMaster);
  });
  return { files, joins };
}

/**
 * Looks at one file; of a workbook at its first sheet that has rows. Throws a `UsageError` if it
 * cannot be read or is empty.
 */
export async function inspectFile(host: Host, path: string): Promise<FileFinding> {
  const [looked] = await lookAt(host, path, {});
  return asked(defined(looked, "what was found").finding, false);
}

function asked(finding: FileFinding, hasMaster: boolean): FileFinding {
  return { ...finding, questions: [...finding.questions, ...questionsAbout(finding, hasMaster)] };
}

interface Looked extends Omit<FileFinding, "questions" | keyof Head> {
  readonly profiles: readonly ColumnProfile[];
  readonly notes?: readonly string[];
}

type Head = Pick<FileFinding, "file" | "sizeBytes" | "compression">;

const NOTHING = { rows: 0, columns: [], lists: [], keys: [], profiles: [] };

/** What is given beside a file. */
interface Beside {
  readonly database?: string | undefined;
  readonly copybook?: string | undefined;
}

/** A workbook gives a finding for each of its sheets. */
async function lookAt(host: Host, path: string, beside: Beside): Promise<LookedFile[]> {
  if (!host.exists(path)) throw unreadable(path, "There is no such file");
  const sizeBytes = host.sizeBytes(path);
  if (sizeBytes === 0) throw unreadable(path, "The file is empty");
  const compression = compressionOf(headOf(host, path, "none"));
  const head = headOf(host, path, compression);
  const how = { compression, head, ...beside };
  const isBook = compression === "none" && formatOf(head) === "xlsx";
  const looks = isBook ? await lookAtBook(host, path) : [await lookInside(host, path, how)];
  return looks.map(({ profiles, notes = [], ...looked }) => {
    const file = looked.sheet === undefined ? path : `${path}#${looked.sheet.name}`;
    return { finding: { file, sizeBytes, compression, ...looked, questions: notes }, profiles };
  });
}

async function lookAtBook(host: Host, path: string): Promise<Looked[]> {
  const looks = await inspectWorkbook(host, path);
  return looks.map(({ sheet, ...look }) => {
    const found = { format: "xlsx" as const, ...look };
    return sheet === undefined ? found : { ...found, sheet: { file: path, name: sheet } };
  });
}

interface How extends Beside {
  readonly compression: FileFinding["compression"];
  readonly head: Buffer;
}

async function lookInside(host: Host, path: string, how: How): Promise<Looked> {
  const { compression, head, database, copybook } = how;
  if (path.endsWith(".sql")) return inspectQuery(host, path, database);
  const format = formatOf(head);
  if (copybook !== undefined) return lookByCopybook(host, path, how, copybook);
  if (format === "xlsx" || format === "parquet" || format === "xml") {
    if (format === "xlsx" || compression !== "none")
      return { ...NOTHING, format, notes: ["Unpack it to have it looked at."] };
    return { format, ...(await inspectForeign(host, path, format, head)) };
  }
  if (format === "fixed") {
    const encoding = encodingOf(host, path, compression);
    return { ...NOTHING, format, encoding, notes: [NO_COPYBOOK] };
  }
  if (format !== "csv" && format !== "ndjson" && format !== "json") return { ...NOTHING, format };
  const encoding = encodingOf(host, path, compression);
  const as = { compression, encoding: encoding.name };
  if (format === "ndjson") return fromJson(inspectNdjson(host, path, as), format, encoding);
  if (format === "json") {
    if (host.sizeBytes(path) > JSON_BYTES_MAX)
      return { ...NOTHING, format, encoding, notes: ["The file is too large to be looked at."] };
    const look = inspectJson(host, path, as);
    const notes = ["It has no list of objects that could be records."];
    return look ? fromJson(look, format, encoding) : { ...NOTHING, format, encoding, notes };
  }
  const text = textOf(head, encoding.name);
  const lines = compression === "none" && recordLines(host, path, head, encoding.name);
  const types = lines ? byColumn(lines, encoding.name) : undefined;
  if (types !== undefined) return fromRecords(host, path, types, encoding);
  const form = sniffCsv(text);
  if (form === undefined) {
    const placed = lines ? byPrefix(lines, encoding.name) : undefined;
    if (placed !== undefined) return fromRecords(host, path, placed, encoding);
    return notDelimited(host, path, text, encoding);
  }
  const { csv, rows, columns, keys, trailer, profiles } = inspectCsv(host, path, form, {
    compression,
    encoding,
    head: text,
  });
  const found = { format, encoding, csv, rows, columns, lists: [], keys, profiles };
  return trailer === undefined ? found : { ...found, trailer };
}

function fromJson(look: JsonLook, format: "json" | "ndjson", encoding: EncodingFinding): Looked {
  const { rows, columns, lists, keys, profiles, recordsPath, brokenLines, firstBroken } = look;
  const notes =
    brokenLines === 0
      ? []
      : [`${brokenLines} lines are no JSON, the first is line ${firstBroken}.`];
  const found = { format, encoding, rows, columns, lists, keys, profiles, notes };
  return format === "json" ? { ...found, recordsPath } : found;
}

const NO_COPYBOOK =
  "Where do its fields begin? Name its COBOL copybook beside it, by the same name: a.dat a.cpy.";

async function lookByCopybook(
  host: Host,
  path: string,
  { compression, head }: How,
  copybook: string,
): Promise<Looked> {
  const encoding = encodingOf(host, path, compression);
  const look = byCopybook(host, copybook, head, encoding.name);
  return fromFixed(host, path, look, encoding);
}

/** Text without a delimiter: lines of one length are of fixed width. */
async function notDelimited(
  host: Host,
  path: string,
  text: string,
  encoding: EncodingFinding,
): Promise<Looked> {
  const look = byBlankColumns(text, encoding.name);
  return look === undefined
    ? { ...NOTHING, format: "unknown", encoding }
    : fromFixed(host, path, look, encoding);
}

async function fromFixed(
  host: Host,
  path: string,
  look: FixedLook,
  encoding: EncodingFinding,
): Promise<Looked> {
  const format = "fixed";
  if ("note" in look) return { ...NOTHING, format, encoding, notes: [look.note] };
  const found = await inspectBy(host, path, look.spec);
  const notes = [...look.notes, ...found.notes];
  return { format, encoding, ...found, fixed: look.fixed, notes };
}

const UNNAMED = "Its types were told by their codes: what are their fields called?";

async function fromRecords(
  host: Host,
  path: string,
  records: RecordsSpec,
  encoding: EncodingFinding,
): Promise<Looked> {
  const found = await inspectBy(host, path, records);
  return { format: "records", encoding, ...found, records, notes: [UNNAMED, ...found.notes] };
}

/** The rows of a query, from the database that was given. */
async function inspectQuery(host: Host, path: string, database = ""): Promise<Looked> {
  const format = "sql";
  if (database === "") return { ...NOTHING, format, notes: [NO_DATABASE] };
  const { name, opened } = namedDatabase(database);
  const where = isServer(name) ? { url: opened } : { database: opened };
  const spec = { kind: "sql", form: "rows", ...where, timeoutSeconds: QUERY_SECONDS } as const;
  return { format, ...(await inspectBy(host, path, spec)), database: name };
}

const QUERY_SECONDS = 600;
const NO_DATABASE = "Which database is it put to? Name it with `--database URL` or an SQLite file.";

function unreadable(path: string, what: string): UsageError {
  return new UsageError([
    diagnostic("file.unreadable", `${what}: ${path}`, { hint: "Name a file with records." }),
  ]);
}
