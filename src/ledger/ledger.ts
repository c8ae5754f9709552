import { tableOf } from "../base/keys-of.ts";
import type { FactName, LedgerFacts } from "./ledger-facts.ts";
import type { Ordinal } from "../base/units.ts";
import { assert } from "../base/assert.ts";
import type { Host } from "../base/host.ts";
import type { AuditEntry } from "../model/audit.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { OutputState, PieceState, RenditionName, StateCount } from "../model/piece-state.ts";
import type { Printing } from "../model/reprint.ts";
import type {
  Balance,
  DispositionCount,
  RejectCount,
  Removal,
  ScanTotals,
  SequenceTotals,
  ShardRow,
  SuppressedRow,
} from "./account-rows.ts";
import { balanceOf } from "./balance.ts";
import { forgetCustomers } from "./forget-customers.ts";
import { LEDGER } from "./ledger-schema.ts";
import type {
  BatchRow,
  ChannelCount,
  LedgerView,
  PageCount,
  PieceRow,
  SpoolRow,
} from "./ledger-view.ts";
import {
  countPages,
  countPieces,
  insertPieces,
  selectAll,
  selectBatch,
  selectDoubledSerials,
  selectKey,
  selectNumber,
  selectPieces,
  selectOrdinal,
  selectNumbers,
  selectSpool,
  selectUnspooled,
} from "./piece-table.ts";
import { selectPrintings } from "./printing-table.ts";
import { applyDecision, decisionsApplied } from "./replay-decisions.ts";
import {
  countStates,
  type DecidedState,
  decidedStates,
  documentsInState,
  outputStates,
  releaseUnheld,
} from "./state-table.ts";
import { Store } from "../store/store.ts";
import {
  batchesOf,
  forgetOutput,
  insertBatch,
  insertShard,
  insertSpool,
  shardsOf,
  spoolsOf,
} from "./work-tables.ts";

/**
 * One run's account: what was read, composed, settled, placed, and whether the sums hold. Written
 * by one process, from one thread. A row about a file is written after the file has its final name;
 * each may be written again with the same content, so that a resumed run need not know how far the
 * last one got. Different content for finished work is a broken invariant.
 */
export class Ledger implements LedgerView {
  readonly #store: Store;

  private constructor(store: Store) {
    this.#store = store;
  }

  /** Opens or creates the ledger; throws a `StoreError` where the file cannot be used. */
  static open(host: Host, file: string): Ledger {
    return new Ledger(new Store(host, file, LEDGER));
  }

  /** Like `open`, and reads the whole file first: it is damaged nowhere that SQLite can tell. */
  static openWhole(host: Host, file: string): Ledger {
    return new Ledger(new Store(host, file, { ...LEDGER, checkWhole: true }));
  }

