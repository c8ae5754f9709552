import type { Compression } from "../base/packing-name.ts";
import type { SheetCount } from "../base/units.ts";
import type { MessageChannel } from "./channel.ts";
import type { DialectSpec } from "./dialect.ts";
import type { Expr } from "./expr.ts";
import type { FieldSources } from "./mapping.ts";
import type { BreakRule } from "./furniture.ts";
import type { ParameterValues } from "./parameter.ts";
import type { FormatSpec } from "./input-format.ts";
import type { AddressClass } from "./piece.ts";
import type { ListSpec } from "./list-spec.ts";
import type { Priority, Shop } from "./shop.ts";
import type { Stock } from "./stock.ts";

/** A job file, checked, with all paths absolute. */
export interface Job {
  readonly name: string;
  /** The folder of the job file. */
  readonly folder: string;
  readonly mode: "test" | "production";
  /** Such as `2026-10`, `2026-W41`, `2026-10-07`, `2026-10/group-07`. */
  readonly cycle: string;
  /** YYYY-MM-DD. */
  readonly asOf: string;
  /** Values of the parameters that the job declares; absent if there are none. */
  readonly parameters?: ParameterValues;
  readonly seed: number;
  readonly input: InputSpec;
  /** Folder of the layout. */
  readonly layout: string;
  readonly channels: ChannelRules;
  /** The rules in the file's own words, if the job has parameters: `channels` has their values. */
  readonly channelsAsWritten?: string;
  readonly mail: MailSpec;
  readonly print: PrintSpec;
  readonly limits: JobLimits;
  readonly missingGlyph: MissingGlyphPolicy;
  readonly search?: SearchSpec | undefined;
  /** What the documents are to the retention rules, such as `deposit-statement`. */
  readonly documentClass?: string;
  /** Suppression lists: keys that get nothing. */
  readonly suppress?: readonly ListSpec[];
  readonly seeds?: SeedsSpec;
  /** Whom a test's messages go to, instead of the customers. */
  readonly testRecipient?: TestRecipient;
  /** The register, shared by all runs of a shop. */
  readonly registerFile: string;
  readonly priority: Priority;
  /** Sheets per spool that are drawn and read from pixels when all output is read again. */
  readonly rasterSheets?: number;
  /** Where the run waits for people; nowhere if it is left out. */
  readonly hold?: HoldSpec;
  /** The shop that the job runs in, as its file was when the job was checked. */
  readonly shop?: Shop;
}

/** Records of the shop's and client's own addresses, added to every mailing. */
export interface SeedsSpec {
  readonly input: InputSpec;
  /** Whether they are mapped as the input is; others have the layout's own shape. */
  readonly isMapped: boolean;
}

/** A tester's own addresses. The messages of a channel that has none here go to nobody. */
export type TestRecipient = Readonly<Partial<Record<MessageChannel, string | undefined>>>;

/** Field paths for looking customers up, beside their keys. */
export interface SearchSpec {
  readonly account?: string | undefined;
  readonly name?: string | undefined;
}

/** Where a run stops until people have decided that it may go on. */
export interface HoldSpec {
  /** Before assembly, until its counts are approved. */
  readonly beforeAssembly: boolean;
  /** After assembly, until its spools and batches are released. */
  readonly beforeRelease: boolean;
  /** Percent that a count may differ from the one approved or released, or of the last cycle. */
  readonly tolerancePercent: number;
  /** A difference up to this is within tolerance whatever its share. */
  readonly toleranceCount: number;
}

export type InputFormat = "csv" | "ndjson" | "json";

export interface InputFile {
  readonly file: string;
  /** The other files of a list, a glob or a folder, each with a header and trailer of its own. */
  readonly more?: readonly string[];
  /** Which members of a zip archive are read, such as `*.csv`; all of them if absent. */
  readonly members?: string;
  readonly compression: Compression;
  /** What the text is read in. */
  readonly encoding: "utf-8" | "windows-1252";
  /** The encoding of the file itself if it has to be turned into UTF-8. */
  readonly recode?: string;
  /** Lines end in CR alone. */
  readonly crLines?: true;
  /** The format of the file if it is read through a work copy, which is CSV or NDJSON. */
  readonly foreign?: FormatSpec;
}

