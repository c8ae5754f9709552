import { parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { parquetHeader } from "hyparquet/src/column.js";
import type { AsyncBuffer, ColumnChunk, FileMetaData, RowGroup } from "hyparquet/src/types.js";
import { readUpTo } from "../../base/read-fully.ts";
import { limits } from "../../base/limits.ts";
import type { ForeignFile } from "../copy/foreign-source.ts";
import { columnFields, hasLists, type ColumnField } from "./column-tree.ts";
import { STORED_PARSERS, withStoredValues } from "./leaf-text.ts";

/** Rows of about this size are read at a time where there are no lists; many take few bytes. */
const READ_BYTES = 32 * 1024 * 1024;
const READ_ROWS_MIN = 1024;
const READ_ROWS_MAX = 65_536;

/** What the library may wait for is read at once: files are read synchronously here. */
interface SyncBuffer extends AsyncBuffer {
  slice(start: number, end?: number): ArrayBuffer;
}

export type ParquetRow = Readonly<Record<string, unknown>>;

/** A Parquet file whose groups are read one by one, and in parts where that can be. */
export class ParquetFile {
  readonly fields: readonly ColumnField[];
  readonly #buffer: SyncBuffer;
  readonly #metadata: FileMetaData;

  private constructor(buffer: SyncBuffer, metadata: FileMetaData) {
    this.#buffer = buffer;
    this.fields = columnFields(parquetSchema(metadata));
    this.#metadata = { ...metadata, schema: metadata.schema.map(withStoredValues) };
  }

  static async open(file: ForeignFile): Promise<ParquetFile> {
    const buffer = {
      byteLength: file.sizeBytes,
      slice: (start: number, end = file.sizeBytes) => exactRange(file, start, end),
    };
    return new ParquetFile(buffer, await parquetMetadataAsync(buffer));
  }

  /** The rows of some columns, in batches. */
  async *rows(fields: readonly ColumnField[]): AsyncGenerator<readonly ParquetRow[]> {
    const columns = fields.map(({ name }) => name);
    const isFlat = !hasLists(fields);
    let start = 0;
    for (const group of this.#metadata.row_groups) {
      this.#checkGroup(group, columns, isFlat);
      const end = start + Number(group.num_rows);
      const step = isFlat ? rowsAtATime(group) : Math.max(1, end - start);
      for (; start < end; start = Math.min(end, start + step)) {
        const rows = { rowStart: start, rowEnd: Math.min(end, start + step) };
        yield await this.#read(columns, rows);
      }
    }
  }

  #read(columns: string[], rows: { rowStart: number; rowEnd: number }): Promise<ParquetRow[]> {
    return parquetReadObjects({
      file: this.#buffer,
      metadata: this.#metadata,
      columns,
      ...rows,
      compressors,
      utf8: false,
      useOffsetIndex: true,
      parsers: STORED_PARSERS,
    });
  }

  /** A group is decoded by what it says of itself, so that is held to bounds before. */
  #checkGroup(group: RowGroup, columns: readonly string[], isFlat: boolean): void {
    if (Number(group.num_rows) > limits.parquetGroupRowsMax)
      throw new Error("a group of rows is larger than is read at once");
    let bytes = 0;
    for (const chunk of group.columns) {
      const meta = chunk.meta_data;
      if (meta === undefined || !columns.includes(meta.path_in_schema[0] ?? "")) continue;
      bytes += Number(meta.total_uncompressed_size);
      this.#checkPages(chunk, group, isFlat);
    }
    if (!isFlat && bytes > limits.parquetGroupBytesMax)
      throw new Error("a group of nested rows is larger than is read at once");
  }

  #checkPages({ meta_data: meta }: ColumnChunk, group: RowGroup, isFlat: boolean): void {
    if (meta === undefined) return;
    const start = Number(meta.dictionary_page_offset ?? meta.data_page_offset);
    const bytes = this.#buffer.slice(start, start + Number(meta.total_compressed_size));
    const reader = { view: new DataView(bytes), offset: 0 };
    let values = 0;
    while (reader.offset < reader.view.byteLength - 1) {
      const header = parquetHeader(reader);
      const counts = header.data_page_header ?? header.data_page_header_v2;
      values += counts?.num_values ?? 0;
      const inDictionary = header.dictionary_page_header?.num_values ?? 0;
      const most = isFlat ? Number(group.num_rows) : limits.parquetGroupRowsMax;
      if (values > most || inDictionary > limits.parquetGroupRowsMax)
        throw new Error("a column has more values than its group has rows");
      const size = header.uncompressed_page_size;
      if (size < 0 || size > limits.parquetPageBytesMax || header.compressed_page_size < 0)
        throw new Error("a page is larger than is read at once");
      reader.offset += header.compressed_page_size;
    }
  }
}

function rowsAtATime(group: RowGroup): number {
  const rowBytes = Number(group.total_byte_size) / Math.max(1, Number(group.num_rows));
  const rows = Math.floor(READ_BYTES / Math.max(1, rowBytes));
  return Math.min(READ_ROWS_MAX, Math.max(READ_ROWS_MIN, rows));
}

/** The bytes asked for, all of them; a reader of fewer would take them for something else. */
function exactRange({ open, sizeBytes }: ForeignFile, start: number, end: number): ArrayBuffer {
  if (start < 0 || start > end || end > sizeBytes) throw new Error("a part lies outside the file");
  const bytes = new Uint8Array(end - start);
  if (readUpTo(open, bytes, 0, bytes.length, start) < bytes.length)
    throw new Error("the file became shorter while it was read");
  return bytes.buffer;
}
