import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { rangesText } from "../../run/pieces/number-ranges.ts";
import { openPieces } from "../../run/pieces/open-pieces.ts";
import { againEntries } from "../../run/pieces/printed-places.ts";
import { type ReprintRequest, standingPrintings } from "../../run/pieces/reprint-draft.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";

/**
 * Throws a `UsageError` where a reprint would make what an earlier one has made already: a piece is
 * named by its number, and nothing has said since that its new printing is damaged or missing. Two
 * people who answer one accident must not send the customer two letters.
 */
export function refuseReprintTwice(desk: DecisionSession, { pieces }: ReprintRequest): void {
  const printings = standingPrintings(desk.ledger);
  const lost = new Set(openPieces(desk).map(({ piece }) => piece));
  const twice = pieces.flatMap(({ piece, generation }) =>
    generation === undefined && printings.has(piece) && !lost.has(piece) ? [piece] : [],
  );
  if (twice.length === 0) return;
  const numbers = new Set(twice.map((piece) => printings.get(piece)?.reprint ?? 0));
  throw new UsageError([reprintedAlready(rangesText(twice), rangesText([...numbers]))]);
}

/** The same for sheets of a spool that an earlier re-image has made again. */
export function refuseReimageTwice(
  { audit }: DecisionSession,
  range: { readonly of: string; readonly from: number; readonly to: number },
): void {
  const earlier = againEntries(audit.entries).find(
    ({ details }) =>
      details.kind === "reimage" &&
      details.of === range.of &&
      details.from <= range.to &&
      range.from <= details.to,
  );
  if (earlier?.details.kind !== "reimage") return;
  const { number, from, to } = earlier.details;
  throw new UsageError([reimagedAlready(`${from}-${to}`, number)]);
}

function reprintedAlready(pieces: string, reprints: string): Diagnostic {
  const message = `Pieces were printed again already, by reprint ${reprints}: ${pieces}.`;
  return diagnostic("reprint.asked-twice", message, {
    hint:
      "Leave them out. Where that printing is lost as well, name it by its mark, book an " +
      "inserter's file that says so, or decide it by --again.",
  });
}

function reimagedAlready(sheets: string, number: number): Diagnostic {
  const message = `Sheets ${sheets} of the spool were imaged again already, by re-image ${number}.`;
  return diagnostic("reprint.asked-twice", message, {
    hint: "Name its own spool where that one has jammed, or decide it by --again.",
  });
}
