import type { Contestant } from "./contestants.ts";
import { runTurn } from "./run-turn.ts";
import type { TurnResult } from "./turn-request.ts";

/** The turns of each contestant, by name. */
export type Turns = ReadonlyMap<string, readonly TurnResult[]>;

/** Runs contestants in turn, A B C A B C, so that a change of the machine's mood meets them all. */
export async function contest(
  contestants: readonly Contestant[],
  turns: number,
  tell: (line: string) => void,
): Promise<Turns> {
  const results = new Map<string, TurnResult[]>();
  for (let turn = 1; turn <= turns; turn += 1) {
    for (const { name, request } of contestants) {
      const result = await runTurn(request);
      results.set(name, [...(results.get(name) ?? []), result]);
      const ms = cpuMsPerDocument(result).toFixed(3);
      tell(`turn ${turn} of ${turns}: ${name}, ${ms} ms of CPU a document`);
    }
  }
  return results;
}

export function cpuMsPerDocument({ cpuSeconds, documents }: TurnResult): number {
  return (cpuSeconds * 1000) / documents;
}

export function documentsPerSecond({ seconds, documents }: TurnResult): number {
  return documents / seconds;
}

/** The median of a figure over a contestant's turns; NaN where it had none. */
export function medianOf(
  turns: Turns,
  name: string,
  figure: (result: TurnResult) => number,
): number {
  return median((turns.get(name) ?? []).map(figure));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] as number;
  return ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

/**
 * The median over turns of a figure's ratio between two contestants: pairs of the same turn are
 * compared, since they met the machine in the same mood.
 */
export function medianRatio(
  turns: Turns,
  above: string,
  below: string,
  figure: (result: TurnResult) => number,
): number {
  const denominators = turns.get(below) ?? [];
  const ratios = (turns.get(above) ?? []).flatMap((result, turn) => {
    const other = denominators[turn];
    return other === undefined ? [] : [figure(result) / figure(other)];
  });
  return median(ratios);
}
