import { type Diagnostic, diagnostic } from "../../base/diagnostic.ts";
import type { Host } from "../../base/host.ts";
import { ShardReader } from "../../intake/shard-reader.ts";
import type { Scan } from "../../model/shard.ts";
import type { CheckedJob } from "../load-run.ts";

/** Warns where records at head, middle or tail have postal codes that are none. */
export function sampleCodes(host: Host, { job, plan }: CheckedJob, scan: Scan): Diagnostic[] {
  const { shards } = scan;
  const places = [0, Math.floor(shards.length / 2), shards.length - 1];
  const reader = new ShardReader(host, job.input, plan.shape, scan);
  let readCount = 0;
  let spoiltCount = 0;
  const record = (): void => {
    readCount += 1;
    if (reader.hasSpoiltCode(plan.address.path)) spoiltCount += 1;
  };
  for (const place of new Set(places)) {
    const shard = shards[place];
    if (shard !== undefined) reader.read(shard, { record, reject: () => {} });
  }
  if (spoiltCount === 0) return [];
  const message =
    `${spoiltCount} of the ${readCount} records looked at have a ZIP, ZIP+4 or delivery point ` +
    "that is none: their pieces will go without automation.";
  const hint = "Write 62704, 62704-1234 or 627041234, and two digits for the delivery point.";
  return [diagnostic("mail.spoilt-code", message, { severity: "warning", hint })];
}
