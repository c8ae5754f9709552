import { UsageError } from "../../base/diagnostic.ts";
import type { XlsxSpec } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { ForeignFile, ForeignRow, ForeignTable } from "../copy/foreign-source.ts";
import { SheetReader } from "./sheet-reader.ts";
import { openWorkbook } from "./workbook.ts";
import { ZipParts } from "./zip-parts.ts";

/** Opens a sheet of a workbook as a table; of formulas, the results that it holds are taken. */
export async function xlsxTable(spec: XlsxSpec, file: ForeignFile): Promise<ForeignTable> {
  const parts = await ZipParts.open(file);
  const book = await openWorkbook(parts, file.file, spec.sheet);
  const reader = new SheetReader(book, spec, (message, line, hint): never => {
    const place = { file: file.file, line };
    throw new UsageError([inputFinding("input.sheet", `the sheet ${message}`, place, hint)]);
  });
  const pieces = parts.read(book.sheetPart, reader)[Symbol.asyncIterator]();
  // The header decides on the columns, so it is read before there is a table.
  let isDone = false;
  while (reader.columns === undefined && !isDone) isDone = (await pieces.next()).done === true;
  if (reader.columns === undefined) reader.endWithoutHeader();
  return {
    form: "rows",
    columns: reader.columns ?? [],
    async *batches(): AsyncGenerator<readonly ForeignRow[]> {
      do {
        const rows = reader.take();
        if (rows.length > 0) yield rows;
      } while ((await pieces.next()).done !== true);
      yield reader.take();
    },
  };
}
