import { assert } from "./assert.ts";

/** Every bound of the engine in one place. A limit hit is a diagnostic, never a crash. */
export const limits = {
  /** A record larger than this is rejected by its first line. */
  recordBytesMax: 8 * 1024 * 1024,
  /** A line of a delimited file, a quoted field's inner lines counted. */
  csvRowBytesMax: 1024 * 1024,
  csvColumnsMax: 1024,
  jsonDepthMax: 32,
  /** Elements around a record counted. */
  xmlDepthMax: 64,
  /** Texts that the cells of a workbook share; they are held outside of the heap. */
  xlsxStringBytesMax: 512 * 1024 * 1024,
  xlsxStringsMax: 16 * 1024 * 1024,
  /** A page of a Parquet file, unpacked: writers make pages of one megabyte. */
  parquetPageBytesMax: 256 * 1024 * 1024,
  /** Rows of a group and values of a column in it: writers make groups of a million rows. */
  parquetGroupRowsMax: 16 * 1024 * 1024,
  /** A group of nested rows is read as a whole. */
  parquetGroupBytesMax: 1024 * 1024 * 1024,
  detailRowsPerRecordMax: 200_000,
  /** Of a list, the first rows stand for the others where an input is compared with another. */
  profiledRowsMax: 20,
  rejectRawBytesMax: 4096,
  addressLinesMax: 6,
  /** Text values longer than this are rejected. */
  textLengthMax: 20_000,
  shardBytesMin: 4 * 1024,
  shardBytesMax: 16 * 1024 * 1024,
  shardsMax: 65_536,
  /** A file of nothing but line ends would make millions of rejects in one shard. */
  shardUnitsMax: 65_536,
  /** Adjacent broken rows of a detail file, which wait for the record beside them. */
  strayRowsMax: 100_000,
  pagesPerDocumentMax: 10_000,
  /** Names of jobs, shops and the like, which are part of file names. */
  nameLengthMax: 64,
  /** Names of layouts, papers, devices, fonts and images: files of these names are looked for. */
  assetNameLengthMax: 100,
  pathLengthMax: 1000,
  /** A text that a job takes from the command line. */
  parameterLengthMax: 500,
  layoutBlocksMax: 2000,
  layoutDepthMax: 12,
  /** A job, a layout or another YAML file. */
  layoutBytesMax: 256 * 1024,
  codeTableBytesMax: 1024 * 1024,
  yamlDepthMax: 64,
  yamlValuesMax: 20_000,
  /** Values that aliases add in all, as the YAML library counts them. */
  yamlAliasesMax: 100,
  /** Findings listed for one file: nobody reads more. */
  findingsMax: 200,
  /** Findings of a list, a reprint or a verification that are listed one by one. */
  findingsToldMax: 50,
  expressionLengthMax: 2000,
  wordCacheMax: 20_000,
  fontBytesMax: 64 * 1024 * 1024,
  imageBytesMax: 32 * 1024 * 1024,
  /** A4 at 600 dots an inch has 35 million; a pixel takes eight bytes while it is prepared. */
  imagePixelsMax: 40_000_000,
  imageSecondsMax: 20,
  svgBytesMax: 512 * 1024,
  emailHtmlBytesMax: 90 * 1024,
  smsSegmentsMax: 6,
  /** What a gzip file unpacks to. */
  gzipBytesMax: 256 * 1024 * 1024 * 1024,
  /** Statement data packs to a tenth or a thirtieth; what packs far better is not data. */
  gzipRatioMax: 250,
  /** Below this any ratio will do: small files may be all alike. */
  gzipFreeBytes: 64 * 1024 * 1024,
  /** Files in a zip archive. */
  zipMembersMax: 10_000,
  /** Files of a list, glob or folder of inputs. */
  inputFilesMax: 1000,
  /** The name of a member of a JSON object. */
  jsonNameBytesMax: 64 * 1024,
  /** A list of keys, pieces or marks that a command is given. */
  listBytesMax: 128 * 1024 * 1024,
  /** Keys on one suppression list; each worker holds them. */
  suppressionsMax: 1_000_000,
  /** A worker stuck at the same record for this long hangs: most take less than a millisecond. */
  recordMsMax: 60_000,
  /** A worker that reads and writes nothing for this long hangs: a slow disk syncs gigabytes. */
  stillMsMax: 600_000,
  /** Workers that may die in a run before it stops as a failed one. */
  workerDeathsMax: 64,
  /** Heap of a worker: a record out of control ends its worker, not the machine. */
  workerHeapMb: 512,
  spoolSheetsMax: 200_000,
  /** Sheets per spool that are drawn and read from pixels. */
  rasterSheetsMax: 1000,
  /** Objects of a PDF file larger than this are not read back, nor streams that inflate to more. */
  pdfObjectBytesMax: 64 * 1024 * 1024,
  pdfStreamBytesMax: 64 * 1024 * 1024,
  spoolBytesMax: 8 * 1024 * 1024 * 1024,
} as const;

assert(limits.csvRowBytesMax <= limits.recordBytesMax, "a row is part of a record");
// The classic cross-reference table has ten digits for an offset (ISO 32000-1, 7.5.4).
assert(limits.spoolBytesMax < 1e10, "a spool's offsets must fit its cross-reference table");
