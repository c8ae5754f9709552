import type { SheetCount } from "../base/units.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { StreamWork } from "../run/device-times.ts";

/** What a stream of a layout's pieces asks of machines, which are free for it from `readyMs`. */
export function streamWork(
  plan: Pick<LayoutPlan, "stock" | "papers" | "envelope">,
  stream: {
    readonly name: string;
    readonly pieces: number;
    readonly sheets: SheetCount;
    readonly spools: number;
  },
  readyMs: number,
): StreamWork {
  const { name, pieces, sheets, spools } = stream;
  return {
    name,
    papers: [plan.stock, ...(plan.papers ?? [])],
    envelope: plan.envelope?.name ?? "",
    sheetsMax: sheetsMaxOf(name),
    pieces,
    sheets,
    spools,
    readyMs,
  };
}

/** The thickest piece of a stream, which its name tells: `automation-3to6`, `foreign-7up`. */
function sheetsMaxOf(stream: string): number {
  const found = /-(?:\d+to)?(\d+)(up)?(?:-|$)/.exec(stream);
  if (found === null || found[2] !== undefined) return Number.POSITIVE_INFINITY;
  return Number(found[1]);
}
