import type { Ordinal } from "../base/units.ts";
import type { Removal } from "../ledger/account-rows.ts";
import type { BalanceLine } from "../model/run-report.ts";
import { CHANNELS } from "../model/channel.ts";
import type { Reject } from "../model/reject.ts";
import type { Breach } from "../model/verification.ts";
import { decimalAmount } from "../run/sums/balance-sums.ts";
import { MoneyFields } from "../run/sums/money-sums.ts";
import { type RemovedCounts, ShardComparison } from "./compare-shards.ts";
import { LedgerClues } from "./ledger-clues.ts";
import { readLines } from "./read-lines.ts";
import { unitsOf } from "./unit-account.ts";
import type { BookedRun } from "../run/folder/open-run.ts";

/**
 * A breach for each sum that does not balance and, after them, the ledger's differences from
 * fragments, rejects and plan: the shards, outputs, documents and tables that are off.
 */
export function unbalancedBreaches(
  run: BookedRun,
  lines: readonly BalanceLine[],
): readonly Breach[] {
  const broken = lines.filter(({ ok }) => !ok);
  if (broken.length === 0) return [];
  const told = broken.map(({ stage, what, left, right }): Breach => {
    const message = `The run does not balance: ${stage}, ${what} (${left}, ${right}).`;
    return { code: "verify.unbalanced", message, file: "ledger.db" };
  });
  return [...told, ...new LedgerComparison(run).clues()];
}

class LedgerComparison {
  readonly #run: BookedRun;
  readonly #clues = new LedgerClues();
  readonly #rejects = new Map<number, string>();
  readonly #suppressed: ReadonlySet<number>;

  constructor(run: BookedRun) {
    this.#run = run;
    this.#readRejects();
    this.#suppressed = new Set(run.ledger.suppressed().map(({ ordinal }) => ordinal));
  }

  clues(): readonly Breach[] {
    const isLeftOut = (ordinal: Ordinal): boolean =>
      this.#rejects.has(ordinal) || this.#suppressed.has(ordinal);
    const shards = new ShardComparison(this.#run, this.#clues, isLeftOut);
    shards.compare();
    this.#ends(shards);
    this.#facts();
    this.#outputs();
    this.#money(shards);
    return this.#clues.found;
  }

  #readRejects(): void {
    const { host, folder } = this.#run;
    if (!host.exists(folder.rejectsFile)) return;
    for (const text of readLines(host, folder.rejectsFile)) {
      try {
        const { ordinal, code } = JSON.parse(text) as Reject;
        this.#rejects.set(ordinal, code);
      } catch {
        // A line that is not a reject is a breach of its own.
      }
    }
  }

  /** Tables of units' outcomes, against the rejects file and the fragments. */
  #ends({ removed, primaries }: ShardComparison): void {
    const { ledger } = this.#run;
    const codes = new Map(ledger.rejects().map(({ code, count }) => [code, count]));
    const counted = Map.groupBy(this.#rejects.values(), (code) => code);
    for (const code of new Set([...codes.keys(), ...counted.keys()]))
      this.#clues.row(`Rejects ${code}`, codes.get(code) ?? 0, counted.get(code)?.length ?? 0);
    const ended = new Map(ledger.dispositions().map((row) => [row.disposition, row.count]));
    for (const channel of CHANNELS)
      this.#clues.row(`Units sent by ${channel}`, ended.get(channel) ?? 0, primaries[channel]);
    this.#clues.row("Units rejected", ended.get("rejected") ?? 0, this.#rejects.size);
    this.#clues.row("Units suppressed", ended.get("suppressed") ?? 0, this.#suppressed.size);
    const known = ledger.removals();
    for (const what of ["documents", "pages", "sheets", ...CHANNELS] as const) {
      const total = known.reduce((sum, row) => sum + countOf(row, what), 0);
      this.#clues.row(`Composed and left out: ${what}`, total, removed[what]);
    }
  }

  /** What was fixed along the way, against what was frozen and what is in the spools. */
  #facts(): void {
    const { ledger, frozen } = this.#run;
    const scan = ledger.fact("scan-totals");
    const { units } = unitsOf(frozen);
    this.#clues.row("Shards scanned", scan?.shards ?? 0, frozen.scan.shards.length);
    this.#clues.row("Units scanned", scan?.units ?? 0, units);
    this.#clues.row("Seeds given", scan?.seeds ?? 0, frozen.seeds?.count ?? 0);
    const planned = ledger.fact("sequence-totals");
    const spools = ledger.spools();
    this.#clues.row("Spools planned", planned?.spools ?? 0, spools.length);
    for (const what of ["pieces", "pages", "sheets"] as const) {
      const made = spools.reduce((sum, spool) => sum + spool[what], 0);
      this.#clues.row(`Planned ${what}`, planned?.[what] ?? 0, made);
    }
  }

  /** Spools and batches against their own pieces, whose numbers and sheets are consecutive. */
  #outputs(): void {
    const { ledger } = this.#run;
    let lastPiece = 0;
    for (const spool of ledger.spools()) {
      const file = `print/${spool.name}`;
      const sums = { pieces: 0, pages: 0, sheets: 0 };
      let nextSheet = 0;
      for (const row of ledger.piecesOfSpool(spool.index)) {
        const what = `Document ${row.ordinal}, its`;
        this.#clues.row(`${what} number`, row.pieceNumber, lastPiece + 1, file);
        this.#clues.row(`${what} first sheet`, row.firstSheet, nextSheet, file);
        // Only the first wrong row is named, not all that follow it.
        lastPiece = row.pieceNumber;
        nextSheet = row.firstSheet + row.sheets;
        sums.pieces += 1;
        sums.pages += row.pages;
        sums.sheets += row.sheets;
      }
      for (const what of ["pieces", "pages", "sheets"] as const)
        this.#clues.row(`Its ${what}`, spool[what], sums[what], file);
    }
    for (const { channel, index, name, count } of ledger.batches()) {
      const there = [...ledger.piecesOfBatch(channel, index)].length;
      this.#clues.row("Its messages", count, there, `${channel}/${name}`);
    }
    for (const { serial, pieces } of ledger.doubledSerials())
      this.#clues.row(`Pieces with the serial ${serial}`, pieces, 1);
  }

  #money({ sums }: ShardComparison): void {
    const { ledger, frozen } = this.#run;
    const { shape, currencyDigits } = frozen.plan;
    const { names } = new MoneyFields(shape, currencyDigits);
    const places = [
      ...ledger.spools().map(({ index, name }) => {
        const fact = `sums of spool ${index}` as const;
        return { fact, place: `print ${index}`, file: `print/${name}` };
      }),
      ...ledger.batches().map(({ channel, index, name }) => {
        const fact = `sums of ${channel} batch ${index}` as const;
        return { fact, place: `${channel} ${index}`, file: `${channel}/${name}` };
      }),
    ];
    for (const { fact, place, file } of places) {
      const known = ledger.fact(fact) ?? [];
      const counted = sums.get(place) ?? [];
      names.forEach((name, field) => {
        const left = decimalAmount(BigInt(known[field] ?? 0), currencyDigits);
        const right = decimalAmount(counted[field] ?? 0n, currencyDigits);
        this.#clues.row(`Its sum of ${name}`, left, right, file);
      });
    }
  }
}

function countOf({ renditions, ...row }: Removal, what: keyof RemovedCounts): number {
  return { ...row, ...renditions }[what];
}
