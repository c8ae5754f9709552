import { UsageError } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import type { FormatSpec } from "../../model/input-format.ts";
import type { ListSpec } from "../../model/list-spec.ts";
import { plainText } from "../../mapping/plain-text.ts";
import { valueAt } from "../../mapping/record-mapper.ts";
import type { ForeignRecord, ForeignRow } from "../copy/foreign-source.ts";
import { encodingOf, HEAD_BYTES, isReadAs } from "../source/text-form.ts";
import { decodeList } from "./list-lines.ts";
import { listFormat } from "./list-name.ts";
import { listContent, type ListPart } from "./list-parts.ts";
import { cellsOf, type ListForm, type ListRow, textRows } from "./list-row.ts";
import { listFault, type ListWords } from "./list-words.ts";
import { MemoryFile } from "./memory-file.ts";

/** A list that is read. */
export interface ListReading {
  readonly host: Host;
  readonly spec: ListSpec;
  readonly form: ListForm;
  readonly words: ListWords;
  /** Is told the SHA-256 of the file that was read. */
  readonly onHash?: (sha256: string) => void;
}

/**
 * Reads a list of any form: text of one value a line, CSV, or what its name or its job says. Throws
 * a `UsageError` if it cannot be read at all; what is wrong with a row stands in the row.
 */
export async function* listRows(reading: ListReading): AsyncGenerator<Iterable<ListRow>> {
  const { host, spec, words } = reading;
  const { parts, sha256 } = await listContent(host, spec, words);
  reading.onHash?.(sha256);
  for (const part of parts) {
    const format = listFormat(spec, part.file);
    if (format === "text") yield textRows(part.file, await textOf(reading, part), reading.form);
    else if (format === "ndjson") yield jsonRows(reading, part.file, await textOf(reading, part));
    else yield* foreignRows(reading, format, part);
  }
}

/** The bytes of a text in an encoding that it is read in. */
async function readableBytes({ spec }: ListReading, { file, bytes }: ListPart): Promise<Encoded> {
  const encoding = encodingOf({ ...spec, file }, bytes.subarray(0, HEAD_BYTES));
  if (isReadAs(encoding))
    return { bytes, encoding: encoding === "utf-8" ? "utf-8" : "windows-1252" };
  const { utf8Recoder } = await import("../source/recode.ts");
  return { bytes: Buffer.from(utf8Recoder(encoding).push(bytes, true)), encoding: "utf-8" };
}

interface Encoded {
  readonly bytes: Buffer;
  readonly encoding: "utf-8" | "windows-1252";
}

async function textOf(reading: ListReading, part: ListPart): Promise<string> {
  const { bytes, encoding } = await readableBytes(reading, part);
  const text = decodeList(bytes, encoding);
  if (typeof text === "string") return text;
  const declared = reading.spec.recode ?? "UTF-8";
  throw refused(reading, { file: part.file, line: text }, `is not ${declared} text`);
}

function* jsonRows({ spec, form }: ListReading, file: string, text: string): Generator<ListRow> {
  const take = recordTaker(spec, form);
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (line.trim() === "") continue;
    const value = parsed(line);
    const row = { file, line: index + 1 };
    yield isPlainObject(value)
      ? { ...row, ...take(value) }
      : { ...row, cells: {}, fault: { what: "is no JSON object" } };
  }
}

function parsed(line: string): unknown {
  try {
    const value: unknown = JSON.parse(line);
    return value;
  } catch {
    return undefined;
  }
}

/** The list's columns of a nested record, whose columns are paths. */
function recordTaker(
  { columns }: ListSpec,
  form: ListForm,
): (value: unknown) => Pick<ListRow, "cells" | "fault"> {
  const own = form.columns.map((name) => [name, name] as const);
  const takes = (columns === undefined ? own : Object.entries(columns)).map(
    ([column, name]) => ({ column, name, path: column.split(".") }) as const,
  );
  return (value) => {
    const cells: Record<string, string> = {};
    for (const { column, name, path } of takes) {
      const found = valueAt(value, path) ?? "";
      const text = plainText(found);
      if (text === undefined)
        return { cells: {}, fault: { column, what: `has no text or short number in ${column}` } };
      cells[name] = text.trim();
    }
    return { cells };
  };
}

async function* foreignRows(
  reading: ListReading,
  foreign: FormatSpec,
  part: ListPart,
): AsyncGenerator<Iterable<ListRow>> {
  const { host, spec, form } = reading;
  const { file } = part;
  const isText = foreign.kind === "delimited";
  const { bytes } = isText ? await readableBytes(reading, part) : part;
  const columns = spec.columns === undefined ? form.columns : Object.keys(spec.columns);
  const open = new MemoryFile(bytes);
  const { ForeignReaders } = await import("../copy/open-foreign.ts");
  const readers = new ForeignReaders();
  try {
    const opened = { host, file, path: spec.file, open, sizeBytes: bytes.length, columns };
    const source = await readers.open(foreign, opened);
    if (source.form === "rows") {
      const names = columnNames(reading, file, source.columns);
      for await (const batch of source.batches())
        yield batch.flatMap((row) => rowOf(file, names, row));
    } else {
      const take = recordTaker(spec, form);
      for await (const batch of source.batches())
        yield batch.map((record) => ({ ...placed(file, record), ...take(record.value) }));
    }
  } finally {
    await readers.close();
  }
}

/** What the list calls each column of a table; what nobody asks for keeps its name. */
function columnNames(
  reading: ListReading,
  file: string,
  columns: readonly string[],
): readonly string[] {
  const { spec, form } = reading;
  const refuse = (what: string, hint?: string): never => {
    throw refused(reading, { file, line: 0 }, what, hint);
  };
  const has = `it has ${columns.slice(0, 8).join(", ")}`;
  const own = spec.columns;
  const names = columns.map((column) =>
    own === undefined ? column.trim().toLowerCase() : (own[column.trim()] ?? ""),
  );
  for (const [column, name] of Object.entries(own ?? {}))
    if (!names.includes(name))
      refuse(`has no column ${column} (${has})`, "Correct its name where the list is declared.");
  if (own === undefined && !form.heads.some((name) => names.includes(name)))
    refuse(`has no column ${form.heads.join(" or ")} (${has})`);
  const twice = form.columns.find((name) => names.indexOf(name) < names.lastIndexOf(name));
  if (twice !== undefined) refuse(`has two columns ${twice} (${has})`);
  return names;
}

/** No row of nothing but empty fields counts. */
function rowOf(file: string, names: readonly string[], row: ForeignRow): ListRow[] {
  const fields = row.fields.map((field) => field.trim());
  if (row.fault === undefined && fields.every((field) => field === "")) return [];
  return [{ ...placed(file, row), cells: cellsOf(names, fields) }];
}

function placed(
  file: string,
  { place: { line }, fault }: ForeignRow | ForeignRecord,
): Omit<ListRow, "cells"> {
  if (fault === undefined) return { file, line };
  const { column, message } = fault;
  const what = `cannot be read: ${message}`;
  return { file, line, fault: { what, ...(column !== undefined && { column }) } };
}

function refused(
  { words }: ListReading,
  place: Parameters<typeof listFault>[1],
  what: string,
  hint?: string,
): UsageError {
  return new UsageError([listFault(words, place, what, hint)]);
}
