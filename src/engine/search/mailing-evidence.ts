import type { AuditEntry } from "../../model/audit.ts";
import type { RenditionName, StateEffect } from "../../model/piece-state.ts";

/** What was entered of the mailing of a piece. */
export interface MailingEvidence {
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly statement: string;
  readonly by: string;
  /** The entry of the run's audit log. */
  readonly seq: number;
}

/** The last evidence that a document of a spool or batch was mailed; undefined without any. */
export function mailingOf(
  entries: readonly AuditEntry[],
  output: string,
  { channel, ordinal }: RenditionName,
): MailingEvidence | undefined {
  const entry = entries.findLast(({ action, details }) => {
    if (action !== "mailed") return false;
    const effects = (details["effects"] ?? []) as readonly StateEffect[];
    return effects.some(
      ({ state, outputs = [], pieces = [] }) =>
        state === "mailed" &&
        (outputs.includes(output) ||
          pieces.some((piece) => piece.channel === channel && piece.ordinal === ordinal)),
    );
  });
  if (entry === undefined) return undefined;
  const { details, by, seq } = entry;
  const [date, statement] = [details["date"], details["statement"]];
  return {
    date: typeof date === "string" ? date : "",
    statement: typeof statement === "string" ? statement : "",
    by,
    seq,
  };
}
