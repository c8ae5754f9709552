import type { AuditEntry } from "../model/audit.ts";
import type { RenditionName } from "../model/piece-state.ts";
import { mailingsOf } from "../run/decisions/mailings.ts";

/** What was entered about the mailing of a piece. */
export interface MailingEvidence {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly statement: string;
  readonly by: string;
  /** The entry of the run's audit log. */
  readonly seq: number;
  /** The entry that corrected it, if it was entered wrongly at first. */
  readonly correctedBy?: number;
}

/** The last evidence that a document of a spool or batch was mailed; undefined if there is none. */
export function evidenceOfMailing(
  entries: readonly AuditEntry[],
  output: string,
  { channel, ordinal }: RenditionName,
): MailingEvidence | undefined {
  const mailing = mailingsOf(entries).findLast(({ effects }) =>
    effects.some(
      ({ state, outputs = [], pieces = [] }) =>
        state === "mailed" &&
        (outputs.includes(output) ||
          pieces.some((piece) => piece.channel === channel && piece.ordinal === ordinal)),
    ),
  );
  if (mailing === undefined) return undefined;
  const { date, statement, by, seq, correctedBy } = mailing;
  return { date, statement, by, seq, ...(correctedBy !== undefined && { correctedBy }) };
}
