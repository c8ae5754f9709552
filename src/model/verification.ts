import type { TestRecipient } from "./job.ts";
import type { BreachCode } from "../base/breach-code.ts";
import type { Mpt, Ordinal, PageCount, SheetCount } from "../base/units.ts";
import type { AuditRoot } from "./audit.ts";
import type { Rect } from "./geometry.ts";
import type { Channel } from "./channel.ts";
import type { PieceColumns } from "./piece-columns.ts";
import type { RasterSampling } from "./raster.ts";
import type { BalanceLine } from "./run-report.ts";
import type { SharedResource } from "./shared-resource.ts";
import type { PageTurn } from "./layout-plan.ts";
import type { Envelope } from "./stock.ts";
import type { TextFormat } from "./text-format.ts";

/**
 * What the verifier is told and what it says. It is told what the ledger holds and what the job
 * fixes, never what the writer did on the way; everything else it reads from the files themselves.
 */

/** A fault of the output, at the place where a person would look for it. Holds no field values. */
export interface Breach {
  /** Such as `verify.piece-doubled`; explained in the catalogue of codes. */
  readonly code: BreachCode;
  /** A sentence that names the fault. */
  readonly message: string;
  /** The file, relative to the run's folder. */
  readonly file: string;
  /** 1-based page of the PDF file. */
  readonly page?: number;
  /** 1-based sheet of the spool, furniture counted, as control files count. */
  readonly sheet?: number;
  /** 1-based line of a control file or of a batch's index. */
  readonly line?: number;
  /** Number of the piece, as the output or the ledger has it. */
  readonly piece?: number;
  /** 0-based ordinal of the document in the run's input. */
  readonly document?: Ordinal;
}

/** What every spool and batch of a run has in common. Plain, for a worker to be handed once. */
export interface VerifySetup {
  /** The run's folder; paths in plans and breaches are relative to it. */
  readonly root: string;
  readonly mode: "test" | "production";
  /** The recipients that the job names for test messages; nobody if it names none. */
  readonly testRecipient: TestRecipient;
  readonly jobMark: string;
  /** Digits that stand before the serial in an IMb: barcode id, service type and mailer id. */
  readonly imbPrefix: string;
  /** How many digits an IMb's serial has. */
  readonly imbSerialDigits: number;
  /** The print layout's money fields by name, in the order of a record's amounts. */
  readonly moneyFields: readonly string[];
  /** Of these, the ones the layout promises to print, whose marks are held against the amounts. */
  readonly printedFields: readonly number[];
  /** Texts that documents must show, in the order of the numbers that fragments have. */
  readonly required: readonly VerifiedText[];
  /** How e-mails of text alone are written, if the layout has any. */
  readonly textFormats?: readonly TextFormat[];
  /** ISO 4217 code of the currency that amounts are printed in. */
  readonly currency: string;
  /** Pages of a sheet in the PDF file. */
  readonly sidesPerSheet: 1 | 2;
  /** What control files, tickets and furniture say of the job. */
  readonly jobName: string;
  readonly cycle: string;
  /** Name of the layout's own stock. */
  readonly stockName: string;
  /** Hash of the layout plan, as header sheets have it. */
  readonly planHash: string;
  /** The job's as-of date, and the layout's own language, as PDF files have them. */
  readonly asOf: string;
  readonly language: string;
  /** The layout's font files, in its order. */
  readonly fonts: readonly VerifiedFont[];
  /** What all spools share, as it was made; absent if that was not written down. */
  readonly resources?: readonly SharedResource[];
  /** By number: the layout's own paper, then those that masters name. */
  readonly papers: readonly VerifiedPaper[];
  /** What masters say of the sheets of their pages, in the layout's order. */
  readonly masters: readonly VerifiedMaster[];
  /** Whether pages of other files, which have no art, may stand behind a document's own. */
  readonly appendsPages?: boolean;
  readonly furniturePaper: VerifiedPaper;
  readonly print: VerifiedPrint;
  /** How many sides of a marked furniture sheet are printed. */
  readonly furnitureSides: 1 | 2;
}

/** A text that documents must show, in the words of one locale. */
export interface VerifiedText {
  /** What breaches call it; the same in all locales. */
  readonly name: string;
  readonly channels: readonly Channel[];
  /** Stretches of words, each of which a document shows without a break. */
  readonly words: readonly string[];
  /** Whether every document of these channels must show one of this name. */
  readonly isOfAll: boolean;
}

/** What a master says of the sheets that its pages stand on. */
export interface VerifiedMaster {
  /** The number of its paper. */
  readonly paper: number;
  readonly isFrontOnly: boolean;
  readonly isLast: boolean;
  /** Whether its pages are those of blocks that ask for it. */
  readonly isNamed?: boolean;
  /** Whether its pages lie on their sheets turned to the left. */
  readonly isLandscape?: boolean;
  /** Whether its pages draw what is the same on all of them. */
  readonly hasArt?: boolean;
  /** In whose place it stands, on which of its pages, and whether of some records alone. */
  readonly variant?: {
    readonly of: number;
    readonly on?: PageTurn | undefined;
    readonly isConditional: boolean;
  };
}

/** What of the layout decides where marks and the address stand. */
export interface VerifiedPrint {
  readonly markStrip: Rect;
  readonly noPrintEdgeMpt: Mpt;
  readonly envelope: Envelope;
  /** The address style's font, then those that stand in for it, by their numbers. */
  readonly addressFonts: readonly number[];
  readonly addressSizeMpt: Mpt;
  readonly addressLeadingMpt: Mpt;
}

/** A font file by the layout's name of it, as the run began with it. */
export interface VerifiedFont {
  readonly name: string;
  readonly file: string;
  readonly sha256: string;
}

