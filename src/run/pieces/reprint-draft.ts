import type { Generation, PieceNumber, Serial } from "../../base/units.ts";
import { type Diagnostic, diagnostic, UsageError } from "../../base/diagnostic.ts";
import { FindingList } from "../../base/finding-list.ts";
import { hashValue } from "../../base/hash.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { GENERATION_MAX } from "../../mail/marks.ts";
import type { Printing, ReprintCause, ReprintedPiece } from "../../model/reprint.ts";
import type { AskedPiece } from "../../model/reprint.ts";

/** A requested reprint, each piece with its cause. */
export interface ReprintRequest {
  readonly pieces: readonly (AskedPiece & { readonly cause: ReprintCause })[];
  readonly newSerials: boolean;
  /** The same for the same pieces, causes and choice of serials. */
  readonly hash: string;
}

/**
 * A request, each piece with its own cause or else the given one. Throws a `UsageError` if a piece
 * has no cause, or if the causes and the choice of new serials do not fit together.
 */
export function reprintRequest(
  asked: readonly AskedPiece[],
  cause: ReprintCause | undefined,
  newSerials: boolean,
): ReprintRequest {
  const pieces = asked
    .flatMap((one) => {
      const own = one.cause ?? cause;
      return own === undefined ? [] : [{ ...one, cause: own }];
    })
    .sort((a, b) => a.piece - b.piece);
  if (pieces.length < asked.length) throw new UsageError([noCause()]);
  const wantsNew = pieces.some((piece) => piece.cause !== "damaged");
  if (wantsNew && !newSerials) throw new UsageError([needsNewSerials()]);
  if (!wantsNew && newSerials) throw new UsageError([keepsSerials()]);
  const told = pieces.map((one) => [one.piece, one.cause]);
  return { pieces, newSerials, hash: hashValue([told, newSerials]) };
}

/** A piece that can be reprinted, and its serial so far. */
export interface DraftPiece extends Omit<ReprintedPiece, "serial"> {
  readonly row: PieceRow;
  readonly serialBefore: Serial;
}

/** The last printing after the first, of each piece that has one. */
export function standingPrintings(ledger: Ledger): Map<number, Printing> {
  return new Map(ledger.printings().map((printing) => [printing.piece, printing]));
}

/**
 * The pieces of a request with the printing each will be. Throws a `UsageError` with every piece
 * that is not in the run, was pulled, is not released, is named by a void mark, or has been printed
 * as often as a mark can count.
 */
export function draftReprint(ledger: Ledger, { pieces }: ReprintRequest): DraftPiece[] {
  const rows = new Map(
    ledger.piecesOfNumbers(pieces.map(({ piece }) => piece)).map((row) => [row.pieceNumber, row]),
  );
  const printings = standingPrintings(ledger);
  const findings = new FindingList();
  const drafts: DraftPiece[] = [];
  for (const asked of pieces) {
    const row = rows.get(asked.piece);
    const standing = printings.get(asked.piece);
    const fault = faultOf(asked, row, standing) ?? mailedAlready(asked, row);
    if (fault !== undefined) findings.add(fault);
    else if (row !== undefined) {
      const { piece, cause } = asked;
      const generation = (standing?.generation ?? 0) + 1;
      const serialBefore = standing?.serial ?? row.serial;
      drafts.push({ piece, ordinal: row.ordinal, generation, cause, row, serialBefore });
    }
  }
  findings.throwAny(moreRefused);
  return drafts;
}

function faultOf(
  { piece, generation }: AskedPiece,
  row: PieceRow | undefined,
  standing: Printing | undefined,
): Diagnostic | undefined {
  if (row === undefined) return unknownPiece(piece);
  if (row.state === "pulled") return pulledPiece(piece);
  if (row.state === "composed" || row.state === "spooled") return unreleasedPiece(piece);
  const current = standing?.generation ?? 0;
  if (generation !== undefined && generation < current)
    return voidedPrinting(piece, generation, current);
  if (generation !== undefined && generation > current) return unknownPrinting(piece, generation);
  return current < GENERATION_MAX ? undefined : printedTooOften(piece);
}

/** A piece with evidence of mailing cannot be in hand: a customer might get it twice. */
function mailedAlready(
  { piece, cause }: ReprintRequest["pieces"][number],
  row: PieceRow | undefined,
): Diagnostic | undefined {
  if (cause !== "damaged" || row?.state !== "mailed") return undefined;
  const message = `Piece ${piece} was mailed, so it is not damaged and in hand.`;
  return diagnostic("reprint.mailed", message, {
    hint: "Check the number; to send it again, give --cause mailed-maybe --new-serial.",
  });
}

function moreRefused(count: number): Diagnostic {
  return diagnostic("reprint.more-refused", `${count} more pieces are refused.`);
}

function noCause(): Diagnostic {
  return diagnostic("reprint.bad-cause", "A reprint needs a cause for every piece.", {
    hint: "Give --cause damaged, missing or mailed-maybe, or a column `cause` in the list.",
  });
}

function needsNewSerials(): Diagnostic {
  const message =
    "Pieces that are missing or may have been mailed must not go out under their old serial.";
  return diagnostic("reprint.needs-new-serial", message, {
    hint: "Give --new-serial: they get serials never used before.",
  });
}

function keepsSerials(): Diagnostic {
  const message = "Pieces that are damaged and in hand keep their serials.";
  return diagnostic("reprint.keeps-serial", message, {
    hint: "Leave out --new-serial, or give the cause missing or mailed-maybe.",
  });
}

function unknownPiece(piece: PieceNumber): Diagnostic {
  return diagnostic("reprint.unknown-piece", `The run has no piece ${piece}.`, {
    hint: "Read the number in the page token, after the job mark.",
  });
}

function pulledPiece(piece: PieceNumber): Diagnostic {
  return diagnostic("reprint.pulled", `Piece ${piece} was pulled: it must not be mailed.`, {
    hint: "Leave it out; damaged sheets of it can be destroyed.",
  });
}

function unreleasedPiece(piece: PieceNumber): Diagnostic {
  const message = `Piece ${piece} is in a spool that is not released, so it was never printed.`;
  return diagnostic("reprint.not-released", message, {
    hint: "Release the spool to print the piece.",
  });
}

function voidedPrinting(piece: PieceNumber, generation: Generation, current: number): Diagnostic {
  const message =
    `Printing ${generation} of piece ${piece} is already void: printing ${current} took its ` +
    "place (0 is the first).";
  return diagnostic("reprint.voided", message, {
    hint: `Destroy the sheets with this mark. Use the mark with R${current} to replace that too.`,
  });
}

function unknownPrinting(piece: PieceNumber, generation: Generation): Diagnostic {
  return diagnostic(
    "reprint.unknown-piece",
    `This run has no printing ${generation} of piece ${piece}.`,
    { hint: "Find out where the sheet came from; the run's audit log may be an old copy." },
  );
}

function printedTooOften(piece: PieceNumber): Diagnostic {
  const message = `Piece ${piece} was printed ten times, the most that marks can count.`;
  return diagnostic("reprint.too-often", message, {
    hint: "Make it by hand from the output of `nightpress get`.",
  });
}
