import type { BookedRun } from "../run/folder/open-run.ts";
import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { CHANNELS } from "../model/channel.ts";
import type { BalanceLine } from "../model/run-report.ts";
import type { Breach } from "../model/verification.ts";
import { readReject } from "../verify/read-reject.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import { Bitmap } from "./bitmap.ts";
import { BreachList } from "./breach-list.ts";
import type { DocumentAccount } from "./document-account.ts";
import { verifyLine } from "./read-balance.ts";
import { readLines } from "./read-lines.ts";

/** How many units a run's input has, and the ordinal past the last one. */
export function unitsOf({ scan, unitLimit }: FrozenRun): { units: number; ordinalsEnd: number } {
  const units = Math.min(scan.unitCount, unitLimit);
  const ends = scan.shards.map(({ firstOrdinal, unitCount }) => firstOrdinal + unitCount);
  return { units, ordinalsEnd: Math.max(units, ...ends) };
}

/**
 * Checks the recorded outcome of each unit of the input against what was found: it was sent on a
 * channel, or rejected, or suppressed, and exactly one of these. Seeds must have been sent.
 */
export class UnitAccount {
  readonly breaches = new BreachList();
  readonly #frozen: FrozenRun;
  readonly #rejected: Bitmap;
  readonly #suppressed: Bitmap;
  readonly #rejectsByCode = new Map<string, number>();

  constructor({ host, folder, frozen, ledger }: BookedRun) {
    this.#frozen = frozen;
    const { units } = unitsOf(frozen);
    this.#rejected = new Bitmap(units);
    this.#suppressed = new Bitmap(units);
    const file = folder.rejectsFile.slice(folder.root.length + 1);
    this.#readRejects(host, folder.rejectsFile, file);
    for (const { ordinal } of ledger.suppressed())
      this.#mark(this.#suppressed, ordinal, "ledger.db");
  }

  /** Once all that was sent is found: names the units with no outcome or with two. */
  close(documents: DocumentAccount): BalanceLine[] {
    const { units } = unitsOf(this.#frozen);
    const found = CHANNELS.map((channel) => documents.found(channel));
    let ended = 0;
    for (let unit = 0; unit < units; unit += 1) {
      const ways = this.#waysOf(unit, found);
      if (ways.length === 1) ended += 1;
      else this.breaches.addLazily(() => this.#wrongEnd(unit, ways));
    }
    const seeds = this.#seedOrdinals();
    const unsent = seeds.filter((seed) => !found.some((bits) => bits.has(seed)));
    for (const seed of unsent) this.breaches.add(seedUnsent(seed));
    return [
      verifyLine("units of the scan = sent, rejected or suppressed once", units, ended),
      verifyLine("seeds added = seeds found", seeds.length, seeds.length - unsent.length),
    ];
  }

  /** Rejects by code in the rejects file, against those of the ledger. */
  rejectLines(ledger: Ledger): BalanceLine[] {
    const known = new Map(ledger.rejects().map(({ code, count }) => [code, count]));
    const codes = new Set([...known.keys(), ...this.#rejectsByCode.keys()]);
    return [...codes].sort().map((code) => {
      const what = `rejects ${code} in the ledger = in the rejects file`;
      return verifyLine(what, known.get(code) ?? 0, this.#rejectsByCode.get(code) ?? 0);
    });
  }

  #readRejects(host: Host, path: string, file: string): void {
    if (!host.exists(path)) {
      this.breaches.add({
        code: "verify.file-missing",
        message: "The rejects file is missing.",
        file,
      });
      return;
    }
    let number = 0;
    let last = -1;
    for (const text of readLines(host, path)) {
      number += 1;
      const reject = readReject(text, last);
      if (typeof reject === "string") {
        const place = { file, line: number };
        this.breaches.add({ code: "verify.bad-reject", message: reject, ...place });
        continue;
      }
      last = reject.ordinal;
      this.#mark(this.#rejected, reject.ordinal, file);
      this.#rejectsByCode.set(reject.code, (this.#rejectsByCode.get(reject.code) ?? 0) + 1);
    }
  }

  #mark(bits: Bitmap, unit: number, file: string): void {
    const isUnit = unit >= 0 && unit < bits.size;
    if (isUnit && !bits.set(unit)) return;
    const what = isUnit ? "is named twice" : "is not in the input";
    const message = `Unit ${unit} ${what} among those that were left out.`;
    this.breaches.add({ code: "verify.wrong-end", message, file, document: unit });
  }

  #waysOf(unit: number, found: readonly Bitmap[]): string[] {
    return [
      ...(found.some((bits) => bits.has(unit)) ? ["sent"] : []),
      ...(this.#rejected.has(unit) ? ["rejected"] : []),
      ...(this.#suppressed.has(unit) ? ["suppressed"] : []),
    ];
  }

  #wrongEnd(unit: number, ways: readonly string[]): Breach {
    const shard = this.#frozen.scan.shards.findLast(({ firstOrdinal }) => firstOrdinal <= unit);
    const what =
      ways.length === 0 ? "neither sent nor rejected nor suppressed" : ways.join(" and ");
    const message = `Unit ${unit} of the input (shard ${shard?.index ?? 0}) is ${what}.`;
    return { code: "verify.wrong-end", message, file: "ledger.db", document: unit };
  }

  #seedOrdinals(): number[] {
    const shards = this.#frozen.scan.shards.filter(({ isSeeds }) => isSeeds === true);
    return shards.flatMap(({ firstOrdinal, unitCount }) =>
      Array.from({ length: unitCount }, (_, nth) => firstOrdinal + nth),
    );
  }
}

function seedUnsent(seed: number): Breach {
  const message = `The seed with ordinal ${seed} is in no spool or batch.`;
  return { code: "verify.wrong-end", message, file: "ledger.db", document: seed };
}
