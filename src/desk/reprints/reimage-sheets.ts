import type { PieceNumber, SheetCount } from "../../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { hashValue } from "../../base/hash.ts";
import { shellWord } from "../../base/shell-word.ts";
import type { ReimageDetails } from "../../model/reprint.ts";
import { finishUnmade, nextNumber } from "./reprint-session.ts";
import { type ReprintSessionOptions, inReprintSession, decideReprint } from "./reprint-session.ts";
import { type ReprintReport, reprintReport } from "../../run/pieces/reprint-report.ts";
import { refuseReimageTwice } from "./asked-twice.ts";
import { rangesText } from "../../run/pieces/number-ranges.ts";
import { PrintedPlaces, type PrintedSpool } from "../../run/pieces/printed-places.ts";
import { standingPrintings } from "../../run/pieces/reprint-draft.ts";
import type { DecisionSession } from "../../run/decisions/decision-session.ts";

export interface ReimageOptions extends ReprintSessionOptions {
  /** Name of the spool that jammed: of the run's own, or one of an earlier re-image or reprint. */
  readonly spool: string;
  /** Sheets as the spool's control file counts them, such as `15-26`. */
  readonly sheets: string;
  /** The decision to image once more what was imaged again before. */
  readonly again?: boolean;
}

/**
 * Re-images sheets of a spool after a jam, in whole pieces, under the marks they have. All sheets
 * of the range are waste; pieces that were pulled or voided since are left out. Throws a
 * `UsageError` if there is no such spool, if it is not released, or if there is nothing to image in
 * the range.
 */
export async function reimageSheets(
  outFolder: string,
  options: ReimageOptions,
): Promise<ReprintReport> {
  return inReprintSession(outFolder, options, async (again) => {
    const { desk } = again;
    const asked = askedSheets(options.sheets);
    const request = hashValue([options.spool, asked]);
    const { finished, resumed } = await finishUnmade(again, request);
    if (resumed !== undefined) return reprintReport(desk, resumed, finished, true);
    const range = jammedRange(desk, options.spool, asked);
    if (options.again !== true) refuseReimageTwice(desk, range);
    const number = nextNumber(desk);
    const spool = `${range.of}-reimage-${String(number).padStart(3, "0")}`;
    const isAgain = options.again === true && { again: true };
    const details = { kind: "reimage", number, spool, request, ...range, ...isAgain } as const;
    const entry = await decideReprint(again, options.reason, details);
    return reprintReport(desk, entry, finished, false);
  });
}

type Asked = readonly [from: number, to: number];
type JammedRange = Omit<ReimageDetails, "kind" | "number" | "spool" | "request" | "again">;

function askedSheets(text: string): Asked {
  const [, first = "", last = first] = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(text.trim()) ?? [];
  const [from, to] = [Number(first), Number(last)];
  if (first === "" || from < 1 || from > to) throw new UsageError([badSheets(text)]);
  return [from, to];
}

function jammedRange(desk: DecisionSession, name: string, [from, to]: Asked): JammedRange {
  const { folder, ledger, audit } = desk;
  const places = new PrintedPlaces(desk, audit.entries);
  const spool = places.spool(name);
  if (spool === undefined) throw new UsageError([unknownSpool(name, places.spools)]);
  const list = places.list(spool);
  if (to > list.sheets) throw new UsageError([noSuchSheet(to, list.sheets)]);
  const hit = list.pieceSheets.filter(({ sheet }) => sheet >= from && sheet <= to);
  const touched = new Set(hit.map(({ piece }) => piece));
  const inRange = list.pieceSheets.filter(({ piece }) => touched.has(piece));
  if (inRange.length === 0) throw new UsageError([onlyFurniture(from, to)]);
  const printings = standingPrintings(ledger);
  const rows = ledger.piecesOfNumbers(touched);
  if (rows.some(({ state }) => state === "composed" || state === "spooled"))
    throw new UsageError([unreleased(spool, folder.root)]);
  const pulled = new Set(
    rows.flatMap(({ state, pieceNumber }) => (state === "pulled" ? [pieceNumber] : [])),
  );
  const voided = new Set(
    inRange.flatMap(({ piece, generation }) =>
      generation < (printings.get(piece)?.generation ?? 0) ? [piece] : [],
    ),
  );
  const mailed = rows.filter(
    ({ state, pieceNumber }) => state === "mailed" && !voided.has(pieceNumber),
  );
  if (mailed.length > 0) throw new UsageError([mailedAlready(mailed)]);
  const isImaged = (piece: PieceNumber): boolean => !voided.has(piece) && !pulled.has(piece);
  const pieces = [...touched].sort((a, b) => a - b);
  if (!pieces.some(isImaged)) throw new UsageError([nothingStands(from, to)]);
  return {
    of: spool.name,
    askedFrom: from,
    askedTo: to,
    from: Math.min(...inRange.map(({ sheet }) => sheet)),
    to: Math.max(...inRange.map(({ sheet }) => sheet)),
    pieces: rangesText(pieces.filter(isImaged)),
    pulled: rangesText(pieces.filter((piece) => pulled.has(piece) && !voided.has(piece))),
    voided: rangesText(pieces.filter((piece) => voided.has(piece))),
    wastedSheets: inRange.filter(({ piece }) => !voided.has(piece)).length,
  };
}

function badSheets(text: string): Diagnostic {
  return diagnostic("reprint.bad-sheets", `"${text}" is not a range of sheets.`, {
    hint: "Give the first and the last sheet as the control file counts them, such as 15-26.",
  });
}

function unknownSpool(name: string, spools: readonly PrintedSpool[]): Diagnostic {
  const some = spools.slice(0, 20).map((spool) => spool.name);
  const more = spools.length > some.length ? `, and ${spools.length - some.length} more` : "";
  return diagnostic("reprint.unknown-spool", `The run has no spool ${name}.`, {
    hint: `Its spools are ${some.join(", ")}${more}.`,
  });
}

function unreleased({ name }: PrintedSpool, root: string): Diagnostic {
  const message = `The spool ${name} is not released, so it was never printed.`;
  return diagnostic("reprint.not-released", message, {
    hint:
      "Release it to print its sheets: " +
      `\`nightpress release ${shellWord(root)} --spool ${shellWord(name)}\`.`,
  });
}

/** They went out under exactly the marks that these sheets would have. */
function mailedAlready(rows: readonly { readonly pieceNumber: PieceNumber }[]): Diagnostic {
  const pieces = rangesText(rows.map(({ pieceNumber }) => pieceNumber).sort((a, b) => a - b));
  return diagnostic("reprint.mailed", `Pieces on these sheets were mailed: ${pieces}.`, {
    hint: "Check the sheets; to send a piece again, reprint it with a new serial.",
  });
}

function noSuchSheet(sheet: number, sheets: SheetCount): Diagnostic {
  return diagnostic("reprint.bad-sheets", `There is no sheet ${sheet}: the spool has ${sheets}.`, {
    hint: "Count as the control file does, with header, cover and trailer sheets.",
  });
}

function onlyFurniture(from: number, to: number): Diagnostic {
  const message = `Sheets ${from} to ${to} are furniture: no piece is on them.`;
  return diagnostic("reprint.bad-sheets", message, {
    hint: "A spool can do without them; give sheets with mail on them.",
  });
}

function nothingStands(from: number, to: number): Diagnostic {
  const message = `All pieces on sheets ${from} to ${to} were pulled, or replaced by a reprint.`;
  return diagnostic("reprint.nothing-stands", message, {
    hint: "Destroy the sheets; none of them must be printed again.",
  });
}
