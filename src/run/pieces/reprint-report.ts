import type { SheetCount } from "../../base/units.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import { numbersOf } from "./number-ranges.ts";
import { type AgainEntry, againFolder } from "./printed-places.ts";
import type { OpenRun } from "../folder/open-run.ts";

/** A re-image or reprint on disk. */
export interface ReprintReport {
  readonly kind: "reprint" | "reimage";
  readonly number: number;
  /** The spool's path. */
  readonly file: string;
  readonly pieces: number;
  readonly sheets: SheetCount;
  /** Serials that were reserved for it. */
  readonly newSerials: number;
  readonly wastedSheets: number;
  /** Of these, what is not in hand: missing, or mailed maybe. Nobody can destroy that now. */
  readonly strayedSheets: number;
  /** Pieces of a re-image's range that are left out, in ranges. */
  readonly leftOut: string;
  /** Whether it was decided before, and then interrupted. */
  readonly resumed: boolean;
  /** Numbers of other re-images and reprints that had been interrupted and are now complete. */
  readonly finished: readonly number[];
}

/** Describes what a decision has made. */
export function reprintReport(
  { folder, ledger }: Pick<OpenRun, "folder" | "ledger">,
  { details }: AgainEntry,
  finished: readonly number[],
  resumed: boolean,
): ReprintReport {
  const { kind, number, spool } = details;
  const file = `${againFolder(folder, number)}/${spool}.pdf`;
  const found = { kind, number, file, resumed, finished };
  if (details.kind === "reimage") {
    const { pulled, voided, wastedSheets } = details;
    const leftOut = [pulled, voided].filter((text) => text !== "").join(",");
    const counts = countsOf(ledger.piecesOfNumbers(numbersOf(details.pieces)));
    return { ...found, ...counts, newSerials: 0, wastedSheets, strayedSheets: 0, leftOut };
  }
  const rows = ledger.piecesOfNumbers(details.pieces.map(({ piece }) => piece));
  const counts = countsOf(rows);
  const strayed = details.pieces.filter(({ cause }) => cause !== "damaged");
  const gone = new Set(strayed.map(({ piece }) => piece));
  const { sheets: strayedSheets } = countsOf(rows.filter((row) => gone.has(row.pieceNumber)));
  const isNew = strayed.filter(({ serial }) => serial >= 0);
  const wastedSheets = counts.sheets;
  return {
    ...found,
    ...counts,
    newSerials: isNew.length,
    wastedSheets,
    strayedSheets,
    leftOut: "",
  };
}

function countsOf(rows: readonly PieceRow[]): { pieces: number; sheets: number } {
  return { pieces: rows.length, sheets: rows.reduce((sum, { sheets }) => sum + sheets, 0) };
}
