import type { ColumnFinding, FileFinding, Inspection, KindFinding } from "../model/inspection.ts";
import { visible } from "../base/visible-text.ts";
import { countText, grouped, sizeText } from "./figures.ts";

const NAMES: Readonly<Record<FileFinding["format"], string>> = {
  csv: "CSV",
  ndjson: "NDJSON",
  json: "JSON",
  fixed: "fixed width",
  records: "record types",
  sql: "rows of a query",
  xml: "XML",
  xlsx: "XLSX, or another ZIP archive",
  parquet: "Parquet",
  sqlite: "SQLite",
  unknown: "no format that is known",
};
const SIGNS: Readonly<Record<string, string>> = { "\t": "a tab", " ": "a blank" };
const SAMPLES_SHOWN = 2;
const SAMPLE_LENGTH_MAX = 30;

/** A value of which only the form can be seen. */
export function maskedValue(value: string): string {
  return value.replaceAll(/[\p{N}\p{L}]/gu, (sign) => {
    if (/\p{N}/u.test(sign)) return "9";
    return /\p{Lu}/u.test(sign) ? "X" : "x";
  });
}

/** What was found in a file, line by line; values are masked unless they are asked for. */
export function fileLines(file: FileFinding, showsValues: boolean): string[] {
  const { format, sizeBytes, compression, rows, lists } = file;
  const packed = compression === "none" ? "" : `, packed with ${compression}`;
  const head = `${NAMES[format]}${packed}, ${sizeText(sizeBytes)}, ${countText(rows, "row")}`;
  return [
    `${nameOf(file.file)}: ${head}`,
    ...formLines(file),
    ...(file.keys.length === 0 ? [] : [row("key", file.keys.join(", "))]),
    ...file.columns.map((column) => columnLine(column, rows, showsValues)),
    ...lists.flatMap((list) => [
      row("list", `${list.path}, ${countText(list.rows, "row")}`),
      ...list.columns.map((column) => columnLine(column, list.rows, showsValues)),
    ]),
    ...file.questions.map((question) => row("?", question)),
  ].map((line) => visible(line));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** Which file belongs to which. */
export function joinLines({ joins }: Inspection): string[] {
  return joins.map(({ detailFile, detailColumn, masterFile, masterColumn, matched, compared }) => {
    const [detail, master] = [detailFile, masterFile].map(nameOf);
    const share = `${grouped(matched)} of ${grouped(compared)} values`;
    return `${detail} belongs to ${master}: ${detailColumn} to ${masterColumn}, ${share}`;
  });
}

function formLines({ encoding, csv, fixed, records, trailer, recordsPath }: FileFinding): string[] {
  const places = fixed?.fields.map(({ start, length }) => `${start}-${start + length - 1}`) ?? [];
  return [
    ...(fixed?.copybook ? [row("copybook", nameOf(fixed.copybook))] : []),
    ...(places.length > 0 ? [row("fields", `at ${places.join(", ")}`)] : []),
    ...(encoding ? [row("encoding", `${encoding.name}: ${encoding.evidence}`)] : []),
    ...(recordsPath ? [row("records", `at ${recordsPath}`)] : []),
    ...(records?.types.map(({ code, as }) => row("type", `${code}: ${as}`)) ?? []),
    ...(csv
      ? [
          row("fields", delimiterText(csv)),
          row("header", csv.hasHeader ? `yes: ${csv.headerEvidence}` : `no: ${csv.headerEvidence}`),
          ...linesBefore(csv),
        ]
      : []),
    ...(trailer ? [row("trailer", trailerText(trailer))] : []),
  ];
}

function linesBefore({ skippedLines, givenNames }: NonNullable<FileFinding["csv"]>): string[] {
  const before = givenNames === undefined ? skippedLines : 0;
  return before > 0 ? [row("before it", countText(before, "line"))] : [];
}

function delimiterText(csv: NonNullable<FileFinding["csv"]>): string {
  const { delimiter, quote, hasTrailingDelimiter, lineEnds, blankLines } = csv;
  const behind = hasTrailingDelimiter ? ", one behind each row" : "";
  const blank = blankLines > 0 ? `, ${countText(blankLines, "blank line")}` : "";
  const sign = SIGNS[delimiter] ?? delimiter;
  return `delimiter ${sign}${behind}; quote ${quote}; lines end in ${lineEnds}${blank}`;
}

function trailerText({ line, records, sums, date }: NonNullable<FileFinding["trailer"]>): string {
  const stated = [
    ...(records === undefined ? [] : [`the count of rows in column ${records}`]),
    ...Object.entries(sums).map(([name, column]) => `the sum of ${name} in column ${column}`),
    ...(date === undefined ? [] : [`a date in column ${date}`]),
  ];
  return `line ${line}${stated.length === 0 ? "" : `: ${stated.join(", ")}`}`;
}

function columnLine(column: ColumnFinding, rows: number, showsValues: boolean): string {
  const { name, filled, distinct, isEstimated, shortest, longest, kind, samples } = column;
  const about = isEstimated ? "about " : "";
  const fill = filled === rows ? "all filled" : `${grouped(filled)} filled`;
  const shown = samples
    .slice(0, SAMPLES_SHOWN)
    .map((sample) => (showsValues ? sample : maskedValue(sample)).slice(0, SAMPLE_LENGTH_MAX));
  const length = countText(longest, "character");
  const lengths = shortest === longest ? length : `${shortest} to ${length}`;
  const facts =
    filled === 0 ? ["empty"] : [fill, `${about}${grouped(distinct)} different`, lengths];
  const parts = [kindText(kind), ...facts, ...(shown.length > 0 ? [shown.join(" | ")] : [])];
  return `  ${name.padEnd(16)} ${parts.join("; ")}`;
}

function kindText({ kind, forms, evidence }: KindFinding): string {
  if (kind === "empty") return "no kind";
  const how = kind === "text" || forms.length === 0 ? "" : ` ${forms.join(" or ")}`;
  return `${kind}${how} (${evidence})`;
}

function row(name: string, text: string): string {
  return `  ${name.padEnd(10)} ${text}`;
}

/** The finding without a value in it. */
export function maskedFinding(file: FileFinding): FileFinding {
  const columns = (of: FileFinding["columns"]): FileFinding["columns"] =>
    of.map(({ values: _values, ...column }) => ({
      ...column,
      samples: column.samples.map(maskedValue),
    }));
  const lists = file.lists.map((list) => ({ ...list, columns: columns(list.columns) }));
  return { ...file, columns: columns(file.columns), lists };
}
