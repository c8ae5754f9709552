import type { Shard } from "../model/shard.ts";
import type { Breach } from "../model/verification.ts";

/** So many are enough to see what happened. */
const CLUES_MAX = 200;

/** A breach before it has its code, which is one for all that clues tell. */
export type UncodedBreach = Omit<Breach, "code">;

/** What in a ledger does not agree with what lies in the folder, row by row. */
export class LedgerClues {
  readonly found: Breach[] = [];

  shard({ index, firstOrdinal, unitCount }: Shard, what: string): void {
    const units = `units ${firstOrdinal} to ${firstOrdinal + unitCount - 1}`;
    this.#add({ message: `Shard ${index} (${units}): ${what}.`, file: "ledger.db" });
  }

  document(named: UncodedBreach, what: string): void {
    this.#add({ ...named, message: `${named.message} ${what}.` });
  }

  /** A row of a table, or an output. */
  row(what: string, left: number | string, right: number | string, file = "ledger.db"): void {
    if (left === right) return;
    this.#add({ message: `${what}: ${left} in the ledger, ${right} by count.`, file });
  }

  #add(breach: UncodedBreach): void {
    if (this.found.length < CLUES_MAX) this.found.push({ ...breach, code: "verify.ledger-row" });
  }
}
