import { detailsOf } from "../../model/decision-details.ts";
import type { AuditEntry } from "../../model/audit.ts";
import type { StateEffect } from "../../model/piece-state.ts";

/** Evidence of a mailing in its current form: as it was entered, with later corrections. */
export interface Mailing {
  /** The entry of the run's audit log, and who entered it. */
  readonly seq: number;
  readonly by: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly statement: string;
  readonly effects: readonly StateEffect[];
  /** The last entry that corrected it. */
  readonly correctedBy?: number;
}

/** All mailings that were entered about a run, in the log's order. */
export function mailingsOf(entries: readonly AuditEntry[]): Mailing[] {
  const mailings = new Map<number, Mailing>();
  for (const entry of entries) {
    const { seq, action, by, details } = entry;
    if (action === "mailed") {
      const effects = details.effects ?? [];
      const [date, statement] = [textOf(details["date"]), textOf(details["statement"])];
      mailings.set(seq, { seq, by, date, statement, effects });
    }
    const correction = detailsOf(entry, "correct");
    if (correction === undefined) continue;
    const { corrects, is } = correction;
    const known = mailings.get(corrects);
    if (known !== undefined) mailings.set(corrects, { ...known, ...is, correctedBy: seq });
  }
  return [...mailings.values()];
}

/** The last day on which any of a run's paper was mailed; undefined without evidence of that. */
export function lastPaperMailing(entries: readonly AuditEntry[]): string | undefined {
  const days = mailingsOf(entries)
    .filter(isOfPaper)
    .map(({ date }) => date);
  return days
    .filter((day) => day !== "")
    .toSorted()
    .at(-1);
}

/** Spools are PDF files; all other mailed outputs are messages. */
function isOfPaper({ effects }: Mailing): boolean {
  return effects.some(
    ({ outputs = [], pieces = [] }) =>
      outputs.some((name) => name.endsWith(".pdf")) ||
      pieces.some(({ channel }) => channel === "print"),
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
