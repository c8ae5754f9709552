import type { SpoolPlan } from "../model/piece.ts";
import type { CountLine, RunCounts } from "../model/run-counts.ts";
import { decimalAmount } from "../run/sums/balance-sums.ts";
import { MoneyFields } from "../run/sums/money-sums.ts";
import { renditionCounts, type Settlement } from "./settle-stage.ts";
import type { OpenRun } from "../run/folder/open-run.ts";

/** The figures of a run that is settled and whose spools are planned, in a fixed order. */
export function countsOf(
  { frozen: { plan }, ledger }: Pick<OpenRun, "frozen" | "ledger">,
  settlement: Settlement,
  spools: readonly SpoolPlan[],
): RunCounts {
  const ended = new Map(ledger.dispositions().map((row) => [row.disposition, row.count]));
  const [rejected, suppressed] = [ended.get("rejected") ?? 0, ended.get("suppressed") ?? 0];
  const { units, pages, sheets, sorter, sums, inLargePrint, textMessages } = settlement;
  const { names } = new MoneyFields(plan.shape, plan.currencyDigits);
  return [
    ...linesOf("records", {
      read: units,
      accepted: units - rejected - suppressed,
      rejected,
      suppressed,
    }),
    ...linesOf("print", { pages, sheets, pieces: sorter.pieceCount }),
    ...(plan.largePrint ? linesOf("print", { "in large print": inLargePrint }) : []),
    ...linesOf("stream", streamCounts(spools)),
    ...linesOf("channel", renditionCounts(settlement)),
    ...(plan.plainText ? linesOf("channel", { "in plain text": textMessages.text }) : []),
    ...(plan.braille ? linesOf("channel", { "for braille": textMessages.braille }) : []),
    ...names.map((name): CountLine => {
      const value = decimalAmount(sums.get(name) ?? 0n, plan.currencyDigits);
      return { group: "money", name, value };
    }),
  ];
}

function streamCounts(spools: readonly SpoolPlan[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { stream, shards, sheetCount } of spools) {
    const [pieces, sheets] = [`${stream.name} pieces`, `${stream.name} sheets`];
    counts[pieces] = (counts[pieces] ?? 0) + shards.length;
    counts[sheets] = (counts[sheets] ?? 0) + sheetCount;
  }
  return counts;
}

function linesOf(group: CountLine["group"], counts: Readonly<Record<string, number>>): CountLine[] {
  return Object.entries(counts).map(([name, value]) => ({ group, name, value }));
}
