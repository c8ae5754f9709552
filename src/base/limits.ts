import { assert } from "./assert.ts";

/** Every bound of the engine in one place. A limit hit is a diagnostic, never a crash. */
export const limits = {
  /** A record larger than this is rejected by its first line. */
  recordBytesMax: 8 * 1024 * 1024,
  /** A line of a delimited file, a quoted field's inner lines counted. */
  csvRowBytesMax: 1024 * 1024,
  csvColumnsMax: 1024,
  jsonDepthMax: 32,
  detailRowsPerRecordMax: 50_000,
  rejectRawBytesMax: 4096,
  addressLinesMax: 6,
  /** Text values longer than this are rejected. */
  textLengthMax: 20_000,
  shardBytesMin: 4 * 1024,
  shardBytesMax: 16 * 1024 * 1024,
  shardsMax: 65_536,
  pagesPerDocumentMax: 10_000,
  layoutBlocksMax: 2000,
  layoutDepthMax: 12,
  layoutBytesMax: 1024 * 1024,
  expressionLengthMax: 2000,
  wordCacheMax: 20_000,
  emailHtmlBytesMax: 90 * 1024,
  smsSegmentsMax: 6,
  /** Keys on one list of suppressions; each worker holds them. */
  suppressionsMax: 1_000_000,
  /** A worker that is at the same record for so long hangs: most take less than a millisecond. */
  recordMsMax: 60_000,
  /** A worker that reads and writes nothing for so long hangs: a slow disk syncs gigabytes. */
  stillMsMax: 600_000,
  /** Workers that may die in a run before it stops as a failed one. */
  workerDeathsMax: 64,
  /** Heap of a worker: a record gone wild ends its worker, not the machine. */
  workerHeapMb: 512,
  spoolSheetsMax: 200_000,
  /** Objects of a PDF file larger than this are not read back, nor streams that inflate to more. */
  pdfObjectBytesMax: 64 * 1024 * 1024,
  pdfStreamBytesMax: 64 * 1024 * 1024,
  spoolBytesMax: 8 * 1024 * 1024 * 1024,
} as const;

assert(limits.csvRowBytesMax <= limits.recordBytesMax, "a row is part of a record");
// The classic cross-reference table has ten digits for an offset (ISO 32000-1, 7.5.4).
assert(limits.spoolBytesMax < 1e10, "a spool's offsets must fit its cross-reference table");
