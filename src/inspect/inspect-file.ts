import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Host } from "../base/host.ts";
import type { EncodingFinding, FileFinding, Inspection } from "../model/inspection.ts";
import type { ColumnProfile } from "./column-profile.ts";
import { headOf } from "./file-bytes.ts";
import { encodingOf } from "./file-encoding.ts";
import { compressionOf, formatOf } from "./file-format.ts";
import { inspectForeign } from "./inspect-foreign.ts";
import { inspectCsv } from "./inspect-csv.ts";
import { inspectJson, inspectNdjson, type JsonLook, JSON_BYTES_MAX } from "./inspect-json.ts";
import { joinFiles, type LookedFile } from "./join-files.ts";
import { questionsAbout } from "./questions.ts";
import { sniffCsv } from "./sniff-csv.ts";
import { textOf } from "./text-chunks.ts";

/** Looks at files of unknown form: what each holds, and which belongs to which. */
export async function inspectFiles(host: Host, paths: readonly string[]): Promise<Inspection> {
  const looked: LookedFile[] = [];
  // One after the other: each may take some memory.
  for (const path of paths) looked.push(await lookAt(host, path));
  const joins = joinFiles(looked);
  const files = looked.map(({ finding }) => {
    const hasMaster = joins.some(({ detailFile }) => detailFile === finding.file);
    return asked(finding, hasMaster);
  });
  return { files, joins };
}

/** Looks at one file. Throws a `UsageError` if it cannot be read or is empty. */
export async function inspectFile(host: Host, path: string): Promise<FileFinding> {
  const { finding } = await lookAt(host, path);
  return asked(finding, false);
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

async function lookAt(host: Host, path: string): Promise<LookedFile> {
  if (!host.exists(path)) throw unreadable(path, "There is no such file");
  const sizeBytes = host.sizeBytes(path);
  if (sizeBytes === 0) throw unreadable(path, "The file is empty");
  const compression = compressionOf(headOf(host, path, "none"));
  const head = headOf(host, path, compression);
  const { profiles, notes = [], ...looked } = await lookInside(host, path, compression, head);
  const own = { file: path, sizeBytes, compression };
  const finding = { ...own, ...looked };
  return { finding: { ...finding, questions: notes }, profiles };
}

async function lookInside(
  host: Host,
  path: string,
  compression: FileFinding["compression"],
  head: Buffer,
): Promise<Looked> {
  const format = formatOf(head);
  if (format === "xlsx" || format === "parquet" || format === "xml") {
    if (compression !== "none")
      return { ...NOTHING, format, notes: ["Unpack it to have it looked at."] };
    return { format, ...(await inspectForeign(host, path, format, head)) };
  }
  if (format !== "csv" && format !== "ndjson" && format !== "json")
    return {
      ...NOTHING,
      format,
      ...(format === "fixed" && { encoding: encodingOf(host, path, compression) }),
    };
  const encoding = encodingOf(host, path, compression);
  const how = { compression, encoding: encoding.name };
  if (format === "ndjson") return fromJson(inspectNdjson(host, path, how), format, encoding);
  if (format === "json") {
    if (host.sizeBytes(path) > JSON_BYTES_MAX)
      return { ...NOTHING, format, encoding, notes: ["The file is too large to be looked at."] };
    const look = inspectJson(host, path, how);
    const notes = ["It has no list of objects that could be records."];
    return look ? fromJson(look, format, encoding) : { ...NOTHING, format, encoding, notes };
  }
  const text = textOf(head, encoding.name);
  const form = sniffCsv(text);
  if (form === undefined) return notDelimited(text, encoding);
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

/** Text without a delimiter: lines of one length are of fixed width. */
function notDelimited(text: string, encoding: EncodingFinding): Looked {
  const lines = text.split(/\r?\n/).slice(0, -1);
  const lengths = new Set(lines.map(({ length }) => length));
  const [length = 0] = lengths;
  if (lines.length < 2 || lengths.size > 1 || length < 8)
    return { ...NOTHING, format: "unknown", encoding };
  const notes = [`All lines looked at have ${length} characters: where do its fields begin?`];
  return { ...NOTHING, format: "fixed", encoding, rows: lines.length, notes };
}

function unreadable(path: string, what: string): UsageError {
  return new UsageError([
    diagnostic("file.unreadable", `${what}: ${path}`, { hint: "Name a file with records." }),
  ]);
}
