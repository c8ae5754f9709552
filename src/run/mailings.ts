import type { AuditEntry } from "../model/audit.ts";
import type { StateEffect } from "../model/piece-state.ts";

/** Evidence of a mailing as it stands today: as it was entered, with what was corrected since. */
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

/** What a correction says: which entry it is of, how that stood, and how it stands from then on. */
export interface CorrectionDetails {
  readonly corrects: number;
  readonly was: MailingFacts;
  readonly is: MailingFacts;
}

export interface MailingFacts {
  readonly date: string;
  readonly statement: string;
}

/** All mailings that were entered about a run, in the log's order. */
export function mailingsOf(entries: readonly AuditEntry[]): Mailing[] {
  const mailings = new Map<number, Mailing>();
  for (const { seq, action, by, details } of entries) {
    if (action === "mailed") {
      const effects = details.effects ?? [];
      const [date, statement] = [textOf(details["date"]), textOf(details["statement"])];
      mailings.set(seq, { seq, by, date, statement, effects });
    }
    if (action !== "correct") continue;
    const { corrects, is } = details as unknown as CorrectionDetails;
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

/** Spools are PDF files; what else is mailed are messages. */
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
