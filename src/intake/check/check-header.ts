import type { Diagnostic } from "../../base/diagnostic.ts";
import { suggest } from "../../base/nearest-name.ts";
import type { DelimitedSpec } from "../csv/csv-files.ts";
import type { CsvHeader } from "../csv/csv-header.ts";
import { sourceColumns } from "../../mapping/source-words.ts";
import { inputFinding } from "./input-findings.ts";

const NAME_COLUMNS =
  "the first line must name the columns that the job maps; if it is a row, say " +
  "`header: false` in `dialect`, or name them there; if lines precede it, say how many with " +
  "`skip-lines`";
const ENDS_EMPTY =
  "if a delimiter ends every row, say `trailing-delimiter: true` in the job's `dialect`";
const NUMBER_LIKE = /^[+-]?\d|\d{5}/;
const RENAME = "give each column a unique name";

/** The columns that a job takes from a file of rows, or leaves aside by name. */
export function mappedColumns(
  { csv, fields }: Pick<DelimitedSpec, "csv" | "fields">,
  keyColumn: string | undefined,
): Set<string> {
  const mapped = new Set([...Object.keys(csv.columns), ...sourceColumns(fields)]);
  if (keyColumn !== undefined) mapped.add(keyColumn);
  return mapped;
}

/** Contradictions between a file's header and the job's columns. */
export function checkHeader(
  header: CsvHeader,
  spec: DelimitedSpec,
  keyColumn: string | undefined,
): Diagnostic[] {
  const { columns, line } = header;
  const mapped = mappedColumns(spec, keyColumn);
  const present = new Set(columns);
  const unknown = [...present].filter((name) => !mapped.has(name));
  const missing = [...mapped].filter((name) => !present.has(name));
  const find = (message: string, hint: string, column = 1): Diagnostic =>
    inputFinding("input.header", message, { file: spec.file, line, column }, hint);
  const endColumn = startColumn(columns.length, columns);
  if (spec.foreign?.kind === "fixed")
    return missing.map((name) => undescribed(name, spec, columns));
  if (!header.isRow) return declaredFindings(header, spec.file, missing, unknown);
  if (unknown.length === present.size) return [find(notHeader(line), NAME_COLUMNS)];
  const isHeader = areNames(columns, mapped);
  const shown = (name: string): string => (isHeader || mapped.has(name) ? ` ${name}` : "");
  return [
    ...repeated(columns).map((name) =>
      find(
        `the header has the column${shown(name)} twice, ${placesOf(name, columns)}`,
        RENAME,
        startColumn(columns.lastIndexOf(name), columns),
      ),
    ),
    ...missing.map((name) =>
      find(
        `the header has no column ${name}, which the job maps`,
        suggest(name, unknown) ??
          suggest(name, columns) ??
          "add it to the file, or remove it from the job's columns",
        endColumn,
      ),
    ),
    ...unknown.map((name) =>
      find(
        `the job maps no field to the column${shown(name)}, ${placesOf(name, columns)}`,
        name === "" && columns.at(-1) === ""
          ? ENDS_EMPTY
          : (suggest(name, missing) ?? leaveAside(isHeader ? name : "its name")),
        startColumn(columns.indexOf(name), columns),
      ),
    ),
  ];
}

/** Of a file that the job describes itself, it need not map every field. */
function undescribed(
  name: string,
  { file }: DelimitedSpec,
  columns: readonly string[],
): Diagnostic {
  const message = `the job maps the column ${name}, which it does not describe`;
  const hint = suggest(name, columns) ?? "add it to `fields`, or correct its name";
  return inputFinding("input.header", message, { file }, hint);
}

function notHeader(line: number): string {
  const which = line === 1 ? "the first line" : `line ${line}`;
  return `${which} is not a header: it names no column that the job maps`;
}

/** Contradictions between a job's columns and what it says of a file without a header. */
function declaredFindings(
  { columns, line }: CsvHeader,
  file: string,
  missing: readonly string[],
  unknown: readonly string[],
): Diagnostic[] {
  const find = (message: string, hint: string, column: number): Diagnostic =>
    inputFinding("input.header", message, { file, line, column }, hint);
  const isNumber = (name: string): boolean => /^\d+$/.test(name);
  return [
    ...missing.map((name) =>
      find(
        `the job maps column ${name}, which the file has not: its rows have ${columns.length}`,
        (isNumber(name) ? undefined : suggest(name, unknown)) ??
          "correct it, or remove it from the job's columns",
        columns.length,
      ),
    ),
    ...unknown.map((name) =>
      find(`the job maps no field to column ${name}`, leaveAside(name), columns.indexOf(name) + 1),
    ),
  ];
}

/**
 * Whether all cells of a first line are surely names, so that a message may show them. A line that
 * lost its end continues with somebody's data: then about as many cells are unknown as known, or
 * some are empty, alike, or numbers.
 */
function areNames(columns: readonly string[], mapped: ReadonlySet<string>): boolean {
  const unknown = columns.filter((name) => !mapped.has(name));
  const hasData = unknown.some((name) => name.trim() === "" || NUMBER_LIKE.test(name));
  const isUnlike = new Set(unknown).size === unknown.length;
  return !hasData && isUnlike && unknown.length < columns.length / 2;
}

function leaveAside(name: string): string {
  return `map it, or say "${name}": "-" to ignore it`;
}

/** Where a column is in the header, counted from 1, such as `column 3` or `columns 3 and 9`. */
function placesOf(name: string, columns: readonly string[]): string {
  const places = columns.flatMap((column, index) => (column === name ? [index + 1] : []));
  return places.length === 1 ? `column ${places[0]}` : `columns ${places.join(" and ")}`;
}

/** The 1-based character where a column's name starts in a header without quotes. */
function startColumn(index: number, columns: readonly string[]): number {
  return columns.slice(0, index).reduce((at, name) => at + name.length + 1, 1);
}

function repeated(columns: readonly string[]): string[] {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const name of columns) (seen.has(name) ? twice : seen).add(name);
  return [...twice];
}
