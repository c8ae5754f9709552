import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** One message of a batch, as its index tells where it lies. */
export interface BatchMessage {
  readonly ordinal: number;
  readonly bytes: Buffer;
}

/** Reads a batch by its index; throws where index and batch do not fit each other to the byte. */
export function readBatch(batchFile: string): BatchMessage[] {
  const batch = readFileSync(batchFile);
  const index = readFileSync(batchFile.replace(/\.(eml-batch|ndjson)$/, ".csv"), "utf8");
  const rows = parse(index, { columns: true }) as Record<string, string>[];
  const total = rows.pop() ?? {};
  let end = 0;
  const messages = rows.map((row) => {
    const [offset, size] = [Number(row["offset"]), Number(row["bytes"])];
    const bytes = batch.subarray(offset, offset + size);
    if (row["record"] !== "M" || offset !== end || sha256(bytes) !== row["sha256"])
      throw new Error(`${batchFile}: message ${row["ordinal"]} is not where its index says`);
    end = offset + size;
    return { ordinal: Number(row["ordinal"]), bytes };
  });
  const said = ["T", `${batch.length}`, sha256(batch), `${messages.length}`];
  const found = ["record", "bytes", "sha256", "messages"].map((column) => total[column]);
  if (end !== batch.length || found.join() !== said.join())
    throw new Error(`${batchFile}: its index does not cover it`);
  return messages;
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
