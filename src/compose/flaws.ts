import type { Mpt } from "../base/units.ts";
import type { Rect } from "../model/geometry.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { masterIndexOf } from "../rules/sheet-plan.ts";
import { numberOf, type Pagination } from "./page-items.ts";

/** Where on which page (0-based) something is wrong. */
export interface Flaw {
  readonly page: number;
  readonly rect: Rect;
}

/** A paginated document of which something is wrong. */
export interface FlawedPages {
  readonly plan: LayoutPlan;
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
function inBody({ plan, pagination }: FlawedPages, page: number, yMpt: Mpt, heightMpt?: Mpt): Flaw {
  const index = masterIndexOf(plan.masters, page, pagination.pageCount);
  const body = plan.masters[index]?.body ?? { xMpt: 0, yMpt: 0, widthMpt: 0, heightMpt: 0 };
  const rect = { ...body, yMpt: body.yMpt + yMpt, heightMpt: heightMpt ?? body.heightMpt };
  return { page, rect };
}
