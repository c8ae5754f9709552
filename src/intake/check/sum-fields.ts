import { defined } from "../../base/assert.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { ObjectShape, ScalarShape } from "../../model/data-shape.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan, ScannedFile, Shard } from "../../model/shard.ts";
import { shapeAtPath } from "./check-mapping.ts";
import { csvFile, csvSpecs, openRows, rowMapping } from "../csv/csv-files.ts";
import { readCsvHeader } from "../csv/csv-header.ts";
import { FileWindow, withFile } from "../files/file-window.ts";
import { isFramed, specIndex } from "../files/input-files.ts";
import { ndjsonCursor } from "../copy/ndjson-cursor.ts";
import { JsonCursor } from "../json/json-cursor.ts";
import { memberPath, textAtPath } from "../json/json-member.ts";
import { scalarBuild } from "../csv/row-builder.ts";
import { valueAtPath } from "../json/field-path.ts";
import { compileRecordMapper } from "../../mapping/record-mapper.ts";
import { textDecodeFor } from "../files/text-decode.ts";
import { exactSum } from "./exact-sum.ts";
import { isNumberText, moneyForm, type NumberForm } from "../../rules/scalar-forms.ts";

/** The sum of a money field over all records in which it could be read. */
export interface FieldSum {
  /** In the units of `exactSum`. */
  exact: bigint;
  /** Records without such an amount in their bytes. */
  unreadCount: number;
}

const MONEY: ScalarShape = { kind: "money", optional: true };

type Take = (texts: readonly (string | undefined)[]) => void;

/**
 * Sums money fields over each file of the master, bad records included as far as the field can be
 * read: the sender's control total does not know what is wrong with a record. A second pass, made
 * only if sums are expected; it looks at nothing but the summed fields.
 */
export function sumFields(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  fields: readonly string[],
): ReadonlyMap<string, FieldSum>[] {
  const forms = fields.map((field) => formOf(shape, field));
  const masters = scan.files.filter((_, index) => specIndex(scan.files, index) === 0);
  return masters.map((master, part) => {
    const sums = fields.map((): FieldSum => ({ exact: 0n, unreadCount: 0 }));
    const take: Take = (texts) =>
      sums.forEach((sum, index) => addTo(sum, texts[index], forms[index]));
    withFile(host, master.workFile, (file) => {
      const read =
        input.format === "csv"
          ? csvTexts(host, input, { master, part }, fields, take)
          : jsonTexts(input, shape, fields, take);
      const shards = scan.shards.filter((shard) => isOf(shard, part, master));
      for (const range of rangesOf(input, shards)) read(file, range);
    });
    return new Map(fields.map((field, index) => [field, defined(sums[index], "a sum")]));
  });
}

/** The rows of a list that were sorted into one file are in all of its shards. */
function isOf({ file = 0 }: Shard, part: number, { unsorted }: ScannedFile): boolean {
  return unsorted !== undefined || file === part;
}

type SummedRange = Pick<Shard, "start" | "end" | "firstLine">;

/** Lines continue from shard to shard, so one window goes over all of them. */
function rangesOf({ format }: InputSpec, shards: readonly Shard[]): readonly SummedRange[] {
  const [first, last] = [shards[0], shards.at(-1)];
  if (format !== "ndjson" || first === undefined || last === undefined) return shards;
  return [{ start: first.start, end: last.end, firstLine: first.firstLine }];
}

function jsonTexts(
  input: InputSpec,
  shape: ObjectShape,
  fields: readonly string[],
  take: Take,
): (file: HostFile, range: SummedRange) => void {
  const read = input.fields === undefined ? memberTexts(fields) : mappedTexts(input, shape, fields);
  return (file, range) => {
    const window = new FileWindow(file, range);
    const cursor =
      input.format === "ndjson"
        ? ndjsonCursor(window, range.firstLine, input.foreign !== undefined)
        : new JsonCursor(window);
    while (cursor.next()) {
      const { contentStart, contentEnd } = cursor;
      const isReadable = contentEnd - contentStart <= limits.recordBytesMax;
      const bytes = isReadable ? window.view(contentStart, contentEnd) : Buffer.alloc(0);
      take(read(bytes));
    }
  };
}

type ReadTexts = (bytes: Buffer) => (string | undefined)[];

/** Texts found without parsing the record. */
function memberTexts(fields: readonly string[]): ReadTexts {
  const paths = fields.map(memberPath);
  return (bytes) => paths.map((path) => textAtPath(bytes, path));
}

/** Texts of fields that may lie elsewhere in the sender's record, or be converted. */
function mappedTexts(input: InputSpec, shape: ObjectShape, fields: readonly string[]): ReadTexts {
  const mapRecord = compileRecordMapper(shape, input.fields ?? {});
  const decode = textDecodeFor(input.encoding);
  return (bytes) => {
    const record = mapRecord(parsed(decode(bytes) ?? ""));
    return fields.map((field) => textOf(valueAtPath(record, field.split("."))));
  };
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function latin1(bytes: Buffer): string {
  return bytes.toString("latin1");
}

function csvTexts(
  host: Host,
  input: InputSpec,
  { master, part }: { readonly master: ScannedFile; readonly part: number },
  fields: readonly string[],
  take: Take,
): (file: HostFile, range: SummedRange) => void {
  const isInFrames = isFramed(master);
  const { spec, keyColumn } = defined(csvSpecs(input)[0], "the master's spec");
  const header = withFile(host, master.workFile, (open) =>
    readCsvHeader(open, host.sizeBytes(master.workFile), spec, isInFrames),
  );
  const csv = csvFile(spec, keyColumn, header, isInFrames);
  const mapping = rowMapping(csv);
  const takes = fields.map((field) => scalarBuild(MONEY, field, mapping));
  // Delimiters and amounts are ASCII in every encoding that we read; other columns may not be.
  const isMapped = fields.some((field) => mapping.sources[field] !== undefined);
  const decode = isMapped ? csv.decode : latin1;
  const { columnCount } = header.grammar;
  return (file, range) => {
    const { rows, fields: fieldsHere } = openRows(file, { ...csv, decode }, range, range.firstLine);
    while (rows.next()) {
      if (master.unsorted !== undefined && rows.part !== part) continue;
      const isWhole = rows.fault === "" && rows.countFields() === columnCount;
      const values = isWhole ? fieldsHere() : undefined;
      take(takes.map((one) => values && textOf(one?.(values))));
    }
  };
}

function formOf(shape: ObjectShape, field: string): NumberForm {
  const money = shapeAtPath(shape, field.split("."));
  return moneyForm(money?.kind === "money" ? money.digits : undefined);
}

function addTo(sum: FieldSum, text: string | undefined, form = moneyForm()): void {
  const amount = text !== undefined && isNumberText(text, form) ? exactSum(text) : undefined;
  if (amount === undefined) sum.unreadCount += 1;
  else sum.exact += amount;
}
