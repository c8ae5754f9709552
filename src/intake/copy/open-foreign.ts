import type { FormatSpec } from "../../model/input-format.ts";
import { SqlSessions } from "../sql/sql-sessions.ts";
import type { ForeignFile, ForeignSource } from "./foreign-source.ts";

/** Opens files in formats of their own; the reader of a format is loaded if it is used. */
export class ForeignReaders {
  readonly #sessions = new SqlSessions();

  async open(spec: FormatSpec, file: ForeignFile): Promise<ForeignSource> {
    switch (spec.kind) {
      case "delimited":
        return (await import("../dialect/delimited-table.ts")).delimitedTable(spec, file);
      case "fixed":
        return (await import("../fixed/fixed-table.ts")).fixedTable(spec, file);
      case "json-lists":
        return (await import("../json/json-lists.ts")).jsonLists(spec, file);
      case "parquet":
        return (await import("../parquet/parquet-source.ts")).parquetSource(spec, file);
      case "records":
        return (await import("../records/record-file.ts")).recordFile(spec, file);
      case "sql":
        return (await import("../sql/sql-table.ts")).sqlTable(spec, file, this.#sessions);
      case "xlsx":
        return (await import("../xlsx/xlsx-table.ts")).xlsxTable(spec, file);
      case "xml":
        return spec.form === "records"
          ? (await import("../xml/xml-records.ts")).xmlRecords(spec, file)
          : (await import("../xml/xml-rows.ts")).xmlRows(spec, file);
    }
  }

  /** Ends the sessions with databases, which all files of an input share. */
  close(): Promise<void> {
    return this.#sessions.close();
  }
}
