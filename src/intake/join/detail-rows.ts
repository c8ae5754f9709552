import { limits } from "../../base/limits.ts";
import type { RecordPlace } from "../../model/record.ts";
import { rowMapping, rowsOver } from "../csv/csv-files.ts";
import type { CsvFile, OpenRows } from "../csv/csv-files.ts";
import { type RecordFault, unitFault } from "../check/fault.ts";
import { FileWindow } from "../files/file-window.ts";
import type { DetailGroup } from "./group-cursor.ts";
import type { PlacedFault } from "../parsed-unit.ts";
import type { RowSteps } from "../csv/row-cursor.ts";
import { compileRowBuilder } from "../csv/row-builder.ts";
import type { ObjectShape } from "../../model/data-shape.ts";

/** The size limit of a group's bytes: its rows are read at once. */
const GROUP_BYTES_MAX = limits.recordBytesMax;

/** The rows of a group as raw objects, or what keeps them from being read. */
export interface ParsedRows {
  readonly rows: readonly Record<string, unknown>[];
  readonly faults: readonly PlacedFault[];
}

/** Reads the groups of a detail file into the rows of records. */
export class DetailRows {
  readonly #file: CsvFile;
  readonly #names: readonly string[];
  readonly #into: string;
  readonly #build: (fields: readonly string[]) => Record<string, unknown>;
  readonly #delimiter: string;

  /** `names` are those of the files whose rows it has. */
  constructor(file: CsvFile, into: string, item: ObjectShape, names: readonly string[]) {
    this.#file = file;
    this.#names = names;
    this.#into = into;
    this.#build = compileRowBuilder(item, rowMapping(file));
    this.#delimiter = file.spec.csv.delimiter;
  }

  /** `bytes` are those of the group in the work file. */
  parse(group: DetailGroup, bytesOf: (group: DetailGroup) => Buffer): ParsedRows {
    const tooLarge = this.#tooLarge(group);
    if (tooLarge !== undefined) return { rows: [], faults: [tooLarge] };
    const bytes = bytesOf(group);
    return this.#parsePlain(bytes) ?? this.#parseRows(bytes, group);
  }

  /** The place of the row with the given index in a group. */
  placeOf(rowIndex: number, group: DetailGroup, bytes: Buffer): RecordPlace {
    const { rows } = this.#cut(bytes, group);
    for (let index = 0; index <= rowIndex; index += 1) if (!rows.next()) break;
    return this.#place(rows);
  }

  /** The place of a group's first row. */
  firstPlace({ line, byteOffset, firstRowBytes, part }: DetailGroup): RecordPlace {
    return { file: this.#nameOf(part), line, byteOffset, sizeBytes: firstRowBytes };
  }

  #tooLarge(group: DetailGroup): PlacedFault | undefined {
    const place = this.firstPlace(group);
    if (group.rowCount > limits.detailRowsPerRecordMax)
      return { fault: unitFault("data.too-many-rows", this.#into), place };
    if (group.end - group.start > GROUP_BYTES_MAX)
      return { fault: unitFault("data.record-too-large", this.#into), place };
    return undefined;
  }

  /** The fast path: no quotes, good text, every row whole. Undefined otherwise. */
  #parsePlain(bytes: Buffer): ParsedRows | undefined {
    const { grammar } = this.#file.header;
    if (this.#file.isFramed || this.#file.form !== undefined) return undefined;
    if (grammar.comment !== undefined) return undefined;
    if (bytes.includes(grammar.quote)) return undefined;
    const text = this.#file.decode(bytes);
    if (text === undefined) return undefined;
    const rows: Record<string, unknown>[] = [];
    for (let start = 0; start < text.length;) {
      const found = text.indexOf("\n", start);
      const next = found < 0 ? text.length : found;
      const end = text.charCodeAt(next - 1) === 13 ? next - 1 : next;
      if (end > start) {
        const fields = text.slice(start, end).split(this.#delimiter);
        if (fields.length !== grammar.columnCount) return undefined;
        rows.push(this.#build(fields));
      }
      start = next + 1;
    }
    return { rows, faults: [] };
  }

  #parseRows(bytes: Buffer, group: DetailGroup): ParsedRows {
    const { rows: cursor, keys, fields } = this.#cut(bytes, group);
    const rows: Record<string, unknown>[] = [];
    const faults: PlacedFault[] = [];
    const strays = new Set(group.strays.map(({ start }) => start));
    while (cursor.next()) {
      if (strays.has(cursor.start)) continue;
      const fault = keys.faultOf(cursor);
      if (fault !== "") faults.push(this.#faultAt(cursor, fault));
      else rows.push(this.#build(fields() ?? []));
    }
    return { rows, faults };
  }

  #cut(bytes: Buffer, group: DetailGroup): OpenRows {
    return rowsOver(FileWindow.over(bytes, group.start), this.#file, group.line);
  }

  #faultAt(row: RowSteps, code: Exclude<RecordFault, "">): PlacedFault {
    return { fault: row.stated ?? unitFault(code, this.#into), place: this.#place(row) };
  }

  #place({ line, byteOffset, sizeBytes, part }: RowSteps): RecordPlace {
    return { file: this.#nameOf(part), line, byteOffset, sizeBytes };
  }

  #nameOf(part: number): string {
    return this.#names[part] ?? this.#file.spec.file;
  }
}
