import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { commitName, type Machine } from "./machine.ts";
import type { BenchOptions } from "./options.ts";
import type { SubjectOutcome } from "./outcome.ts";

export const HISTORY_FILE = join(import.meta.dirname, "history.ndjson");

/** One line of the history: a whole bench. */
export interface HistoryLine {
  /** ISO 8601, UTC. */
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  readonly turns: number;
  readonly records: number;
  /** Figures by subject and name. */
  readonly figures: Readonly<Record<string, SubjectOutcome["figures"]>>;
  readonly targets: SubjectOutcome["targets"];
}

export function historyLine(
  options: BenchOptions,
  machine: Machine,
  outcomes: ReadonlyMap<string, SubjectOutcome>,
): HistoryLine {
  const { turns, records } = options;
  const all = [...outcomes];
  return {
    date: new Date().toISOString(),
    commit: commitName(),
    machine,
    turns,
    records,
    figures: Object.fromEntries(all.map(([subject, { figures }]) => [subject, figures])),
    targets: all.flatMap(([, { targets }]) => targets),
  };
}

/** Appends a line, JSON on one line, to a history file. */
export function appendHistory(line: HistoryLine, file = HISTORY_FILE): void {
  appendFileSync(file, `${JSON.stringify(line)}\n`);
}
