import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import type { BatchMessage } from "../e2e/batches.ts";

/** What a ledger says of a batch. */
export interface BatchFigures {
  readonly count: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Writes a batch and its index anew, all its own hashes and places right. */
export function writeBatch(batchFile: string, messages: readonly BatchMessage[]): BatchFigures {
  const batch = Buffer.concat(messages.map(({ bytes }) => bytes));
  const rows = ["record,ordinal,offset,bytes,sha256,messages"];
  let offset = 0;
  for (const { ordinal, bytes } of messages) {
    rows.push(`M,${ordinal},${offset},${bytes.length},${sha256(bytes)},`);
    offset += bytes.length;
  }
  const figures = { count: messages.length, bytes: batch.length, sha256: sha256(batch) };
  rows.push(`T,,0,${figures.bytes},${figures.sha256},${figures.count}`, "");
  writeFileSync(batchFile, batch);
  writeFileSync(batchFile.replace(/\.[^./]*$/, ".csv"), rows.join("\r\n"));
  return figures;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
