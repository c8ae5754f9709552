import type { Shard } from "../model/shard.ts";
import type { Breach } from "../model/verification.ts";

/** This many are enough to see what happened. */
const CLUES_MAX = 200;

/** A breach without its code, which is the same for all clues. */
export type UncodedBreach = Omit<Breach, "code">;

/** Differences between a ledger and the files in the folder, row by row. */
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
