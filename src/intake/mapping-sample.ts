import { defined } from "../base/assert.ts";
import { counted } from "../base/counted.ts";
import type { Host } from "../base/host.ts";
import { isPlainObject } from "../base/plain-object.ts";
import type { ObjectShape, ScalarShape, Shape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { MappedField, MappedFile, MappedValue } from "../model/mapping.ts";
import type { Scan } from "../model/shard.ts";
import { plainText } from "../mapping/plain-text.ts";
import { compileRecordMapper, valueAt } from "../mapping/record-mapper.ts";
import { columnsOf } from "../mapping/source-words.ts";
import { BAD } from "./check/check.ts";
import { checkOf } from "./check/record-check.ts";
import { type CsvFile, rowMapping } from "./csv/csv-files.ts";
import { IGNORED_COLUMN } from "./csv/csv-layout.ts";
import { firstRows } from "./csv/first-rows.ts";
import { buildOf, type RowMapping } from "./csv/row-builder.ts";
import { withShardFiles } from "./files/shard-files.ts";
import { compileUnitSource, csvFiles } from "./unit-source.ts";

/** A detail file may have no rows for the first records. */
const SHARDS_MAX = 8;
const TEXT: ScalarShape = { kind: "text", optional: true };

/** The mapping of a scanned input, tried on the first records of each of its files. */
export function sampleMapping(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  recordsMax: number,
): MappedFile[] {
  if (input.format !== "csv") return nestedSample(host, input, shape, scan, recordsMax);
  const files = csvFiles(host, input, scan.files);
  const rows = sampleRows(host, files, scan, recordsMax);
  return files.map((file, index) => {
    const list = shape.fields[input.details[index - 1]?.into ?? ""];
    const own = list?.kind === "list" ? list.item : shape;
    return { file: file.spec.file, fields: rowFields(file, own, rows[index] ?? []) };
  });
}

/** The first rows of each of the input's files, in the shards: a trailer is none of them. */
function sampleRows(
  host: Host,
  files: readonly CsvFile[],
  { files: scanned, shards }: Scan,
  rowsMax: number,
): readonly (readonly Row[])[] {
  const sampled = files.map((): Row[] => []);
  for (const shard of shards.slice(0, SHARDS_MAX))
    withShardFiles(host, scanned, shard, (opened) => {
      const ranges = [shard, ...shard.details];
      files.forEach((file, index) => {
        const rows = defined(sampled[index], "the rows of a file");
        const open = defined(opened[index], "an input file");
        const range = defined(ranges[index], "a shard's range");
        rows.push(...firstRows(open, file, range, rowsMax - rows.length));
      });
    });
  return sampled;
}

type Row = readonly string[];

function rowFields(file: CsvFile, shape: ObjectShape, rows: readonly Row[]): MappedField[] {
  const mapping = rowMapping(file);
  const plain = Object.entries(file.spec.csv.columns)
    .filter(([, target]) => target !== IGNORED_COLUMN)
    .map(([column, field]) => ({ field, columns: [column] }));
  const sources = Object.entries(mapping.sources).map(([field, { source }]) => ({
    field,
    columns: columnsOf(source),
  }));
  const placeOf = ([first = ""]: readonly string[]): number =>
    mapping.columnNamed.get(first) ?? Number.MAX_SAFE_INTEGER;
  return [...plain, ...sources]
    .sort((a, b) => placeOf(a.columns) - placeOf(b.columns))
    .map(({ field, columns }) => ({
      field,
      columns,
      values: rowValues(field, columns, { mapping, shape, rows }),
    }));
}

interface SampledRows {
  readonly mapping: RowMapping;
  readonly shape: ObjectShape;
  readonly rows: readonly Row[];
}

function rowValues(
  field: string,
  columns: readonly string[],
  { mapping, shape, rows }: SampledRows,
): MappedValue[] {
  const own = fieldShape(shape, field);
  const build = buildOf(own, field, mapping);
  return rows.map((row) => {
    const read = columns.map((column) => row[mapping.columnNamed.get(column) ?? -1] ?? "");
    return valueOf(read, build?.(row), own);
  });
}

/** The shape of what a path names; a part of an address is a text. */
function fieldShape(shape: ObjectShape, path: string): Shape {
  let at: Shape = shape;
  for (const name of path.split(".")) {
    if (at.kind === "list") at = at.item;
    if (at.kind !== "object") return TEXT;
    at = at.fields[name] ?? TEXT;
  }
  return at;
}

function valueOf(read: readonly string[], made: unknown, shape: Shape): MappedValue {
  const isFaulty = checkOf(shape)(made) === BAD;
  const text = isFaulty ? undefined : madeText(made);
  return { read, isFaulty, ...(text !== undefined && { made: text }) };
}

function madeText(made: unknown): string | undefined {
  if (made === undefined || made === null || made === "") return undefined;
  if (Array.isArray(made)) return counted(made.length, "row");
  if (!isPlainObject(made)) return plainText(made);
  const { lines } = made;
  return Array.isArray(lines) ? lines.join(" / ") : undefined;
}

/** Records as they were sent, and as they are mapped. */
function nestedSample(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  recordsMax: number,
): MappedFile[] {
  const { fields: sources, ...unmapped } = input;
  if (sources === undefined) return [];
  const mapRecord = compileRecordMapper(shape, sources);
  const records = firstRecords(host, unmapped, shape, scan, recordsMax);
  const pairs = records.map((record) => [record, mapRecord(record)] as const);
  const fields = Object.entries(sources).map(([field, { source }]) => {
    const columns = columnsOf(source);
    const list = listOf(shape, field);
    const listed = list === undefined ? undefined : sources[list]?.source;
    const rows = listed?.kind === "column" ? listed.column : (list ?? "");
    const values = pairs.map(([record, mapped]) => {
      const row = list === undefined ? record : valueAt(record, [...rows.split("."), "0"]);
      const path = list === undefined ? field : `${list}.0${field.slice(list.length)}`;
      const read = columns.map((column) => plainText(valueAt(row, column.split("."))) ?? "");
      return valueOf(read, valueAt(mapped, path.split(".")), fieldShape(shape, field));
    });
    return { field, columns, values };
  });
  return [{ file: input.file, fields }];
}

/** The list whose rows a field belongs to. */
function listOf(shape: ObjectShape, field: string): string | undefined {
  const names = field.split(".");
  for (let length = 1; length < names.length; length += 1) {
    const path = names.slice(0, length).join(".");
    if (fieldShape(shape, path).kind === "list") return path;
  }
  return undefined;
}

function firstRecords(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  recordsMax: number,
): unknown[] {
  const records: unknown[] = [];
  const [shard] = scan.shards;
  if (shard === undefined) return records;
  const choice = { from: 0, to: 10 * recordsMax, untouched: new Map() };
  withShardFiles(host, scan.files, shard, (files) => {
    const source = compileUnitSource(host, input, shape, scan.files)(files, shard);
    source.forEach(({ value, faults }) => {
      if (faults.length === 0 && records.length < recordsMax) records.push(value);
    }, choice);
  });
  return records;
}
