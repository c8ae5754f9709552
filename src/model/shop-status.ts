import type { SheetCount } from "../base/units.ts";
import type { RunState } from "./run-state.ts";
import type { Priority } from "./shop.ts";

/** Where the runs of a shop stand at one moment. Times are ISO 8601; keys and places only. */
export interface ShopStatus {
  readonly atIso: string;
  /** Runs that are not done, the first to go first. */
  readonly runs: readonly ShopRun[];
  /** How many are closed or abandoned; they are in `runs` only where they were asked for. */
  readonly done: number;
}

export interface ShopRun {
  readonly out: string;
  /** Empty if the folder is gone, so that the register's word is all there is. */
  readonly runId: string;
  readonly job: string;
  readonly cycle: string;
  readonly mode: "test" | "production";
  readonly state: RunState | "finished" | "gone";
  readonly recordsDone: number;
  readonly recordsTotal: number;
  readonly spoolsDone: number;
  /** 0 until the sequence is known. */
  readonly spoolsTotal: number;
  /** The process that works on it; without one, the run does not advance. */
  readonly process?: ShopProcess;
  /** When the last spool is expected, by the run's own speed so far. */
  readonly expectedReadyAtIso?: string;
  readonly streams: readonly ShopStream[];
  readonly exceptions: readonly ShopException[];
  /** What to do next, as a sentence or a command; empty if there is nothing. */
  readonly next: string;
  /** Of one that waits for its release: the command that compares it with the cycle before. */
  readonly compare?: string;
}

export interface ShopProcess {
  readonly pid: number;
  readonly hostName: string;
  readonly priority: Priority;
  /** Workers it may use, of those it has use for; 0 of some: it waits for others. */
  readonly lanes: number;
  readonly wanted: number;
  readonly underWay: number;
  readonly stage: string;
  readonly done: number;
  readonly total: number;
  readonly unit: string;
}

/** A print stream with the machines it will run on, and until when if they begin now. */
export interface ShopStream {
  readonly name: string;
  readonly spools: number;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly press?: string;
  readonly inserter?: string;
  /** Estimated from the machines' hourly rates; nothing says that it was printed. */
  readonly expectedPrintedAtIso?: string;
  readonly expectedInsertedAtIso?: string;
}

/** Something about a run that a person has to handle, or to know. */
export interface ShopException {
  readonly what:
    | "failed"
    | "rejects"
    | "held"
    | "pulled"
    | "quarantined"
    | "voided"
    | "reprints-unfinished"
    | "to-reprint"
    | "unread"
    | "no-process"
    | "waits-for-workers"
    | "unreadable";
  readonly count: number;
  /** Since when, where that is known. */
  readonly sinceIso?: string;
  readonly note: string;
}
