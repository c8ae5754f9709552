import { unpackedName } from "../base/packing-name.ts";

/** Formats of tables that the names of files tell; all other names say nothing. */
const TABLES = [
  [/\.csv$/i, "csv"],
  [/\.xlsx$/i, "xlsx"],
  [/\.parquet$/i, "parquet"],
] as const;

/** The format of a table that the name of its file tells, packed or not. */
export function tableFormat(file: string): (typeof TABLES)[number][1] | undefined {
  const plain = unpackedName(file);
  return TABLES.find(([end]) => end.test(plain))?.[1];
}
