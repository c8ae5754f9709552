import type { PageCount } from "../ledger/ledger-view.ts";
import { PieceRouter } from "../mail/piece-router.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { StreamBulk } from "../model/run-report.ts";

/** The weight and thickness of pieces, by stream; averages are rounded to whole units. */
export function bulkByStream(
  plan: LayoutPlan,
  counts: readonly PageCount[],
): ReadonlyMap<string, StreamBulk> {
  const router = new PieceRouter(plan);
  const sums = new Map<string, Sums>();
  for (const { stream, pages, pieces } of counts) {
    const { weightMg, thicknessMicrons } = router.route(pages);
    const sum = sums.get(stream) ?? { pieces: 0, mg: 0, mgMax: 0, microns: 0, micronsMax: 0 };
    sums.set(stream, {
      pieces: sum.pieces + pieces,
      mg: sum.mg + weightMg * pieces,
      mgMax: Math.max(sum.mgMax, weightMg),
      microns: sum.microns + thicknessMicrons * pieces,
      micronsMax: Math.max(sum.micronsMax, thicknessMicrons),
    });
  }
  return new Map([...sums].map(([stream, sum]) => [stream, bulkOf(sum)]));
}

interface Sums {
  readonly pieces: number;
  readonly mg: number;
  readonly mgMax: number;
  readonly microns: number;
  readonly micronsMax: number;
}

function bulkOf({ pieces, mg, mgMax, microns, micronsMax }: Sums): StreamBulk {
  return {
    weightMgAverage: Math.round(mg / pieces),
    weightMgMax: mgMax,
    thicknessMicronsAverage: Math.round(microns / pieces),
    thicknessMicronsMax: micronsMax,
  };
}
