import type { Host } from "../base/host.ts";
import { csvRows } from "./file/csv-rows.ts";

/** Where a batch's index says that a message is. */
export interface IndexedMessage {
  /** 1-based line of the index. */
  readonly line: number;
  /** NaN if the cell has no whole number. */
  readonly ordinal: number;
  readonly offset: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** The last row, with the totals of the batch. */
export interface IndexTotals {
  readonly line: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly messages: number;
}

export interface BatchIndex {
  readonly messages: readonly IndexedMessage[];
  readonly totals: IndexTotals | undefined;
  /** Lines that do not belong in an index, and what is wrong with them. */
  readonly faults: readonly { readonly line: number; readonly message: string }[];
}

const COLUMNS = "record,ordinal,offset,bytes,sha256,messages";
const WHOLE_NUMBER = /^(?:0|[1-9]\d{0,15})$/;

/**
 * Reads a batch's index: the column names, a row M for each message, and a row T with the totals.
 */
export function readBatchIndex(host: Host, path: string): BatchIndex {
  const { rows, brokenLine } = csvRows(host.readFile(path));
  const messages: IndexedMessage[] = [];
  const faults: { line: number; message: string }[] = [];
  let totals: IndexTotals | undefined;
  if (rows[0]?.cells.join() !== COLUMNS)
    faults.push({ line: 1, message: "The index does not have the columns of an index." });
  for (const { line, cells } of rows.slice(1)) {
    const [record, ordinal, offset, bytes, sha256 = "", count = ""] = cells;
    const isRow = cells.length === 6 && totals === undefined;
    if (isRow && record === "M" && count === "")
      messages.push({
        line,
        ordinal: numberOf(ordinal),
        offset: numberOf(offset),
        bytes: numberOf(bytes),
        sha256,
      });
    else if (isRow && record === "T" && ordinal === "" && offset === "0")
      totals = { line, bytes: numberOf(bytes), sha256, messages: numberOf(count) };
    else faults.push({ line, message: "The line is not a row of an index." });
  }
  if (brokenLine !== undefined)
    faults.push({ line: brokenLine, message: "From this line on, the index is not valid CSV." });
  if (totals === undefined) {
    const line = brokenLine ?? (rows.at(-1)?.line ?? 0) + 1;
    faults.push({
      line,
      message: "The index is truncated: it has no last row with the batch's totals.",
    });
  }
  return { messages, totals, faults };
}

function numberOf(cell: string | undefined): number {
  return cell !== undefined && WHOLE_NUMBER.test(cell) ? Number(cell) : Number.NaN;
}
