import type { Host } from "../base/host.ts";
import type { ObjectShape } from "../model/data-shape.ts";
import type { InputSpec } from "../model/job.ts";
import type { Scan } from "../model/shard.ts";
import { prepareCopies } from "./copy/prepare-copies.ts";
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
  const copies = await prepareCopies(host, input, options);
  return scanInput(host, input, shape, { ...options, copies });
}
