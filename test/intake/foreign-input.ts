import { type Diagnostic, UsageError } from "../../src/base/diagnostic.ts";
import type { Host } from "../../src/base/host.ts";
import { readInput } from "../../src/intake/read-input.ts";
import { ShardReader } from "../../src/intake/shard-reader.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import type { CustomerRecord } from "../../src/model/record.ts";
import type { Reject } from "../../src/model/reject.ts";
import type { Scan } from "../../src/model/shard.ts";
import { retailShape } from "./retail.ts";
import { newFolder, TestHost } from "./test-host.ts";

export interface ForeignIntake {
  readonly scan: Scan;
  readonly records: readonly CustomerRecord[];
  readonly rejects: readonly Reject[];
}

/** Reads an input through its work copies, with all of its shards. */
export async function readForeign(
  input: InputSpec,
  shape: ObjectShape = retailShape,
  workFolder = newFolder(),
  host: Host = new TestHost(true),
): Promise<ForeignIntake> {
  const scan = await readInput(host, input, shape, { workFolder });
  const reader = new ShardReader(host, input, shape, scan);
  const records: CustomerRecord[] = [];
  const rejects: Reject[] = [];
  for (const shard of scan.shards)
    reader.read(shard, {
      record: (record) => void records.push(record),
      reject: (reject) => void rejects.push(reject),
    });
  return { scan, records, rejects };
}

/** What keeps an input from being run. */
export async function findings(input: InputSpec, shape?: ObjectShape): Promise<Diagnostic[]> {
  try {
    await readForeign(input, shape);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return [...error.diagnostics];
  }
  return [];
}

/** Code, message and hint of each finding. */
export async function refusals(input: InputSpec, shape?: ObjectShape): Promise<string[]> {
  const found = await findings(input, shape);
  return found.map(({ code, message, hint }) => `${code} ${message}: ${hint ?? ""}`);
}

/** One line a reject: code, place, field, and what to do. */
export function rejectLines(rejects: readonly Reject[]): string[] {
  return rejects.map(({ code, line, key, field, reason }) =>
    [code, `line ${line}`, key, field, reason].filter((part) => part !== "").join(" | "),
  );
}
