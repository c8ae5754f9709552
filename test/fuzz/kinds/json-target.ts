import type { Prng } from "../../../src/base/prng.ts";
import { inputSpec, retailRecord, retailShape } from "../../intake/retail.ts";
import type { FuzzTarget } from "../fuzz-kind.ts";
import { checkIntake } from "../intake-check.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateJsonRecord } from "../mutate-json.ts";
import { mutateText } from "../mutate-text.ts";

const RECORDS = Array.from({ length: 5 }, (_, index) => retailRecord(index, index % 3));

/** Byte 0 of an input: bit 0 says one JSON document instead of lines, bit 1 small shards. */
export function openTarget(): FuzzTarget {
  return {
    mutate: (prng) => {
      const choice = prng.below(4);
      const text = documentOf(prng, (choice & 1) !== 0);
      const bytes = prng.chance(0.6) ? mutateText(prng, text) : Buffer.from(text);
      return Buffer.concat([Buffer.of(choice), bytes]);
    },
    check: (input) => checkJson(input[0] ?? 0, Buffer.from(input.subarray(1))),
  };
}

function documentOf(prng: Prng, isDocument: boolean): string {
  const spoilt = prng.below(RECORDS.length);
  const lines = RECORDS.map((record, index) =>
    index === spoilt ? mutateJsonRecord(prng, record) : JSON.stringify(record),
  );
  return isDocument ? `{"n":1,"customers":[${lines.join(",\n")}]}` : `${lines.join("\n")}\n`;
}

function checkJson(choice: number, bytes: Buffer) {
  const host = new MemoryHost();
  host.files.set("/in/customers", bytes);
  const isDocument = (choice & 1) !== 0;
  const spec = inputSpec("/in/customers", {
    format: isDocument ? "json" : "ndjson",
    recordsPath: isDocument ? "customers" : "",
    shardBytes: (choice & 2) !== 0 ? 1 : 4096,
  });
  return checkIntake(host, spec, retailShape);
}
