import { parentPort, workerData } from "node:worker_threads";
import { deflateSync } from "node:zlib";
import { DEFLATE_LEVEL_DEFAULT } from "../src/job/job-values.ts";

/** What a thread of plain work is given. */
export interface PlainWork {
  /** A record as a line of NDJSON, and how often the work is done. */
  readonly line: string;
  readonly rounds: number;
}

/**
 * The kinds of work that a statement is made of, by themselves: parse a record, look words up,
 * write bytes, deflate two pages. Nothing is shared with another thread, and no disk is touched.
 */
function plainWork({ line, rounds }: PlainWork): number {
  const page = new Uint8Array(6500);
  const seen = new Map<string, number>();
  let sum = 0;
  for (let round = 0; round < rounds; round += 1) {
    const record = JSON.parse(line) as { transactions: { text: string }[] };
    let at = 0;
    for (const { text } of record.transactions) {
      for (const word of text.split(" ")) {
        const width = seen.get(word) ?? seen.size;
        seen.set(word, width);
        for (let index = 0; index < 60; index += 1) {
          page[at % page.length] = 32 + ((width + index * 7 + round) % 90);
          at += 1;
        }
      }
    }
    for (let side = 0; side < 2; side += 1)
      sum += deflateSync(page, { level: DEFLATE_LEVEL_DEFAULT }).length;
  }
  return sum;
}

if (parentPort !== null) {
  const work = workerData as PlainWork;
  // Once to compile, once to measure.
  plainWork({ ...work, rounds: Math.ceil(work.rounds / 10) });
  const port = parentPort;
  port.once("message", () => port.postMessage(plainWork(work)));
  port.postMessage("ready");
}
