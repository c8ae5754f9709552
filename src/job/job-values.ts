import type {
  Job,
  CsvSpec,
  DetailSpec,
  HoldSpec,
  InputFile,
  InputSpec,
  MailSpec,
  PrintSpec,
  RejectLimit,
  StatedPlaces,
} from "../model/job.ts";
import type { FormatSpec } from "../model/input-format.ts";
import { compressionOf } from "../base/packing-name.ts";
import type { ParameterValues } from "../model/parameter.ts";
import type { Shop } from "../model/shop.ts";
import { absolute } from "../layout/absolute-path.ts";
import { dialectOf, oddDialectOf, signsOf } from "./formats/dialect-schema.ts";
import { plainColumns } from "./mapping/mapped-fields.ts";
import { encodingOf } from "./formats/encoding-schema.ts";
import { expectOf } from "./expect-values.ts";
import { copyFormOf, formatOf } from "./formats/format-sections.ts";
import type { DetailValue, InputValue, JobValue, MailerValue } from "./job-schema.ts";

/** Some hundreds of statements: a crash costs little, and workers stay busy. */
const SHARD_BYTES = 1024 * 1024;
const SPOOL_SHEETS = 20_000;
const SPOOL_BYTES = 2 * 1024 * 1024 * 1024;
export const DEFLATE_LEVEL_DEFAULT = 2;
const REJECTS_SHARE = "2%";
/** A share of few records means nothing: every job with a share tolerates this many rejects. */
const REJECTS_BORNE = 10;
const PAGES_MAX = 200;
const TOLERANCE = "2%";
const SHEET_CLASSES = [1, 2, 6];

/** A job's own sections with what its shop adds to them. */
export interface WholeJobValue extends Omit<JobValue, "mail" | "cycle" | "as-of"> {
  readonly mail: MailSpec;
  readonly cycle: string;
  readonly "as-of": string;
}

/**
 * The job that a checked file describes, without what needs the layout's data: its channel rules.
 */
export function jobOf(
  value: WholeJobValue,
  folder: string,
  layoutFolder: string,
  shop?: Shop,
  parameters: ParameterValues = {},
): Job {
  const glyph = value["missing-glyph"] ?? "reject";
  const hold = value.hold === undefined ? shop?.hold : holdOf(value.hold);
  const seedsFile = ownOrShared(folder, value.seeds, shop?.seedsFile);
  const suppressFile = ownOrShared(folder, value.suppress, shop?.suppressFile);
  return {
    name: value.job,
    folder,
    mode: value.mode,
    cycle: value.cycle,
    asOf: value["as-of"],
    ...(Object.keys(parameters).length > 0 && { parameters }),
    seed: value.seed,
    input: inputOf(value.input, folder, { cycle: value.cycle, asOf: value["as-of"] }),
    layout: layoutFolder,
    channels: {},
    mail: value.mail,
    print: printOf(value.print ?? {}),
    limits: {
      rejects: rejectLimitOf(value.limits?.rejects ?? REJECTS_SHARE),
      pagesPerDocumentMax: value.limits?.["pages-per-document"] ?? PAGES_MAX,
    },
    missingGlyph:
      glyph === "reject" ? { action: "reject" } : { action: "substitute", text: glyph.substitute },
    ...(value.search && { search: value.search }),
    ...(value.class !== undefined && { documentClass: value.class }),
    ...(seedsFile !== undefined && { seedsFile }),
    ...(suppressFile !== undefined && { suppressFile }),
    ...(hold && { hold }),
    ...(value["test-recipient"] && { testRecipient: value["test-recipient"] }),
    ...(value.verify?.raster !== undefined && { rasterSheets: value.verify.raster }),
    registerFile:
      ownOrShared(folder, value.register, shop?.registerFile) ?? absolute(folder, "register.db"),
    priority: value.priority ?? "normal",
    ...(shop && { shop }),
  };
}

function rejectLimitOf(written: number | string): RejectLimit {
  if (typeof written === "number") return { kind: "count", countMax: written };
  return { kind: "share", percentMax: Number.parseFloat(written), countMin: REJECTS_BORNE };
}

