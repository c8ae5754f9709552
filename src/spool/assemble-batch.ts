import { RunningHash, sha256 } from "../base/hash.ts";
import { type Host, makeDurableFolder } from "../base/host.ts";
import { csvRow } from "./csv-row.ts";
import { EntrySource } from "./entry-source.ts";
import { CHANNEL_FACTS, type MessageChannel } from "../model/channel.ts";
import type { EntryList } from "../model/piece.ts";
import type { FragmentShelf } from "./fragment-shelf.ts";
import { PartialFile, publishPair } from "./partial-file.ts";

/** One batch to be assembled: its messages in the order of their ordinals. */
export interface BatchPlan extends EntryList {
  readonly channel: MessageChannel;
  /** File name without extension; holds no customer data. */
  readonly name: string;
}

export interface BatchJob {
  readonly plan: BatchPlan;
  readonly shelf: FragmentShelf;
  /** The batch is here under its channel's extension, its index as `<name>.csv`. */
  readonly outFolder: string;
}

export interface BatchResult {
  readonly bytes: number;
  readonly sha256: string;
  readonly messages: number;
  readonly indexBytes: number;
  readonly indexSha256: string;
}

/** The name of a batch's file. */
export function batchFile({ name, channel }: Pick<BatchPlan, "name" | "channel">): string {
  return `${name}.${CHANNEL_FACTS[channel].extension}`;
}

/** Columns of a batch's index: M rows for messages, and a T row with the totals of the batch. */
export const BATCH_COLUMNS = ["record", "ordinal", "offset", "bytes", "sha256", "messages"];

/**
 * Makes one batch of messages and the index that says where each one is; the index names no one.
 * The same plan gives the same bytes. After any crash the index is there only beside its batch.
 * Throws a `HostError` if the machine fails or a fragment is damaged.
 */
export function assembleBatch(host: Host, job: BatchJob): BatchResult {
  const { plan, outFolder } = job;
  makeDurableFolder(host, outFolder);
  const source = new EntrySource(job.shelf, plan.channel, plan);
  const [batchHash, indexHash] = [new RunningHash(), new RunningHash()];
  const batch = new PartialFile(host, `${outFolder}/${batchFile(plan)}`, batchHash);
  let index: PartialFile | undefined;
  try {
    index = new PartialFile(host, `${outFolder}/${plan.name}.csv`, indexHash);
    const messages = writeMessages(source, plan.shards.length, batch, index);
    batch.seal();
    const batchSha256 = batchHash.hex();
    writeRow(index, ["T", "", 0, batch.sizeBytes, batchSha256, messages]);
    index.seal();
    publishPair(host, batch, index);
    const indexed = { indexBytes: index.sizeBytes, indexSha256: indexHash.hex() };
    return { bytes: batch.sizeBytes, sha256: batchSha256, messages, ...indexed };
  } catch (error) {
    batch.discard();
    index?.discard();
    throw error;
  }
}

function writeMessages(
  source: EntrySource,
  count: number,
  batch: PartialFile,
  index: PartialFile,
): number {
  writeRow(index, BATCH_COLUMNS);
  for (let position = 0; position < count; position += 1) {
    const { ordinal, content } = source.read(position);
    writeRow(index, ["M", ordinal, batch.sizeBytes, content.length, sha256(content), ""]);
    batch.write(content);
  }
  return count;
}

function writeRow(file: PartialFile, cells: readonly (string | number)[]): void {
  file.write(new TextEncoder().encode(csvRow(cells)));
}
