import type { PageMap } from "../../compose/page-map.ts";
import type { Mpt } from "../../base/units.ts";
import type { Rect } from "../../model/geometry.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import {
  addressZone,
  type Envelope,
  perforationBand,
  type Stock,
  windowSweep,
} from "../../model/stock.ts";
import { masterIndexOf } from "../../rules/sheet-plan.ts";
import { turnedToPage } from "../../rules/turned-page.ts";

/** What lies under or over a page and is not printed. */
export interface PageGuide {
  readonly layer: "window" | "zones" | "folds";
  readonly label: string;
  readonly rect: Rect;
  /** Of that which holds in some position alone, or is a matter of the layout. */
  readonly isFaint?: true;
}

/** The guides of one page (0-based) of so many: where it is seen, kept free and folded. */
export function pageGuides(
  plan: LayoutPlan,
  page: number,
  pages: number,
  map: PageMap | undefined,
): PageGuide[] {
  // Further masters have the paper of the one in whose place they stand.
  const master = plan.masters[masterIndexOf(plan.masters, page, pages)];
  const paper = [plan.stock, ...(plan.papers ?? [])][master?.paper ?? 0] ?? plan.stock;
  const window = page === 0 && plan.envelope ? windowGuides(plan.envelope) : [];
  const onSheet = [...window, ...(plan.envelope ? paperGuides(paper) : []), ...foldGuides(plan)];
  const body = map && guide("zones", "body", map.body, true);
  return [...onSheet.map((one) => onPage(one, plan, map)), ...(body ? [body] : [])];
}

/** A guide of the sheet as it is on a page, which may lie turned on it. */
function onPage(one: PageGuide, { stock }: LayoutPlan, map: PageMap | undefined): PageGuide {
  if (map?.isTurned !== true) return one;
  return { ...one, rect: turnedToPage(one.rect, stock.heightMpt) };
}

function guide(layer: PageGuide["layer"], label: string, rect: Rect, isFaint = false): PageGuide {
  return { layer, label, rect, ...(isFaint && { isFaint }) };
}

function windowGuides(envelope: Envelope): PageGuide[] {
  return [
    guide("window", `window of ${envelope.name}`, envelope.window),
    guide("window", "seen in some position", windowSweep(envelope), true),
    guide("window", "address, seen in every position", addressZone(envelope)),
  ];
}

function paperGuides(paper: Stock): PageGuide[] {
  const {
    noPrintEdgeMpt: edge,
    widthMpt,
    heightMpt,
    markStrip,
    perforation,
    reserved = [],
  } = paper;
  const inner = {
    xMpt: edge,
    yMpt: edge,
    widthMpt: widthMpt - 2 * edge,
    heightMpt: heightMpt - 2 * edge,
  };
  return [
    guide("zones", "no print beyond this edge", inner, true),
    guide("zones", "strip of machine marks", markStrip),
    ...(perforation ? [guide("zones", "perforation", perforationBand(paper, perforation))] : []),
    ...reserved.map(({ name, rect }) => guide("zones", name, rect)),
  ];
}

function foldGuides({ envelope, stock }: LayoutPlan): PageGuide[] {
  const { foldsMpt = [] } = envelope ?? {};
  return foldsMpt.map((yMpt: Mpt, index) => {
    const rect = { xMpt: 0, yMpt, widthMpt: stock.widthMpt, heightMpt: 0 };
    return guide("folds", `fold ${index + 1}`, rect);
  });
}
