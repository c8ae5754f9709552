import { assert } from "../../src/base/assert.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import { scanInput } from "../../src/intake/scan.ts";
import { ShardReader } from "../../src/intake/shard-reader.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import type { Reject } from "../../src/model/reject.ts";
import type { Verdict } from "./fuzz-kind.ts";
import type { MemoryHost } from "./memory-host.ts";

/**
 * Reads an input as a run does, in shards of the given size. Every unit must come out once, as a
 * record or as a reject that says why; an input that is refused as a whole must say why too.
 */
export function checkIntake(host: MemoryHost, input: InputSpec, shape: ObjectShape): Verdict {
  const codes = new Set<string>();
  let ordinal = 0;
  const seen = (one: number): void => {
    assert(one === ordinal, `unit ${one} comes where unit ${ordinal} must`);
    ordinal += 1;
  };
  try {
    const scan = scanInput(host, input, shape, { workFolder: "/work" });
    const reader = new ShardReader(host, input, shape, scan);
    for (const shard of scan.shards)
      reader.read(shard, {
        record: (record) => seen(record.ordinal),
        reject: (reject) => {
          seen(reject.ordinal);
          codes.add(checkedCode(reject));
        },
      });
    assert(ordinal === scan.unitCount, `${ordinal} units came of ${scan.unitCount}`);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    for (const { code } of error.diagnostics) codes.add(code);
    assert(codes.size > 0, "an input is refused without a diagnostic");
  } finally {
    host.remove("/work");
  }
  return codes.size === 0 ? { kind: "accepted" } : { kind: "refused", codes: [...codes] };
}

function checkedCode({ code, reason, diagnostics }: Reject): string {
  assert(code.includes(".") && reason.length > 5, "a reject says why");
  assert(diagnostics.length > 0, "a reject has a diagnostic");
  return code;
}
