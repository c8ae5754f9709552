import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { InputSpec } from "../../model/job.ts";
import type { Scan } from "../../model/shard.ts";
import { FileWindow } from "../files/file-window.ts";
import { inputFinding, throwFindings } from "../check/input-findings.ts";
import { JsonRecords } from "./json-records.ts";
import { KeyOrder } from "../join/key-order.ts";
import { ndjsonCursor } from "../copy/ndjson-cursor.ts";
import { type OpenInput, summaryOf } from "../files/open-inputs.ts";
import { ShardCutter } from "../shard-cutter.ts";
import { textDecodeFor } from "../files/text-decode.ts";

/** Scans NDJSON, one unit per line, or a JSON document, one unit per element of its array. */
export function scanJson(input: InputSpec, masters: readonly OpenInput[]): Scan {
  const totalBytes = masters.reduce((sum, { dataEnd }) => sum + dataEnd, 0);
  const cutter = new ShardCutter(input.shardBytes, totalBytes);
  const files = masters.map((master, index) => {
    const before = cutter.unitCount;
    scanFile(input, master, cutter, masters.length > 1 ? index : undefined);
    return summaryOf(master, cutter.unitCount - before, masters.length > 1);
  });
  const { shards, unitCount } = cutter;
  return { files, shards, unitCount };
}

function scanFile(
  input: InputSpec,
  master: OpenInput,
  cutter: ShardCutter,
  index: number | undefined,
): void {
  const { file } = master.spec;
  const window = new FileWindow(master.source, { start: master.bomBytes, end: master.dataEnd });
  const order = new KeyOrder({ ...input, file });
  const take = (start: number, end: number, line: number): void => {
    if (cutter.isFull) cutter.close([]);
    if (!cutter.isOpen)
      cutter.open({ start, line, details: [], ...(index !== undefined && { file: index }) });
    cutter.add(end, end - start);
  };
  if (input.format === "ndjson") {
    const cursor = ndjsonCursor(window, 1, master.copy !== undefined);
    while (cursor.next()) {
      take(cursor.start, cursor.end, cursor.line);
      order.meet(window, cursor.contentStart, cursor.contentEnd, cursor.line);
    }
  } else {
    const element = (start: number, end: number): void => {
      take(start, end, 0);
      order.meet(window, start, end, 0);
    };
    const gap = (): void => {
      cutter.close([]);
      if (cutter.shards.length > limits.shardsMax) throw scattered(file);
    };
    const { recordsPath } = input;
    const decode = textDecodeFor(input.encoding);
    new JsonRecords({ window, file, recordsPath, decode }, { element, gap }).run();
  }
  cutter.close([]);
  throwFindings(order.findings());
}

/** Separate lists of records become separate pieces, so their number is bounded. */
function scattered(file: string): UsageError {
  const message = `the records lie in more than ${limits.shardsMax} lists`;
  const hint = "send them in one list, or as NDJSON";
  return new UsageError([inputFinding("input.scattered", message, { file }, hint)]);
}