export interface InputSpec extends InputFile {
  readonly format: InputFormat;
  /** For `json`: where the array of records lies, such as `bank.customers`; "" is the root. */
  readonly recordsPath: string;
  /** Field path of the record's key, such as `account.id`. */
  readonly key: string;
  /** `key` if the file is declared to be sorted by key (bytewise), else `none`. */
  readonly order: "key" | "none";
  readonly csv: CsvSpec;
  /** Sources of fields that are no columns taken as they stand. */
  readonly fields?: FieldSources;
  readonly details: readonly DetailSpec[];
  readonly expect: ExpectSpec;
  /** Target size of a shard. */
  readonly shardBytes: number;
}

export interface CsvSpec {
  readonly delimiter: string;
  readonly quote: string;
  /** What is unusual about the file, if anything. */
  readonly dialect?: DialectSpec;
  /** Columns taken as they stand to field paths: `addr_1: customer.address.lines.0`. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A file of detail rows (CSV), joined to records by key. */
export interface DetailSpec extends InputFile {
  /** The list field the rows go into. */
  readonly into: string;
  /** The column that holds the record's key. */
  readonly keyColumn: string;
  readonly order: "key" | "none";
  /** Column name to field of the row. */
  readonly csv: CsvSpec;
  readonly fields?: FieldSources;
  readonly expectRows?: number;
}

export interface ExpectSpec {
  /** Records of the master file, broken ones counted. */
  readonly records?: number;
  /** Field path (of a record's money field) to the exact sum over all records. */
  readonly sums: Readonly<Record<string, string>>;
  readonly trailer?: TrailerSpec;
  readonly companion?: CompanionSpec;
}

/** Where one of a sender's totals stands: a column (1 is the first), or a name. */
export type TotalPlace = number | string;

/** Where a sender says what it has sent, and the cycle and day that the job expects there. */
export interface StatedPlaces {
  readonly records?: TotalPlace;
  /** The list of a detail file to where the count of its rows stands. */
  readonly rows: Readonly<Record<string, TotalPlace>>;
  /** Field path to where the sum stands. */
  readonly sums: Readonly<Record<string, TotalPlace>>;
  readonly cycle?: TotalPlace;
  readonly asOf?: TotalPlace;
  readonly job: { readonly cycle: string; readonly asOf: string };
}

/** The last line of the master file, which is not a record. */
export interface TrailerSpec extends StatedPlaces {
  /** What distinguishes the trailer from records, and where it is. */
  readonly marker: string;
  readonly at: TotalPlace;
}

/** A small file that comes with the master file: JSON, or lines of `key: value`. */
export interface CompanionSpec extends StatedPlaces {
  readonly file: string;
  /** Where the SHA-256 and the size of the master file, as it was sent, stand. */
  readonly sha256?: TotalPlace;
  readonly bytes?: TotalPlace;
}

/** A record goes to a channel where its rule holds and the layout's `to` field is there. */
export interface ChannelRules extends Readonly<Partial<Record<MessageChannel, Expr>>> {
  /** An SMS notice beside an e-mail, if its own rule holds. */
  readonly smsBesideEmail?: Expr;
}

export interface MailSpec {
  /** Six or nine digits. */
  readonly mailerId: string;
  readonly serviceType: string;
  readonly barcodeId: string;
}

export interface PrintSpec {
  /** Upper bounds of the sheet classes, such as [1, 2, 6]: 1, 2, 3 to 6, and 7 up. */
  readonly sheetClasses: readonly number[];
  readonly spoolSheetsMax: number;
  readonly spoolBytesMax: number;
  readonly deflateLevel: number;
  /** Address classes that get an IMb. */
  readonly imbFor: readonly AddressClass[];
  /** The paper of all furniture; the layout's own if absent. */
  readonly furnitureStock?: Stock;
  readonly breaks?: BreakRule;
  /** Make-ready sheets at the head of each spool. */
  readonly setUp?: { readonly sheets: SheetCount; readonly testPattern: boolean };
}

export interface JobLimits {
  /** A run beyond it is held and ends with exit code 3. */
  readonly rejects: RejectLimit;
  readonly pagesPerDocumentMax: number;
}

/** How many rejects are tolerated: a number, or a share of the records with a minimum. */
export type RejectLimit =
  | { readonly kind: "count"; readonly countMax: number }
  | { readonly kind: "share"; readonly percentMax: number; readonly countMin: number };

/**
 * What to do about a character that no font has: reject the record, or print this text and report
 * it.
 */
export type MissingGlyphPolicy =
  { readonly action: "reject" } | { readonly action: "substitute"; readonly text: string };
