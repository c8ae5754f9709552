import type { SheetCount } from "../../base/units.ts";
import { COVER_ROWS } from "../../mail/cover-texts.ts";
import type { CoverSide, SpoolNotice } from "../../model/piece.ts";
import {
  REPRINT_CAUSES,
  type ReimageDetails,
  type ReprintDetails,
  type ReprintedPiece,
} from "../../model/reprint.ts";
import type { ListedSheet } from "../../spool/read-control-file.ts";

/** A piece as the person who does the hand work needs it. */
export interface WorkRow extends ReprintedPiece {
  readonly sheets: SheetCount;
  /** Where the printing that is void lies, from its first sheet. */
  readonly spool: string;
  readonly first: ListedSheet;
}

const HEADS = [
  "Done",
  "Piece",
  "Printing",
  "Sheets",
  "Void",
  "From sheet",
  "ZIP",
  "Cause",
  "Inserts",
];
/** Letters for spools, so that a row is short; numbers where they run out. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** What a reprint's furniture and its cover sheets say: a row a piece, no customer data. */
export function reprintNotice(details: ReprintDetails, work: readonly WorkRow[]): SpoolNotice {
  const title = `REPRINT ${padded(details.number)}`;
  const causes = REPRINT_CAUSES.flatMap((cause) => {
    const count = work.filter((row) => row.cause === cause).length;
    return count === 0 ? [] : [`${count} ${cause}`];
  });
  return {
    title,
    lines: [
      "Hand work: see the cover sheets",
      `Cause: ${causes.join(", ")}`,
      details.newSerials ? "New IMb serials where not damaged" : "IMb serials as before",
      destroyText(work),
    ],
    covers: coverSides(title, work),
  };
}

/** What is missing or may have been mailed can only be destroyed where it turns up. */
function destroyText(work: readonly WorkRow[]): string {
  const [damaged, all] = [work.filter(({ cause }) => cause === "damaged").length, work.length];
  if (damaged === all) return "Destroy the printings that these replace";
  return "Destroy what these replace where it turns up";
}

function coverSides(title: string, work: readonly WorkRow[]): CoverSide[] {
  const spools = [...new Set(work.map(({ spool }) => spool))].sort();
  const nameOf = (spool: string): string => {
    const index = spools.indexOf(spool);
    return LETTERS[index] ?? String(index + 1);
  };
  const rows: (string | readonly string[])[] = [
    ...spools.map((spool) => `Spool ${nameOf(spool)}: ${spool}`),
    ...work.map(({ piece, generation, sheets, spool, first, cause }) => [
      "[  ]",
      String(piece),
      `R${generation}`,
      String(sheets),
      generation === 1 ? "first" : `R${generation - 1}`,
      `${nameOf(spool)} ${first.sheet}`,
      first.postalCode,
      cause,
      "none",
    ]),
  ];
  const sides = Math.ceil(rows.length / COVER_ROWS);
  return Array.from({ length: sides }, (_, side) => ({
    title: `${title}: work list, page ${side + 1} of ${sides}`,
    heads: HEADS,
    rows: rows.slice(side * COVER_ROWS, (side + 1) * COVER_ROWS),
  }));
}

/** What the furniture of a re-image says. */
export function reimageNotice(details: ReimageDetails, pieces: number): SpoolNotice {
  const { number, of, askedFrom, askedTo, from, to, pulled, voided } = details;
  const out = [pulled, voided].filter((text) => text !== "").join(",");
  return {
    title: `RE-IMAGE ${padded(number)}`,
    lines: [
      `of ${of}`,
      `Sheets ${from} to ${to}, jammed at ${askedFrom} to ${askedTo}`,
      pieces === 1 ? `Piece ${details.pieces}` : `Pieces ${details.pieces}`,
      ...(out === "" ? [] : [`Left out, pulled or void: ${out}`]),
      `Destroy sheets ${from} to ${to} of the spool above`,
    ],
    covers: [],
  };
}

function padded(number: number): string {
  return String(number).padStart(3, "0");
}
