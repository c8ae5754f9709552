import { readFileSync } from "node:fs";
import { inputParts } from "../../src/intake/files/input-files.ts";
import { readInPlace } from "../../src/intake/files/read-in-place.ts";
import { ShardReader } from "../../src/intake/shard-reader.ts";
import { readInput } from "../../src/intake/read-input.ts";
import type { Scan } from "../../src/model/shard.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { CpuMeter, rssPeakBytes } from "../cpu-meter.ts";
import type { TurnRequest, TurnResult } from "../turn-request.ts";
import type { ReadingSpec } from "./data-request.ts";
import { MemoryTrace, TracedHost } from "./memory-trace.ts";

const NOTE_RECORDS = 1000;

/**
 * Reads the input of a job as a run does, copies, scan and all shards, and composes nothing. Where
 * and how much is read is known to the process alone: the data was written by another.
 */
export async function readingTurn(
  { specFile, documents }: Extract<TurnRequest, { kind: "reading" }>,
  workFolder: string,
): Promise<TurnResult> {
  const { input, shape } = JSON.parse(readFileSync(specFile, "utf8")) as ReadingSpec;
  const traces = { copying: new MemoryTrace(), scanning: new MemoryTrace() };
  const reading = new MemoryTrace(NOTE_RECORDS);
  const isInPlace = readInPlace(input, inputParts(input), () => false)(0);
  const host = new TracedHost(traces, workFolder, input.foreign !== undefined && !isInPlace);
  const meter = new CpuMeter();
  const scan = await meter.measure(() => readInput(host, input, shape, { workFolder }));
  const prepareCpuSeconds = meter.figures.cpuSeconds;
  const reader = new ShardReader(new NodeHost(), input, shape, scan);
  const count = await meter.measure(() => readShards(reader, scan, reading));
  if (count !== documents) throw new Error(`${count} records of ${documents} were read`);
  return {
    documents,
    pages: 0,
    transactions: 0,
    bytes: inputBytes(scan),
    ...meter.figures,
    rssPeakBytes: rssPeakBytes(),
    reading: {
      prepareCpuSeconds,
      copyPeaksBytes: traces.copying.peaksBytes(),
      scanPeaksBytes: traces.scanning.peaksBytes(),
      readPeaksBytes: reading.peaksBytes(),
    },
  };
}

function readShards(reader: ShardReader, scan: Scan, trace: MemoryTrace): number {
  let count = 0;
  const record = (): void => {
    count += 1;
    trace.add(1);
  };
  const reject = (): never => {
    throw new Error("a record was rejected");
  };
  for (const shard of scan.shards) reader.read(shard, { record, reject });
  return count;
}

/** A workbook holds several tables. */
function inputBytes({ files }: Scan): number {
  const sizes = new Map(files.map(({ file, sizeBytes }) => [file, sizeBytes]));
  return [...sizes.values()].reduce((sum, sizeBytes) => sum + sizeBytes, 0);
}
