import { gzipSync } from "node:zlib";
import type { Prng } from "../../../src/base/prng.ts";
import type { InputSpec } from "../../../src/model/job.ts";
import {
  detailCsv,
  detailHeader,
  detailRows,
  masterCsv,
  masterHeader,
  masterRow,
} from "../../intake/csv-files.ts";
import { inputSpec, retailRecord, retailShape } from "../../intake/retail.ts";
import type { FuzzTarget } from "../fuzz-kind.ts";
import { checkIntake } from "../intake-check.ts";
import { MemoryHost } from "../memory-host.ts";
import { mutateBytes } from "../mutate-bytes.ts";
import { mutateText } from "../mutate-text.ts";

const RECORDS = Array.from({ length: 6 }, (_, index) => retailRecord(index, index % 4));
const MASTER = [masterHeader(), ...RECORDS.map((record) => masterRow(record))].join("\n");
const DETAILS = [detailHeader(), ...RECORDS.flatMap((record) => detailRows(record))].join("\n");

/**
 * Byte 0 of an input says which file is spoilt and how the job reads it; the rest is that file.
 * Bit 0: the details; bit 1: no order is declared; bit 2: packed; bit 3: small shards.
 */
export function openTarget(): FuzzTarget {
  return {
    mutate: (prng) => {
      const choice = prng.below(16);
      return Buffer.concat([Buffer.of(choice), spoilt(prng, choice)]);
    },
    check: (input) => checkCsv(input[0] ?? 0, Buffer.from(input.subarray(1))),
  };
}

function spoilt(prng: Prng, choice: number): Uint8Array {
  const text = (choice & 1) === 0 ? MASTER : DETAILS;
  if ((choice & 4) === 0) return mutateText(prng, `${text}\n`);
  const isPackedFirst = prng.chance(0.5);
  return isPackedFirst
    ? mutateBytes(prng, gzipSync(text), 3)
    : gzipSync(mutateText(prng, `${text}\n`));
}

function checkCsv(choice: number, bytes: Buffer) {
  const host = new MemoryHost();
  const [toDetails, unordered, packed, small] = [1, 2, 4, 8].map((bit) => (choice & bit) !== 0);
  const order = unordered ? "none" : "key";
  host.files.set("/in/master.csv", toDetails ? Buffer.from(MASTER) : bytes);
  host.files.set("/in/details.csv", toDetails ? bytes : Buffer.from(DETAILS));
  const compression = packed ? "gzip" : "none";
  const spec: InputSpec = inputSpec("/in/master.csv", {
    format: "csv",
    csv: masterCsv,
    order,
    compression: toDetails ? "none" : compression,
    shardBytes: small ? 1 : 4096,
    details: [
      {
        into: "transactions",
        file: "/in/details.csv",
        compression: toDetails ? compression : "none",
        encoding: "utf-8",
        keyColumn: "account_id",
        order,
        csv: detailCsv,
      },
    ],
  });
  return checkIntake(host, spec, retailShape);
}
