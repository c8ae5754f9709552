import type { PageCount, SheetCount } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import type { BreakRule } from "../model/furniture.ts";
import { BreakFinder } from "./break-finder.ts";
import type { PieceProfile } from "./piece-profiles.ts";
import type { PieceTable } from "./piece-table.ts";

/** How large a spool may grow. A piece past both bounds is a spool of its own. */
export interface CutRules {
  /** Sheets of a spool, all furniture included. */
  readonly sheetsMax: number;
  /** Composed bytes of a spool's pieces. */
  readonly bytesMax: number;
  /** Furniture sheets that every spool has: all but break sheets. */
  readonly furnitureSheets: number;
  readonly breaks?: BreakRule;
}

/** A stretch of the print order that becomes one spool. */
export interface SpoolCut {
  readonly stream: number;
  readonly from: number;
  readonly to: number;
  readonly sheetCount: SheetCount;
  readonly pageCount: PageCount;
  /** Places in the stretch that a break sheet lies before. */
  readonly breaks: readonly number[];
}

/** How much was given to be cut. */
interface AddedPieces {
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
}

interface OpenCut {
  stream: number;
  from: number;
  sheetCount: SheetCount;
  pageCount: PageCount;
  bytes: number;
  breaks: number[];
}

/** Cuts the print order where a stream ends and, at piece borders, where a spool is full. */
export function cutSpools(table: PieceTable, order: Uint32Array, rules: CutRules): SpoolCut[] {
  const sheetsMax = rules.sheetsMax - rules.furnitureSheets;
  assert(sheetsMax > 0, "a spool has room for sheets beside its furniture");
  const finder = rules.breaks && new BreakFinder(rules.breaks);
  const cuts: SpoolCut[] = [];
  let open: OpenCut | undefined;
  let at = 0;
  for (const row of order) {
    const profile = table.profiles.get(table.profile(row));
    const bytes = table.bytes(row);
    const postalKey = finder === undefined ? 0 : table.postalKey(row);
    let parted = open !== undefined && finder?.parts(profile.sheets, postalKey) === true;
    const roomSheets = sheetsMax - (parted ? 1 : 0);
    if (open !== undefined && !hasRoom(open, profile, bytes, roomSheets, rules.bytesMax)) {
      cuts.push(closed(open, at));
      open = undefined;
      parted = false;
    }
    if (open === undefined) {
      finder?.begin();
      const { stream } = profile;
      open = { stream, from: at, sheetCount: 0, pageCount: 0, bytes: 0, breaks: [] };
    }
    if (parted) open.breaks.push(at - open.from);
    finder?.take(profile.sheets, postalKey, parted);
    open.sheetCount += profile.sheets;
    open.pageCount += profile.pages;
    open.bytes += bytes;
    at += 1;
  }
  if (open !== undefined) cuts.push(closed(open, order.length));
  return cuts;
}

/** What goes into spools is what was added: every piece, sheet and page of it, once. */
export function checkCuts(cuts: readonly SpoolCut[], added: AddedPieces): void {
  let [at, stream, sheets, pages] = [0, -1, 0, 0];
  for (const cut of cuts) {
    assert(cut.from === at && cut.to > at, "a spool begins where the one before it ends");
    assert(cut.stream >= stream, "spools are in the order of their streams");
    [at, stream] = [cut.to, cut.stream];
    sheets += cut.sheetCount;
    pages += cut.pageCount;
  }
  assert(at === added.pieces, "the pieces of the spools are those added");
  assert(sheets === added.sheets, "the sheets of the spools are those added");
  assert(pages === added.pages, "the pages of the spools are those added");
}

function hasRoom(
  open: OpenCut,
  profile: PieceProfile,
  bytes: number,
  sheetsMax: number,
  bytesMax: number,
): boolean {
  if (open.stream !== profile.stream) return false;
  const sheets = open.sheetCount + open.breaks.length + profile.sheets;
  return sheets <= sheetsMax && open.bytes + bytes <= bytesMax;
}

function closed({ bytes: _bytes, ...open }: OpenCut, to: number): SpoolCut {
  return { ...open, to };
}
