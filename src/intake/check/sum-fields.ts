import { defined } from "../../base/assert.ts";
import type { Host, HostFile } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { ObjectShape } from "../../model/data-shape.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan, Shard } from "../../model/shard.ts";
import { shapeAtPath } from "./check-mapping.ts";
import { csvFile, csvSpecs, fieldColumns, openRows } from "../csv/csv-files.ts";
import { readCsvHeader } from "../csv/csv-header.ts";
import { FileWindow, withFile } from "../files/file-window.ts";
import { isFramed } from "../files/input-files.ts";
import { ndjsonCursor } from "../copy/ndjson-cursor.ts";
import { JsonCursor } from "../json/json-cursor.ts";
import { memberPath, textAtPath } from "../json/json-member.ts";
import { exactSum } from "./exact-sum.ts";
import { splitFields } from "../csv/row-fields.ts";
import { isNumberText, moneyForm, type NumberForm } from "./scalar-forms.ts";

/** The sum of a money field over all records in which it could be read. */
export interface FieldSum {
  /** In the units of `exactSum`. */
  exact: bigint;
  /** Records without such an amount in their bytes. */
  unreadCount: number;
}

type Take = (texts: readonly (string | undefined)[]) => void;

/**
 * Sums money fields over the whole master file, bad records included as far as the field can be
 * read: the sender's control total does not know what is wrong with a record. A second pass, made
 * only if sums are expected; it looks at nothing but the summed fields.
 */
export function sumFields(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  scan: Scan,
  fields: readonly string[],
): Map<string, FieldSum> {
  const sums = fields.map((): FieldSum => ({ exact: 0n, unreadCount: 0 }));
  const forms = fields.map((field) => formOf(shape, field));
  const take: Take = (texts) =>
    sums.forEach((sum, index) => addTo(sum, texts[index], forms[index]));
  const master = defined(scan.files[0], "the master file");
  withFile(host, master.workFile, (file) => {
    const read =
      input.format === "csv"
        ? csvTexts(host, input, scan, fields, take)
        : jsonTexts(input, fields, take);
    for (const range of rangesOf(input, scan)) read(file, range);
  });
  return new Map(fields.map((field, index) => [field, defined(sums[index], "a sum")]));
}

type SummedRange = Pick<Shard, "start" | "end" | "firstLine">;

/** Lines continue from shard to shard, so one window goes over all of them. */
function rangesOf({ format }: InputSpec, { shards }: Scan): readonly SummedRange[] {
  const [first, last] = [shards[0], shards.at(-1)];
  if (format !== "ndjson" || first === undefined || last === undefined) return shards;
  return [{ start: first.start, end: last.end, firstLine: first.firstLine }];
}

function jsonTexts(
  input: InputSpec,
  fields: readonly string[],
  take: Take,
): (file: HostFile, range: SummedRange) => void {
  const paths = fields.map(memberPath);
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
      take(paths.map((path) => textAtPath(bytes, path)));
    }
  };
}

function csvTexts(
  host: Host,
  input: InputSpec,
  scan: Scan,
  fields: readonly string[],
  take: Take,
): (file: HostFile, range: SummedRange) => void {
  const master = defined(scan.files[0], "the master file");
  const isInFrames = isFramed(master);
  const { spec, keyColumn } = defined(csvSpecs(input)[0], "the master's spec");
  const header = withFile(host, master.workFile, (open) =>
    readCsvHeader(open, host.sizeBytes(master.workFile), spec, isInFrames),
  );
  const csv = csvFile(spec, keyColumn, header, isInFrames);
  const columnOf = fieldColumns(csv);
  const columns = fields.map((field) => columnOf.get(field) ?? -1);
  const { grammar } = header;
  return (file, range) => {
    const { rows, window } = openRows(file, csv, range, range.firstLine);
    while (rows.next()) {
      const isWhole = rows.fault === "" && rows.countFields() === grammar.columnCount;
      // Delimiters and amounts are ASCII in every encoding that we read.
      const text = isWhole
        ? window.view(rows.contentStart, rows.contentEnd).toString("latin1")
        : "";
      const values = isWhole ? splitFields(text, grammar) : [];
      take(columns.map((column) => values[column]));
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
