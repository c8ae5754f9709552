import type { Path } from "../../yaml/yaml-source.ts";
import type { ColumnsValue, FieldsValue, SourceValue } from "./mapping-schema.ts";

/** What a job says of one field, wherever it says it. */
export interface MappedField {
  /** Where the field's source is written. */
  readonly at: Path;
  /** Where its path is written. */
  readonly fieldAt: Path;
  readonly fieldIsKey: boolean;
  /** The path of the field. */
  readonly field: string;
  readonly value: SourceValue;
  /** Whether it is a column taken as it stands. */
  readonly isPlain: boolean;
}

/** A column that is read and left out. */
const IGNORED = "-";

/** The columns and fields that a file's mapping names, at `path` of the job. */
export function mappedFields(
  path: Path,
  mapping: {
    readonly columns?: ColumnsValue | undefined;
    readonly fields?: FieldsValue | undefined;
  },
): MappedField[] {
  const columns = Object.entries(mapping.columns ?? {}).flatMap(([column, written]) =>
    columnFields([...path, "columns", column], column, written, true),
  );
  const fields = Object.entries(mapping.fields ?? {}).map(([field, written]): MappedField => {
    const at = [...path, "fields", field];
    const value = typeof written === "string" ? { from: written } : written;
    return { at, fieldAt: at, fieldIsKey: true, field, value, isPlain: false };
  });
  return [...columns, ...fields];
}

/** A column that fills several fields has a source for each, as a converted one has. */
function columnFields(
  at: Path,
  column: string,
  written: ColumnsValue[string],
  isAlone: boolean,
): MappedField[] {
  if (Array.isArray(written))
    return written.flatMap((one, index) => columnFields([...at, index], column, one, false));
  const whole = { at, fieldIsKey: false };
  if (typeof written === "string") {
    if (written === IGNORED) return [];
    const value = { from: column };
    return [{ ...whole, fieldAt: at, field: written, value, isPlain: isAlone }];
  }
  const { to, ...converter } = written;
  const value = { from: column, ...converter };
  return [{ ...whole, fieldAt: [...at, "to"], field: to, value, isPlain: false }];
}

/** The columns that are taken as they stand or left out, as the fast path reads them. */
export function plainColumns(columns: ColumnsValue): Record<string, string> {
  const plain = Object.entries(columns).flatMap(([column, written]) =>
    typeof written === "string" ? [[column, written] as const] : [],
  );
  return Object.fromEntries(plain);
}
