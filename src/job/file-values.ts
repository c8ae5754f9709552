import { compressionOf } from "../base/packing-name.ts";
import { COPY_SIGNS } from "../intake/copy/copy-signs.ts";
import { absolute } from "../layout/absolute-path.ts";
import type { FormatSpec } from "../model/input-format.ts";
import type { CsvSpec, InputFile, InputFormat } from "../model/job.ts";
import { type DelimitedValue, dialectOf, oddDialectOf, signsOf } from "./formats/dialect-schema.ts";
import { encodingOf } from "./formats/encoding-schema.ts";
import { copyFormOf, formatOf, type FormatValue } from "./formats/format-sections.ts";
import { plainColumns } from "./mapping/mapped-fields.ts";
import type { ColumnsValue } from "./mapping/mapping-schema.ts";

/** What a checked job says of a file and the form that it is in. */
export interface FormedValue extends FormatValue, DelimitedValue {
  readonly file: string | readonly string[];
  readonly members?: string | undefined;
  readonly "records-path"?: string | undefined;
  readonly columns?: ColumnsValue | undefined;
}

export function fileOf(value: FormedValue, folder: string): InputFile {
  const foreign = inFolder(foreignOf(value), folder);
  return {
    ...filesOf(value.file, folder),
    ...(value.members !== undefined && { members: value.members }),
    ...encodingOf(value.encoding),
    ...(foreign?.kind === "delimited" && { encoding: "utf-8" as const }),
    ...(value.dialect?.["line-ends"] === "cr" && { crLines: true as const }),
    ...(foreign && { foreign }),
  };
}

/** The first file and the others of a list. */
function filesOf(
  files: string | readonly string[],
  folder: string,
): Pick<InputFile, "file" | "more" | "compression"> {
  const [file = "", ...more] = [files].flat().map((name) => fileNamed(name, folder));
  return { file, compression: compressionOf(file), ...(more.length > 0 && { more }) };
}

/** A hyphen is the standard input. */
function fileNamed(name: string, folder: string): string {
  return name === "-" ? name : absolute(folder, name);
}

/** Files that a format itself names are relative to the job, too. */
function inFolder(format: FormatSpec | undefined, folder: string): FormatSpec | undefined {
  if (format?.kind !== "sql" || format.database === undefined) return format;
  return { ...format, database: absolute(folder, format.database) };
}

/** The format of a file that is read through a work copy. */
function foreignOf(value: FormedValue): FormatSpec | undefined {
  return (value.format ?? "csv") === "csv" ? oddDialectOf(value) : formatOf(value);
}

/** What the work copy of a format of its own is. */
export function canonicalFormat(value: FormedValue): InputFormat {
  const { format } = value;
  if (format === "csv" || format === "ndjson" || format === "json") return format;
  return copyFormOf(value) === "records" ? "ndjson" : "csv";
}

export function csvOf(value: FormedValue): CsvSpec {
  const columns = plainColumns(value.columns ?? {});
  if (foreignOf(value) !== undefined) return { ...COPY_SIGNS, columns };
  const dialect = dialectOf(value.dialect);
  return { ...signsOf(value), ...(dialect && { dialect }), columns };
}