  /** Keeps a plain value under a name, on the disk before the call returns; the last one stands. */
  setFact<Name extends FactName>(name: Name, value: LedgerFacts[Name]): void {
    const json = JSON.stringify(value);
    assert(json !== undefined, `fact ${name} must be plain data`);
    this.#store.durably(() =>
      this.#store.run(
        `INSERT INTO facts VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json`,
        name,
        json,
      ),
    );
  }

  /** Like `setFact` for what must never change: another value for the name breaks an invariant. */
  freezeFact<Name extends FactName>(name: Name, value: LedgerFacts[Name]): void {
    const known = this.#factJson(name);
    if (known === undefined) this.setFact(name, value);
    else assert(known === JSON.stringify(value), `fact ${name} is frozen with a different value`);
  }

  /** The value kept under a name, or undefined. */
  fact<Name extends FactName>(name: Name): LedgerFacts[Name] | undefined {
    const json = this.#factJson(name);
    return json === undefined ? undefined : (this.#store.json(json) as LedgerFacts[Name]);
  }

  /** What the shards together must account for. */
  scanDone(totals: ScanTotals): void {
    this.freezeFact("scan-totals", { seeds: 0, ...totals });
  }

  shardDone(row: ShardRow): void {
    insertShard(this.#store, row);
  }

  /** The shards that are done, by index. */
  shardsDone(): Map<number, ShardRow> {
    return new Map(shardsOf(this.#store).map((row) => [row.index, row]));
  }

  /** All rejects of the run by code, those of the settle stage included; replaces what stood. */
  rejectsSettled(counts: readonly RejectCount[]): void {
    this.#replace("rejects", counts, ({ code, count }) => [code, count]);
  }

  /** All composed documents that settling took out, by reason; replaces what stood. */
  removalsSettled(removals: readonly Removal[]): void {
    this.#replace("removals", removals, (r) => [
      r.reason,
      Number(r.rejected),
      r.documents,
      r.pages,
      r.sheets,
      ...CHANNELS.map((channel) => r.renditions[channel]),
    ]);
  }

  /** How all units of input ended; replaces what stood. */
  dispositionsSettled(counts: readonly DispositionCount[]): void {
    this.#replace("dispositions", counts, (d) => [d.disposition, d.count]);
  }

  /** Every unit that was left out because of its key; replaces what stood. */
  suppressionsSettled(units: readonly SuppressedRow[]): void {
    this.#replace("suppressed", units, (u) => [u.ordinal, u.key, u.reason, u.list]);
  }

  /** By ordinal. */
  suppressed(): SuppressedRow[] {
    const rows = this.#store.rows("SELECT * FROM suppressed ORDER BY ordinal");
    return rows.map((row) => ({
      ordinal: Number(row["ordinal"]),
      key: String(row["key"]),
      reason: String(row["reason"]),
      list: String(row["list"]),
    }));
  }

  /** By reason. */
  removals(): Removal[] {
    const rows = this.#store.rows("SELECT * FROM removals ORDER BY reason");
    return rows.map(({ reason, rejected, ...counts }) => ({
      reason: String(reason),
      rejected: rejected === 1,
      documents: Number(counts["documents"]),
      pages: Number(counts["pages"]),
      sheets: Number(counts["sheets"]),
      renditions: tableOf(CHANNELS, (channel) => Number(counts[channel])),
    }));
  }

  rejects(): RejectCount[] {
    const rows = this.#store.rows("SELECT code, count FROM rejects ORDER BY code");
    return rows.map((row) => ({ code: String(row["code"]), count: Number(row["count"]) }));
  }

  dispositions(): DispositionCount[] {
    const rows = this.#store.rows("SELECT * FROM dispositions ORDER BY disposition");
    return rows.map((row) => ({
      disposition: String(row["disposition"]),
      count: Number(row["count"]),
    }));
  }

  /** What the spools together must hold. */
  sequenceDone(totals: SequenceTotals): void {
    const { spools, documents, pieces, pages, sheets } = totals;
    this.freezeFact("sequence-totals", { spools, documents, pieces, pages, sheets });
  }

  /**
   * Records documents in their places, all or none, and returns how many. Rows are read one at a
   * time, so an iterable may hand out one object again and again. Call it once for a whole spool
   * or batch, in its order: that is what makes it fast.
   */
  recordPieces(rows: Iterable<PieceRow>): number {
    return insertPieces(this.#store, rows);
  }

  spoolDone(row: SpoolRow): void {
    insertSpool(this.#store, row);
  }

  batchDone(row: BatchRow): void {
    insertBatch(this.#store, row);
  }

  /** Takes a spool or batch with all its documents out, because it is to be made again. */
  forgetOutput(channel: Channel, index: number): void {
    forgetOutput(this.#store, channel, index);
  }

  spools(): SpoolRow[] {
    return spoolsOf(this.#store);
  }

  batches(): BatchRow[] {
    return batchesOf(this.#store);
  }

  piecesOfSpool(index: number): Iterable<PieceRow> {
    return selectSpool(this.#store, index);
  }

  piecesOfBatch(channel: Channel, index: number): Iterable<PieceRow> {
    assert(channel !== "print", "print lies in spools");
    return selectBatch(this.#store, channel, index);
  }

  /** All renditions by ordinal, one at a time, with the states they were recorded with. */
  piecesByOrdinal(): Iterable<PieceRow> {
    return selectAll(this.#store);
  }

  /** IMb serials that are on more than one piece, the first ones. */
  doubledSerials(): { serial: number; pieces: number }[] {
    return selectDoubledSerials(this.#store);
  }

  /** Everything the run made for a customer: a search through all pieces, for people. */
  piecesOfKey(key: string): PieceRow[] {
    return selectKey(this.#store, key);
  }

  /** Takes the keys of customers out for good; what is counted stays (see `forgetCustomers`). */
  forgetCustomers(): void {
    forgetCustomers(this.#store);
  }

  /** What became of one unit of input, by channel. */
  piecesOfOrdinal(ordinal: Ordinal): PieceRow[] {
    return selectOrdinal(this.#store, ordinal);
  }

  /** The documents of a mailpiece, by its number in the run: a search like `piecesOfKey`. */
  piecesOfNumber(pieceNumber: number): PieceRow[] {
    return selectNumber(this.#store, pieceNumber);
  }

  /** Like `piecesOfNumber` for many mailpieces at once, on paper only, by number. */
  piecesOfNumbers(pieceNumbers: Iterable<number>): PieceRow[] {
    return selectNumbers(this.#store, pieceNumbers);
  }

  /** Printings of pieces after their first, by piece and generation: the last one stands. */
  printings(): Printing[] {
    return selectPrintings(this.#store);
  }

  /** Brings the states of pieces to where the audit log is; what was applied stays as it is. */
  applyDecisions(entries: readonly AuditEntry[]): void {
    for (const entry of entries)
      if (entry.seq > decisionsApplied(this.#store)) applyDecision(this.#store, entry);
  }

  /** The number of the last decision whose effects are in the tables of states. */
  decisionsApplied(): number {
    return decisionsApplied(this.#store);
  }

  /** What the state tables hold, and after which decision: a snapshot of one moment. */
  decidedStates(): { readonly applied: number; readonly states: readonly DecidedState[] } {
    const store = this.#store;
    return store.transaction(() => ({
      applied: decisionsApplied(store),
      states: decidedStates(store),
    }));
  }

  /** Documents that were recorded with another state than the one all begin with: none, ever. */
  piecesNotSpooled(): PieceRow[] {
    return selectUnspooled(this.#store);
  }

  /** Releases the spools and batches that nobody decided about, in a run that holds nothing. */
  releaseUnheld(): void {
    releaseUnheld(this.#store);
  }

  /** Every spool and batch with its state as a whole. */
  outputStates(): OutputState[] {
    return outputStates(this.#store);
  }

  /** Documents by key or by number of their piece: one search for all that are asked for. */
  findPieces(keys: readonly string[], pieceNumbers: readonly number[]): PieceRow[] {
    return selectPieces(this.#store, keys, pieceNumbers);
  }

  /** What is in which state, by channel, then spool or batch, then state. */
  stateCounts(): StateCount[] {
    return countStates(this.#store);
  }

  /** Documents that a decision of their own put in a state, by channel and ordinal. */
  documentsInState(state: PieceState): RenditionName[] {
    return documentsInState(this.#store, state);
  }

  /** From the first to the last IMb serial that was printed; undefined if there is none. */
  serialSpan(): { first: number; count: number } | undefined {
    const row = this.#store.row(
      "SELECT min(serial) AS first, max(serial) AS last FROM pieces WHERE serial >= 0",
    );
    if (row === undefined || row["first"] === null) return undefined;
    const first = Number(row["first"]);
    return { first, count: Number(row["last"]) - first + 1 };
  }

  counts(): ChannelCount[] {
    return countPieces(this.#store);
  }

  /** Pieces of the spools by stream and pages, which decide on their weight. */
  pageCounts(): PageCount[] {
    return countPages(this.#store);
  }

  /**
   * Whether the sums hold, line by line; a run that is not `ok` must not close. What was never
   * recorded counts as nothing, so an unfinished run does not balance. From the first call on,
   * each document can be in the ledger once per channel, by constraint.
   */
  balance(): Balance {
    return balanceOf(this.#store);
  }

  close(): void {
    this.#store.close();
  }

  #factJson(name: string): string | undefined {
    const row = this.#store.row("SELECT json FROM facts WHERE name = ?", name);
    return row === undefined ? undefined : String(row["json"]);
  }

  #replace<T>(table: string, items: readonly T[], values: (item: T) => (string | number)[]): void {
    this.#store.durably(() => {
      this.#store.run(`DELETE FROM ${table}`);
      for (const item of items) {
        const row = values(item);
        const places = row.map(() => "?").join(", ");
        this.#store.run(`INSERT INTO ${table} VALUES (${places})`, ...row);
      }
    });
  }
}
