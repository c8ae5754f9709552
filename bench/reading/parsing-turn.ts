import { closeSync, openSync, readSync } from "node:fs";
import { CpuMeter, rssPeakBytes } from "../cpu-meter.ts";
import type { TurnRequest, TurnResult } from "../turn-request.ts";

const BLOCK_BYTES = 1024 * 1024;
const LF = 10;

/**
 * Each line of a file through `JSON.parse`, and nothing else: what reading NDJSON costs before any
 * program looks at the records. What ours costs beside it can be compared between machines.
 */
export async function parsingTurn({
  file,
  documents,
}: Extract<TurnRequest, { kind: "parsing" }>): Promise<TurnResult> {
  const meter = new CpuMeter();
  const { count, bytes } = await meter.measure(() => parseLines(file));
  if (count !== documents) throw new Error(`${count} lines of ${documents} were parsed`);
  const nothing = { pages: 0, transactions: 0 };
  return { documents, ...nothing, bytes, ...meter.figures, rssPeakBytes: rssPeakBytes() };
}

function parseLines(file: string): { count: number; bytes: number } {
  const handle = openSync(file, "r");
  const block = Buffer.alloc(BLOCK_BYTES);
  let [count, bytes, kept] = [0, 0, 0];
  for (;;) {
    const read = readSync(handle, block, kept, BLOCK_BYTES - kept, null);
    if (read === 0) break;
    bytes += read;
    const filled = block.subarray(0, kept + read);
    let start = 0;
    for (let end = filled.indexOf(LF); end >= 0; end = filled.indexOf(LF, start)) {
      JSON.parse(filled.toString("utf8", start, end));
      start = end + 1;
      count += 1;
    }
    kept = filled.copy(block, 0, start);
  }
  closeSync(handle);
  return { count, bytes };
}
