import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { CpuMeter, rssPeakBytes } from "./cpu-meter.ts";
import type { PlainWork } from "./plain-thread.ts";
import { STANDARD_TRANSACTIONS, standardRecords } from "./statement/bound-statements.ts";
import type { TurnRequest, TurnResult } from "./turn-request.ts";

/**
 * As many threads of plain work as there are workers, each for itself: how much faster two are than
 * one is all that any program can gain by a second worker on this machine, at this moment.
 */
export async function plainTurn({
  threads,
  documents,
}: Extract<TurnRequest, { kind: "plain" }>): Promise<TurnResult> {
  const [record] = [...standardRecords(1)];
  const workerData: PlainWork = { line: JSON.stringify(record?.values), rounds: documents };
  const entry = new URL("./plain-thread.ts", import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(entry, { workerData }));
  await Promise.all(workers.map((worker) => once(worker, "message")));
  const meter = new CpuMeter();
  await meter.measure(async () => {
    for (const worker of workers) worker.postMessage("go");
    await Promise.all(workers.map((worker) => once(worker, "message")));
  });
  await Promise.all(workers.map((worker) => worker.terminate()));
  const done = documents * threads;
  return {
    documents: done,
    pages: done * 2,
    transactions: done * STANDARD_TRANSACTIONS,
    bytes: 0,
    ...meter.figures,
    rssPeakBytes: rssPeakBytes(),
  };
}
