import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { prepareCopies } from "./copy/prepare-copies.ts";
import { prepareSources } from "./source/prepare-sources.ts";
import type { ScanOptions } from "./scan-options.ts";
import { scanInput } from "./scan.ts";

/**
 * Reads an input of any format: makes the work copies of those that are not scanned themselves, and
 * scans it. Throws a `UsageError` as `scanInput` does.
 */
export async function readInput(
  host: Host,
  input: InputSpec,
  shape: ObjectShape,
  options: ScanOptions,
): Promise<Scan> {
  const sources = await prepareSources(host, input, options);
  const prepared = { ...options, sources };
  const copies = await prepareCopies(host, input, prepared);
  return scanInput(host, input, shape, { ...prepared, copies });
}
