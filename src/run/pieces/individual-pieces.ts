import type { Ledger } from "../../ledger/ledger.ts";
import type { OutputState, PieceState, RenditionName } from "../../model/piece-state.ts";

/**
 * Documents of spools and batches that an individual decision put into one of the states: decisions
 * about the whole output do not apply to them. An example is a piece that was reprinted after it
 * had been mailed.
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
