import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import type { Envelope } from "../model/stock.ts";

/** How far an insert has moved from its nominal place: to the right and down are positive. */
export interface InsertShift {
  readonly xMpt: Mpt;
  readonly yMpt: Mpt;
}

/** What a window shows of an area of the sheet in one position of the insert. */
export interface Sight {
  readonly shift: InsertShift;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
}

/** The nominal place, then the four corners of the insert's play. */
export function insertShifts({ play }: Envelope): readonly InsertShift[] {
  const corners = [0 - play.upMpt, play.downMpt].flatMap((yMpt) =>
    [0 - play.leftMpt, play.rightMpt].map((xMpt) => ({ xMpt, yMpt })),
  );
  return [{ xMpt: 0, yMpt: 0 }, ...corners];
}

/** The position in which a window shows the most of an area; undefined if it never does. */
export function worstSight(envelope: Envelope, area: Rect): Sight | undefined {
  let worst: Sight | undefined;
  for (const shift of insertShifts(envelope)) {
    const sight = seen(envelope.window, area, shift);
    const isMore =
      sight.widthMpt * sight.heightMpt > (worst?.widthMpt ?? 0) * (worst?.heightMpt ?? 0);
    if (sight.widthMpt > 0 && sight.heightMpt > 0 && isMore) worst = sight;
  }
  return worst;
}

function seen(window: Rect, area: Rect, shift: InsertShift): Sight {
  const [leftMpt, topMpt] = [area.xMpt + shift.xMpt, area.yMpt + shift.yMpt];
  const widthMpt =
    Math.min(leftMpt + area.widthMpt, window.xMpt + window.widthMpt) -
    Math.max(leftMpt, window.xMpt);
  const heightMpt =
    Math.min(topMpt + area.heightMpt, window.yMpt + window.heightMpt) -
    Math.max(topMpt, window.yMpt);
  return { shift, widthMpt, heightMpt };
}