/** A paper: its size, and what control files and tickets must call it. */
export interface VerifiedPaper {
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly duplex: boolean;
  readonly stock: string;
  readonly tray: string;
  readonly weightGsm: number;
  readonly thicknessMicrons: number;
}

/** A spool as the ledger has it, its pieces in the spool's order. */
export interface SpoolExpectation extends Pick<
  PieceColumns,
  | "ordinals"
  | "pieceNumbers"
  | "pieceSheets"
  | "piecePages"
  | "serials"
  | "generations"
  | "pulled"
  | "keyBytes"
  | "keyEnds"
> {
  /** Paths of spool and control file, relative to the run's folder. */
  readonly file: string;
  readonly controlFile: string;
  /** 0-based among the run's spools; -1 for one that was printed once more. */
  readonly index: number;
  /** As the marks of its furniture have it: 1-based, reprints behind the run's own spools. */
  readonly spoolNumber: number;
  readonly stream: string;
  readonly part: number;
  readonly parts: number;
  /** -1 and "" of a spool that was printed once more and is not entered in the audit log yet. */
  readonly bytes: number;
  readonly sha256: string;
  /** Of the pieces, furniture left out. */
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /**
   * Numbers of pieces that were pulled because they were refused: in sums of what is printed they
   * count with what was composed.
   */
  readonly setAside?: readonly number[];
  /** The fragment that holds each piece's composed bytes: an index into `fragments`. */
  readonly fragmentOf: Uint32Array;
  readonly fragments: readonly FragmentExpectation[];
  readonly furniture: FurnitureExpectation;
  /** Where the audit log stood, as the trailer has it; absent if that is not known. */
  readonly audit?: AuditRoot;
}

/** A fragment as the ledger has it. */
export interface FragmentExpectation {
  /** Relative to the run's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Eight hex digits, as its footer has them. */
  readonly checksum: string;
  /** SHA-256 of the job that it must have been composed by; not asked where it is left out. */
  readonly job?: string;
}

/** The furniture a spool must have, by its grammar: header, covers, set-up, pattern ... trailer. */
export interface FurnitureExpectation {
  readonly covers: number;
  readonly setUpSheets: number;
  readonly hasPattern: boolean;
  /** A break sheet lies before each of these pieces, 0-based in the spool. */
  readonly breaks: readonly number[];
}

/** A batch of messages as the ledger has it. */
export interface BatchExpectation extends Pick<PieceColumns, "ordinals" | "keyBytes" | "keyEnds"> {
  readonly file: string;
  readonly channel: Exclude<Channel, "print">;
  readonly index: number;
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly fragmentOf: Uint32Array;
  readonly fragments: readonly FragmentExpectation[];
}

/** What the verifier found in one spool or batch. */
export interface OutputVerdict {
  readonly file: string;
  /** The first ones; `breachCount` counts all. */
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  /** What was read, by the verifier's own count. */
  readonly counts: VerifiedCounts;
  /** Ordinals of the documents that were found, in the file's order. */
  readonly ordinals: Uint32Array;
  /** Numbers of the pieces that were found, in the file's order; empty for batches. */
  readonly pieceNumbers: Uint32Array;
  /**
   * Totals of `printedFields` as printed, in minor units, as decimal strings; of a spool alone.
   * Seeds count in no sum.
   */
  readonly printedSums: readonly string[];
  /** 32 bytes for each piece or message, see `leafText`. */
  readonly leaves: Uint8Array;
  /** What could not be checked and why, such as fragments that were purged. */
  readonly notChecked: readonly string[];
}

export interface VerifiedCounts {
  /** Pages of PDF files, blank backs and furniture counted. */
  readonly pages: PageCount;
  readonly composedPages: number;
  readonly sheets: SheetCount;
  readonly pieces: number;
  readonly furnitureSheets: number;
  /** Messages of batches. */
  readonly messages: number;
  readonly bytes: number;
}

/** What was proven of a run. */
export interface Verification {
  readonly ok: boolean;
  /** SHA-256 over what the ledger had of fragments, spools, batches and reprints just then. */
  readonly outputsHash: string;
  readonly counts: VerifiedCounts;
  readonly spools: number;
  readonly batches: number;
  readonly breaches: readonly Breach[];
  readonly breachCount: number;
  /**
   * Breaches of pieces and messages that a decision has pulled because of them: accepted, and not
   * among the others. Left out if there are none.
   */
  readonly quarantined?: readonly Breach[];
  /** What could not be checked and why, such as fragments that were purged. */
  readonly notChecked: readonly string[];
  /** Money of what the layout promises to print, per field: as composed, and as read back. */
  readonly sums: readonly VerifiedSum[];
  /** What the ledger has against what the verifier counted, reprints left out. */
  readonly balance: readonly BalanceLine[];
  /** Root over all leaves: spools by index and piece, e-mail and SMS batches, then reprints. */
  readonly merkleRoot: string;
  readonly leafCount: number;
  readonly own: OwnVerification;
  /** Sheets that were drawn and looked at; absent in what was proven before there was such. */
  readonly raster?: RasterSampling;
}

/** Of the run's own spools and batches: what no later decision, such as a reprint, changes. */
export interface OwnVerification {
  readonly counts: VerifiedCounts;
  readonly notChecked: readonly string[];
  /** Over the first leaves of all, which are those of these files. */
  readonly merkleRoot: string;
  readonly leafCount: number;
}

export interface VerifiedSum {
  readonly field: string;
  /** Decimal amounts of the pieces that were printed. */
  readonly composed: string;
  readonly printed: string;
}
