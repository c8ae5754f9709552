import type { Approvable } from "./approval.ts";
import type { Channel } from "./channel.ts";

/** What a proof set shows of a layout's conditions. */
export interface ProofCoverage {
  readonly format: "nightpress-coverage-1";
  readonly layout: string;
  /** Ways of all branches, how many of them some case goes, and those that none does. */
  readonly ways: number;
  readonly covered: number;
  readonly notReached: readonly string[];
  readonly branches: readonly CoveredBranch[];
}

export interface CoveredBranch {
  /** `when`, `where`, `choice`, `has`, `select`, `zone`, `message`, `locale` or `channel`. */
  readonly kind: string;
  readonly name: string;
  /** File and line of the layout; empty for what stands nowhere in it. */
  readonly source: string;
  readonly ways: readonly CoveredWay[];
}

export interface CoveredWay {
  readonly way: string;
  /** The first cases that go there, by name, and how many do. */
  readonly cases: readonly string[];
  readonly count: number;
  /** No record was found that goes there: the way may be closed to all. */
  readonly isNotReached?: true;
}

/** One record of a proof set, as it came out. */
export interface ProvenCase {
  readonly name: string;
  readonly why: string;
  readonly recordSha256: string;
  /** By channel: what the layout makes of it. */
  readonly renditions: Readonly<Partial<Record<Channel, RenditionProof>>>;
  /** What would keep its pages from being printed, by code. */
  readonly codes: readonly string[];
  /** Where a job was given: the channel it goes out on, and what accompanies it. */
  readonly route?: string;
  /** Its first page in `proof.pdf`, from 1; absent if it is not there. */
  readonly firstPage?: number;
}

export interface RenditionProof {
  readonly sha256: string;
  readonly pages?: number;
  /** What would keep a message from being sent; of print, the case has it. */
  readonly codes?: readonly string[];
}

/** A proof set: `proof.json`, whose SHA-256 stands for all that it shows. */
export interface ProofSet {
  readonly format: "nightpress-proof-set-1";
  readonly layout: { readonly name: string; readonly sha256: string };
  readonly program: string;
  readonly asOf: string;
  readonly seed: number;
  readonly job?: string;
  /** What somebody approves who approves it; only of a set that was made with a job. */
  readonly approves?: Approvable;
  readonly isMasked?: true;
  readonly files: Readonly<Record<string, string>>;
  readonly cases: readonly ProvenCase[];
}

/** How hard texts are to read; words of values count as one each. */
export interface Readability {
  readonly words: number;
  readonly sentences: number;
  readonly wordsPerSentence: number;
  /** Words of the longest sentence. */
  readonly longestSentence: number;
  /** Flesch's reading ease, or that of its kind for the language: 100 is easy, 0 hard. */
  readonly ease?: number;
}

export interface TextReading extends Readability {
  /** File and line of the layout. */
  readonly source: string;
  readonly begins: string;
}

/** What the texts of a layout ask of their readers, in one language: `reading.json`. */
export interface LanguageReading extends Readability {
  readonly locale: string;
  /** How many texts are prose, not labels. */
  readonly texts: number;
  readonly hardest: readonly TextReading[];
}
