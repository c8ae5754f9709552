import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import type { Prng } from "../../../src/base/prng.ts";
import { Ledger } from "../../../src/ledger/ledger.ts";
import { StoreError } from "../../../src/store/store-error.ts";
import { recordSmallRun } from "../../ledger/small-run.ts";
import type { FuzzTarget, Verdict } from "../fuzz-kind.ts";
import { mutateBytes } from "../mutate-bytes.ts";

const PAGE_BYTES = 4096;

/** Spoilt ledgers of a small run. */
export function openTarget(workFolder: string): FuzzTarget {
  const host = new NodeHost();
  const folder = `${workFolder}/ledger-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const file = `${folder}/ledger.db`;
  const ledger = Ledger.open(host, file);
  recordSmallRun(ledger);
  ledger.close();
  const whole = readFileSync(file);
  return {
    mutate: (prng) => spoilt(prng, whole),
    check: (input) => checkLedger(host, file, input),
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Spoilt anywhere, or in the head of a page or the file, where SQLite keeps its pointers. */
function spoilt(prng: Prng, whole: Buffer): Uint8Array {
  if (prng.chance(0.4)) return mutateBytes(prng, whole, 12);
  const at = prng.below(whole.length / PAGE_BYTES) * PAGE_BYTES;
  const length = prng.chance(0.3) ? PAGE_BYTES : 120;
  const page = mutateBytes(prng, whole.subarray(at, at + length), 4).subarray(0, length);
  const copy = Buffer.from(whole);
  copy.set(page, at);
  return copy;
}

function checkLedger(host: NodeHost, file: string, input: Uint8Array): Verdict {
  for (const ending of ["-wal", "-shm", ".mode"]) rmSync(`${file}${ending}`, { force: true });
  writeFileSync(file, input, { mode: 0o600 });
  let ledger: Ledger | undefined;
  try {
    ledger = Ledger.open(host, file);
    readAll(ledger);
    return { kind: "accepted" };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { kind: "refused", codes: [error.code] };
  } finally {
    ledger?.close();
  }
}

/** All that status, report, search and verifier ask of a ledger. */
function readAll(ledger: Ledger): void {
  ledger.fact("counts");
  ledger.shardsDone();
  ledger.suppressed();
  ledger.rejects();
  ledger.dispositions();
  for (const { index } of ledger.spools())
    for (const piece of ledger.piecesOfSpool(index)) void piece;
  for (const { channel, index } of ledger.batches())
    for (const piece of ledger.piecesOfBatch(channel, index)) void piece;
  ledger.piecesOfKey("K1");
  ledger.piecesOfOrdinal(1);
  ledger.piecesOfNumbers([1, 2]);
  ledger.printings();
  ledger.outputStates();
  ledger.stateCounts();
  ledger.documentsInState("spooled");
  ledger.serialSpan();
  ledger.counts();
  ledger.pageCounts();
  ledger.balance();
}
