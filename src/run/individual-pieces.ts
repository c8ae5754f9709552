import type { Ledger } from "../ledger/ledger.ts";
import type { OutputState, PieceState, RenditionName } from "../model/piece-state.ts";

/**
 * The documents of spools and batches that a decision of their own put into one of the states: what
 * is decided about the whole does not reach them. So it is with a piece that was printed again
 * after it had been mailed.
 */
export function individualPieces(
  ledger: Ledger,
  outputs: readonly OutputState[],
  states: readonly PieceState[],
): RenditionName[] {
  const names = states.flatMap((state) => ledger.documentsInState(state));
  if (names.length === 0) return [];
  const wanted = new Set(outputs.map(({ name }) => name));
  const nameOf = new Map([
    ...ledger.spools().map(({ index, name }) => [`print ${index}`, name] as const),
    ...ledger.batches().map(({ channel, index, name }) => [`${channel} ${index}`, name] as const),
  ]);
  return names.filter(({ channel, ordinal }) => {
    const row = ledger.piecesOfOrdinal(ordinal).find((one) => one.channel === channel);
    const output = row && nameOf.get(`${channel} ${Math.max(row.spool, row.batch)}`);
    return output !== undefined && wanted.has(output);
  });
}