/** The file that a job names itself, or else the one that its shop names. */
function ownOrShared(
  folder: string,
  own: string | undefined,
  shared: string | undefined,
): string | undefined {
  return own === undefined ? shared : absolute(folder, own);
}

/** What the barcode holds for a mailer. */
export function mailOf(mailer: MailerValue): MailSpec {
  return {
    mailerId: mailer["mailer-id"],
    serviceType: mailer["service-type"],
    barcodeId: mailer["barcode-id"] ?? "00",
  };
}

/** Where a run waits, with defaults for what is not given. */
export function holdOf(hold: NonNullable<JobValue["hold"]>): HoldSpec {
  return {
    beforeAssembly: hold["before-assembly"] ?? false,
    beforeRelease: hold["before-release"] ?? false,
    tolerancePercent: Number.parseFloat(hold.tolerance ?? TOLERANCE),
    toleranceCount: hold["tolerance-count"] ?? 0,
  };
}

function inputOf(input: InputValue, folder: string, period: StatedPlaces["job"]): InputSpec {
  return {
    ...fileOf(input, folder),
    format: canonicalFormat(input),
    recordsPath: input["records-path"] ?? "",
    key: input.key,
    order: input.order ?? "none",
    csv: csvOf(input),
    details: (input.details ?? []).map((detail) => detailOf(detail, folder)),
    expect: expectOf(input.expect ?? {}, folder, period),
    shardBytes: input["shard-bytes"] ?? SHARD_BYTES,
  };
}

function detailOf(detail: DetailValue, folder: string): DetailSpec {
  const expectRows = detail["expect-rows"];
  return {
    ...fileOf(detail, folder),
    into: detail.into,
    keyColumn: detail["key-column"],
    order: detail.order ?? "none",
    csv: csvOf(detail),
    ...(expectRows !== undefined && { expectRows }),
  };
}

function fileOf(value: InputValue | DetailValue, folder: string): InputFile {
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
function foreignOf(value: InputValue | DetailValue): FormatSpec | undefined {
  return (value.format ?? "csv") === "csv" ? oddDialectOf(value) : formatOf(value);
}

/** What the work copy of a format of its own is. */
function canonicalFormat(input: InputValue): InputSpec["format"] {
  const { format } = input;
  if (format === "csv" || format === "ndjson" || format === "json") return format;
  return copyFormOf(input) === "records" ? "ndjson" : "csv";
}

function csvOf(value: InputValue | DetailValue): CsvSpec {
  const columns = plainColumns(value.columns ?? {});
  // A work copy is of the common dialect, whatever the file's own.
  if (foreignOf(value) !== undefined) return { delimiter: ",", quote: '"', columns };
  const dialect = dialectOf(value.dialect);
  return { ...signsOf(value), ...(dialect && { dialect }), columns };
}

function printOf(print: NonNullable<JobValue["print"]>): PrintSpec {
  return {
    sheetClasses: print["sheet-classes"] ?? SHEET_CLASSES,
    spoolSheetsMax: print["spool-sheets"] ?? SPOOL_SHEETS,
    spoolBytesMax: print["spool-bytes"] ?? SPOOL_BYTES,
    deflateLevel: print["deflate-level"] ?? DEFLATE_LEVEL_DEFAULT,
    imbFor: print["imb-for"] ?? ["automation"],
    ...furnitureOf(print),
  };
}

/** What a job asks of furniture; its stock is read when the layout is known. */
function furnitureOf(print: NonNullable<JobValue["print"]>): Pick<PrintSpec, "breaks" | "setUp"> {
  const { "break-sheets": breaks, "set-up": setUp } = print;
  const { sheets = 0, "test-pattern": testPattern = false } = setUp ?? {};
  return {
    ...(breaks && {
      breaks:
        "postal" in breaks
          ? { postalDigits: breaks.postal }
          : { everySheets: breaks["every-sheets"] },
    }),
    ...((sheets > 0 || testPattern) && { setUp: { sheets, testPattern } }),
  };
}
