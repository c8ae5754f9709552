import { assert } from "../base/assert.ts";
import type { PieceProfile } from "./piece-profiles.ts";
import type { PieceTable } from "./piece-table.ts";

/** How large a spool may grow. A piece past both bounds is a spool of its own. */
export interface CutRules {
  /** Sheets of a spool, header and trailer included. */
  readonly sheetsMax: number;
  /** Composed bytes of a spool's pieces. */
  readonly bytesMax: number;
  /** Header, trailer and break sheets of one spool. */
  readonly furnitureSheets: number;
}

/** A stretch of the print order that becomes one spool. */
export interface SpoolCut {
  readonly stream: number;
  readonly from: number;
  readonly to: number;
  readonly sheetCount: number;
  readonly pageCount: number;
}

interface OpenCut {
  stream: number;
  from: number;
  sheetCount: number;
  pageCount: number;
  bytes: number;
}

/** Cuts the print order where a stream ends and, at piece borders, where a spool is full. */
export function cutSpools(table: PieceTable, order: Uint32Array, rules: CutRules): SpoolCut[] {
  const sheetsMax = rules.sheetsMax - rules.furnitureSheets;
  assert(sheetsMax > 0, "a spool has room for sheets beside its furniture");
  const cuts: SpoolCut[] = [];
  let open: OpenCut | undefined;
  for (let at = 0; at < order.length; at += 1) {
    const row = order[at] as number;
    const profile = table.profiles.get(table.profile(row));
    const bytes = table.bytes(row);
    if (open !== undefined && !hasRoom(open, profile, bytes, sheetsMax, rules.bytesMax)) {
      cuts.push(closed(open, at));
      open = undefined;
    }
    open ??= { stream: profile.stream, from: at, sheetCount: 0, pageCount: 0, bytes: 0 };
    open.sheetCount += profile.sheets;
    open.pageCount += profile.pages;
    open.bytes += bytes;
  }
  if (open !== undefined) cuts.push(closed(open, order.length));
  return cuts;
}

function hasRoom(
  open: OpenCut,
  profile: PieceProfile,
  bytes: number,
  sheetsMax: number,
  bytesMax: number,
): boolean {
  if (open.stream !== profile.stream) return false;
  return open.sheetCount + profile.sheets <= sheetsMax && open.bytes + bytes <= bytesMax;
}

function closed({ stream, from, sheetCount, pageCount }: OpenCut, to: number): SpoolCut {
  return { stream, from, to, sheetCount, pageCount };
}
