import { assert, defined } from "../base/assert.ts";
import type { Host, HostFile } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { ScannedFile, Shard } from "../model/shard.ts";
import { csvFile, csvSpecs, joinRows, openRows, rowMapping } from "./csv/csv-files.ts";
import type { CsvFile } from "./csv/csv-files.ts";
import { readCsvHeader } from "./csv/csv-header.ts";
import { CsvUnitSource } from "./csv/csv-unit-source.ts";
import type { CsvUnitPlan } from "./csv/csv-unit-source.ts";
import { DetailRows } from "./join/detail-rows.ts";
import { FileWindow, type WindowRange, WindowStorage, withFile } from "./files/file-window.ts";
import { isFramed, placedFile, specIndex } from "./files/input-files.ts";
import { JsonCursor } from "./json/json-cursor.ts";
import { compileTyped } from "./copy/typed-values.ts";
import { CopiedUnitSource } from "./copy/copied-unit-source.ts";
import { JsonUnitSource } from "./json/json-unit-source.ts";
import { compileKey } from "./mapped-key.ts";
import { LineCursor } from "./files/line-cursor.ts";
import type { UnitSource } from "./parsed-unit.ts";
import { compileRowBuilder } from "./csv/row-builder.ts";
import { compileRecordMapper } from "../mapping/record-mapper.ts";
import { textDecodeFor } from "./files/text-decode.ts";

/**
 * Opens a shard: its files are those of the scan, in its order. A shard is read before the next is
 * opened, for all keep their bytes in the same memory.
 */
export type OpenUnitSource = (
  files: readonly HostFile[],
  shard: Shard & Pick<WindowRange, "chunkBytes">,
) => UnitSource;

/** Makes the function that opens shards of an input; once per worker, for all of its shards. */
export function compileUnitSource(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scanned: readonly ScannedFile[],
): OpenUnitSource {
  return input.format === "csv"
    ? compileCsvSource(host, input, shape, scanned)
    : input.foreign === undefined
      ? compileJsonSource(input, shape, scanned)
      : compileRecordSource(host, input, shape, scanned);
}

function compileJsonSource(
  input: InputSpec,
  shape: ObjectShape,
  scanned: readonly ScannedFile[],
): OpenUnitSource {
  const mapRecord = compileMapper(input, shape);
  const decode = textDecodeFor(input.encoding);
  const storage = new WindowStorage();
  return (files, shard) => {
    const window = new FileWindow(defined(files[0], "the master file"), { ...shard, storage });
    const cursor =
      input.format === "ndjson" ? new LineCursor(window, shard.firstLine) : new JsonCursor(window);
    return new JsonUnitSource(masterOf(scanned, shard).file, window, cursor, { decode, mapRecord });
  };
}

function masterOf(scanned: readonly ScannedFile[], { file = 0 }: Shard): ScannedFile {
  return defined(scanned[file], "the master file");
}

/** The records of a work copy. */
function compileRecordSource(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scanned: readonly ScannedFile[],
): OpenUnitSource {
  const mapRecord = compileMapper(input, shape);
  const types = compileTyped(shape);
  const typed = (record: unknown): unknown => types(mapRecord ? mapRecord(record) : record);
  const storage = new WindowStorage();
  return (files, shard) => {
    const window = new FileWindow(defined(files[0], "the master file"), { ...shard, storage });
    const master = masterOf(scanned, shard);
    const places = { file: master.file, placed: placedFile(master) };
    return new CopiedUnitSource({ host, ...places, typed }, window);
  };
}

function compileCsvSource(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scanned: readonly ScannedFile[],
): OpenUnitSource {
  const files = csvFiles(host, input, scanned);
  const plan = csvPlan(host, input, shape, files, scanned);
  const storages = files.map(() => new WindowStorage());
  return (opened, shard) => {
    const ranges = [{ ...shard, firstLine: shard.firstLine }, ...shard.details];
    const [master, ...details] = files.map((file, index) => {
      const storage = defined(storages[index], "memory for a file's bytes");
      const range = { ...defined(ranges[index], "a shard's range"), storage };
      return openRows(defined(opened[index], "an input file"), file, range, range.firstLine);
    });
    const join = joinRows(defined(master, "the master file"), details);
    return new CsvUnitSource(plan, join, shard.file ?? 0);
  };
}

/** What is known of the delimited files of a scanned input, the master first. */
export function csvFiles(
  host: Host,
  input: InputSpec,
  scanned: readonly ScannedFile[],
): readonly CsvFile[] {
  return csvSpecs(input).map(({ spec, keyColumn }, index) => {
    const first = scanned.find((_, at) => specIndex(scanned, at) === index);
    const { workFile, file } = defined(first, "a scanned file");
    const isInFrames = isFramed({ file, workFile });
    const workBytes = host.sizeBytes(workFile);
    const header = withFile(host, workFile, (open) =>
      readCsvHeader(open, workBytes, spec, isInFrames),
    );
    return csvFile({ ...spec, file }, keyColumn, header, isInFrames);
  });
}

/** Brings nested records into the layout's shape; undefined if they have it. */
function compileMapper(
  { fields }: InputSpec,
  shape: ObjectShape,
): ((record: unknown) => unknown) | undefined {
  return fields && compileRecordMapper(shape, fields);
}

function csvPlan(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  files: readonly CsvFile[],
  scanned: readonly ScannedFile[],
): CsvUnitPlan {
  const master = defined(files[0], "the master file");
  const namesOf = files.map((_, of) =>
    scanned.flatMap(({ file }, index) => (specIndex(scanned, index) === of ? [file] : [])),
  );
  return {
    host,
    build: compileRowBuilder(shape, rowMapping(master)),
    keyOf: compileKey(input),
    details: input.details.map(({ into }, index) => {
      const list = shape.fields[into];
      assert(list?.kind === "list", "checkMapping holds details to lists of the shape");
      const file = defined(files[index + 1], "a detail file");
      const names = defined(namesOf[index + 1], "the names of its files");
      return { into, rows: new DetailRows(file, into, list.item, names) };
    }),
    files: scanned.map((file) => ({ file: file.file, placed: placedFile(file) })),
    names: namesOf,
  };
}
