import type { ListForm } from "./list-spec.ts";

/** A press as data: what it takes and how fast it is. */
export interface Press {
  readonly name: string;
  /** Impressions (printed sides) a minute, or metres of web a minute. */
  readonly speed:
    | { readonly pagesPerMinute: number }
    | { readonly metresPerMinute: number; readonly sheetsAcross: number };
  /** Whether it prints both sides in one pass; stocks printed on both sides need it. */
  readonly duplex: boolean;
  /** Names of the stocks it takes, in its trays or on its reels. */
  readonly papers: readonly string[];
  /** From one spool's last sheet to the next one's first. */
  readonly setupMinutes: number;
  readonly results?: ListForm;
}

/** An inserting machine as data. */
export interface Inserter {
  readonly name: string;
  readonly piecesPerHour: number;
  /** The thickest piece it folds and inserts. */
  readonly sheetsMax: number;
  /** Names of the envelopes it takes; empty if it takes all. */
  readonly envelopes: readonly string[];
  readonly setupMinutes: number;
  /** What its files are that say what became of each piece, if they are not as ours. */
  readonly results?: ListForm;
}

/** The machines of a shop, in order of preference. */
export interface Devices {
  readonly presses: readonly Press[];
  readonly inserters: readonly Inserter[];
}
