import type { Generation } from "../base/units.ts";
import { diagnostic, UsageError } from "../base/diagnostic.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import type { AuditEntry } from "../model/audit.ts";
import type { Printing } from "../model/reprint.ts";
import { againEntries, againFolder, isMade } from "../run/pieces/printed-places.ts";
import type { RunPlace } from "../run/folder/open-run.ts";

/**
 * The requested printing of a piece: undefined for its first. Without a generation it is the
 * current one. Throws a `UsageError` if there is none of that generation.
 */
export function printingOf(
  ledger: Ledger,
  { channel, pieceNumber }: PieceRow,
  generation?: Generation,
): Printing | undefined {
  if (generation === 0 || (channel !== "print" && generation === undefined)) return undefined;
  const printings = ledger.printings().filter(({ piece }) => piece === pieceNumber);
  if (generation === undefined) return printings.at(-1);
  const found = printings.find((printing) => printing.generation === generation);
  if (found !== undefined) return found;
  throw new UsageError([
    diagnostic("search.no-generation", `The piece has no printing ${generation}.`, {
      hint: `Printings 0 (the first) to ${printings.at(-1)?.generation ?? 0} were made.`,
    }),
  ]);
}

/** The spool of a reprint, if it was made. */
export function reprintSpool(
  run: RunPlace,
  entries: readonly AuditEntry[],
  { reprint }: Printing,
): string | undefined {
  const { folder } = run;
  const entry = againEntries(entries).find(({ details }) => details.number === reprint);
  if (entry === undefined || !isMade(run, entry.details)) return undefined;
  return `${againFolder(folder, reprint)}/${entry.details.spool}.pdf`;
}
