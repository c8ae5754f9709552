import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import { numberOf, type Pagination } from "./page-items.ts";

/** Where on which page (0-based) something is wrong. */
export interface Flaw {
  readonly page: number;
  readonly rect: Rect;
}

/** A paginated document of which something is wrong. */
export interface FlawedPages {
  /** The body of a page. */
  readonly bodyOf: (page: number) => Rect;
  readonly pagination: Pagination;
  readonly heightsMpt: Int32Array;
  /** Items of the flow that faults are about. */
  readonly flawed: readonly number[];
  readonly pagesMax: number;
}

/** Where the faults of the flow are: its items, what stands too low, the pages past the limit. */
export function flawsOfFlow(flow: FlawedPages): Flaw[] {
  const { pagination, heightsMpt, flawed, pagesMax } = flow;
  const { pageOf, yMpt, tooTall, tooTallMpt, roomMpt, pageCount } = pagination;
  const items = flawed.map((item) =>
    inBody(flow, numberOf(pageOf, item), numberOf(yMpt, item), numberOf(heightsMpt, item)),
  );
  if (tooTall >= 0)
    items.push(inBody(flow, numberOf(pageOf, tooTall), roomMpt, tooTallMpt - roomMpt));
  for (let page = pagesMax; page < pageCount; page += 1) items.push(inBody(flow, page, 0));
  return items;
}

/** A part of a page's body, as wide as that; without a height, all of it. */
function inBody({ bodyOf }: FlawedPages, page: number, yMpt: Mpt, heightMpt?: Mpt): Flaw {
  const body = bodyOf(page);
  const rect = { ...body, yMpt: body.yMpt + yMpt, heightMpt: heightMpt ?? body.heightMpt };
  return { page, rect };
}
