import type { Ordinal } from "../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { Channel } from "../model/channel.ts";

/** Which document of a run; exactly one of key, ordinal and piece is given. */
export interface DocumentChoice {
  readonly key?: string | undefined;
  /** 0-based place in the run's input. */
  readonly ordinal?: Ordinal | undefined;
  /** Number of the mailpiece. */
  readonly piece?: number | undefined;
  readonly channel?: Channel | undefined;
}

/**
 * The one requested rendition. Throws a `UsageError` if nothing was sent, or if several renditions
 * match.
 */
export function sentDocument(ledger: Ledger, choice: DocumentChoice): PieceRow {
  const all = rowsOf(ledger, choice);
  const rows = all.filter(({ channel }) => channel === (choice.channel ?? channel));
  const [row, other] = rows;
  if (row === undefined) throw new UsageError([notSent(all)]);
  if (other !== undefined) throw new UsageError([several(rows)]);
  return row;
}

function rowsOf(ledger: Ledger, { key, ordinal, piece }: DocumentChoice): PieceRow[] {
  const given = [key, ordinal, piece].filter((value) => value !== undefined);
  if (given.length !== 1)
    throw new UsageError([
      diagnostic("search.which-document", "Name the document once: --key, --ordinal or --piece.", {
        hint: "Give exactly one of its key, its ordinal in the input and its piece number.",
      }),
    ]);
  if (key !== undefined) return ledger.piecesOfKey(key);
  return ordinal === undefined
    ? ledger.piecesOfNumber(piece ?? -1)
    : ledger.piecesOfOrdinal(ordinal);
}

function notSent(others: readonly PieceRow[]): Diagnostic {
  const channels = others.map(({ channel }) => channel).join(", ");
  const message =
    others.length === 0
      ? "The run made no such document."
      : "The run made nothing for that channel.";
  const hint =
    others.length === 0
      ? "`nightpress find` shows what became of a rejected or suppressed record."
      : `It made one for: ${channels}.`;
  return diagnostic("search.not-sent", message, { hint });
}

function several(rows: readonly PieceRow[]): Diagnostic {
  const channels = rows.map(({ channel, ordinal }) => `${channel} of ordinal ${ordinal}`);
  return diagnostic("search.several", `${rows.length} renditions match.`, {
    hint: `Name one by --channel or --ordinal: ${channels.join("; ")}.`,
  });
}
