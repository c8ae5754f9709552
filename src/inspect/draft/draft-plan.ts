import type { ColumnFinding, FileFinding, Inspection } from "../../model/inspection.ts";
import { type ColumnRoles, columnRoles } from "./column-roles.ts";
import { FieldNames } from "./field-names.ts";
import { pathName } from "./path-name.ts";

/** A column of a file and the field that it fills; no field if it is left out. */
export interface DraftField {
  readonly column: ColumnFinding;
  readonly field: string | undefined;
  readonly isOptional: boolean;
}

export interface DraftDetail {
  readonly file: FileFinding;
  readonly into: string;
  readonly keyColumn: string;
  readonly fields: readonly DraftField[];
}

/** A list inside records, and the field that it goes into. */
export interface DraftList {
  readonly path: string;
  readonly into: string;
  readonly fields: readonly DraftField[];
}

/** Which file has the records, which fields they get, and which files have their rows. */
export interface DraftPlan {
  readonly master: FileFinding;
  readonly fields: readonly DraftField[];
  readonly key: DraftField;
  readonly address: string;
  readonly roles: ColumnRoles;
  readonly details: readonly DraftDetail[];
  /** Lists inside the records of the master. */
  readonly lists: readonly DraftList[];
  /** Files that belong to none of the others. */
  readonly others: readonly FileFinding[];
}

/** Formats whose files are rows of named columns. */
const TABLES: readonly FileFinding["format"][] = ["csv", "fixed", "sql", "xlsx", "parquet"];
/** Formats whose records are nested, and whose fields are named by paths. */
const NESTED: readonly FileFinding["format"][] = ["ndjson", "json", "xml", "records"];

export function isNested({ format }: FileFinding): boolean {
  return NESTED.includes(format);
}

/** Plans a job from what was found; undefined if no file has records that can be told apart. */
export function draftPlan({ files, joins }: Inspection): DraftPlan | undefined {
  const usable = files.filter(
    (file) =>
      file.rows > 0 &&
      (isNested(file) || (TABLES.includes(file.format) && file.lists.length === 0)),
  );
  const joined = (file: FileFinding): number =>
    joins.filter(({ masterFile }) => masterFile === file.file).length;
  const isDetail = (file: FileFinding): boolean =>
    joins.some(({ detailFile }) => detailFile === file.file);
  const masters = usable.filter((file) => !isDetail(file) && file.columns.some(isFilled));
  const [master, ...others] = masters.toSorted((a, b) => joined(b) - joined(a));
  if (master === undefined) return undefined;
  const mine = joins.filter(({ masterFile }) => masterFile === master.file);
  const keyName = mine[0]?.masterColumn ?? master.keys[0] ?? master.columns.find(isFilled)?.name;
  const roles = columnRoles(master.columns);
  const names = new FieldNames();
  const address = names.take("address");
  const own = master.columns.map((column) => fieldFor(column, master, names, roles, keyName));
  const key = own.find(({ column }) => column.name === keyName);
  if (key === undefined) return undefined;
  const details = mine.flatMap(({ detailFile, detailColumn }) => {
    const file = usable.find((one) => one.file === detailFile);
    return file === undefined || isNested(file) ? [] : [detailOf(file, detailColumn, names)];
  });
  const lists = master.lists.map((list) => {
    const inRow = new FieldNames();
    const fields = list.columns.map((column) => rowField(column, list.rows, inRow));
    return { path: list.path, into: names.of(list.path), fields };
  });
  return { master, fields: own, key, address, roles, details, lists, others };
}

function isFilled({ kind }: ColumnFinding): boolean {
  return kind.kind !== "empty";
}

function fieldFor(
  column: ColumnFinding,
  { rows, columns, format }: FileFinding,
  names: FieldNames,
  roles: ColumnRoles,
  key: string | undefined,
): DraftField {
  const { name, lines, city, region, postalCode, country } = roles;
  const isOfAddress = [name, ...lines, city, region, postalCode, country].includes(column.name);
  const isLeftOut = !isFilled(column) || (isOfAddress && column.name !== key);
  const isOptional = column.filled < rows;
  // A key is a text, whatever it is made of.
  const kind = column.name === key ? TEXT : column.kind;
  const written = NESTED.includes(format) ? pathName(column, columns) : column.name;
  const field = isLeftOut ? undefined : names.of(written);
  return { column: { ...column, kind }, field, isOptional };
}

const TEXT: ColumnFinding["kind"] = { kind: "text", forms: [], evidence: "", doubt: "" };

function rowField(column: ColumnFinding, rows: number, names: FieldNames): DraftField {
  const field = isFilled(column) ? names.of(column.name) : undefined;
  return { column, field, isOptional: column.filled < rows };
}

function detailOf(file: FileFinding, keyColumn: string, names: FieldNames): DraftDetail {
  const plain = file.file.slice(file.file.lastIndexOf("/") + 1).replace(/\..*$/, "");
  const base = file.sheet?.name ?? plain;
  const inRow = new FieldNames();
  const fields = file.columns.map((column) => {
    const drafted = rowField(column, file.rows, inRow);
    return column.name === keyColumn ? { ...drafted, field: undefined } : drafted;
  });
  return { file, into: names.of(base), keyColumn, fields };
}
