import type { ReprintTotals } from "../model/run-report.ts";
import { countText } from "./figures.ts";

/** What was reprinted or re-imaged, what of it is waste, and whether the sums hold. */
export function reprintText(totals: ReprintTotals): string {
  const { reimages, reprints, pieces, wastedSheets } = totals;
  const made = `${countText(reimages, "re-image")}, ${countText(reprints, "reprint")}`;
  const what = `${countText(pieces, "piece")}, ${countText(wastedSheets, "sheet")} wasted`;
  return `${made}: ${what}; ${sumsText(totals)}`;
}

function sumsText({ unmade, sums }: ReprintTotals): string {
  if (unmade > 0) return `${unmade} interrupted, finish with \`nightpress reprint DIR --finish\``;
  if (sums.length === 0) return "sums not checked, because spools are gone";
  const broken = sums.filter(({ ok }) => !ok);
  if (broken.length === 0) return `all ${countText(sums.length, "sum")} agree`;
  const list = broken.map(({ what, left, right }) => `${what} (${left}, ${right})`);
  return `SUMS DO NOT AGREE: ${list.join("; ")}`;
}
