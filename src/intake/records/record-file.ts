import type { RecordsSpec } from "../../model/input-format.ts";
import type { ForeignFile, ForeignRecord, ForeignRecords } from "../copy/foreign-source.ts";
import { checkedDecode } from "../fixed/checked-decode.ts";
import { inBatches } from "../fixed/in-batches.ts";
import { rawRecords } from "../fixed/raw-records.ts";
import { lineReader } from "./line-reader.ts";
import { RecordAssembler } from "./record-assembler.ts";

/** Reads a file of several types of records under each other as nested records. */
export function recordFile(spec: RecordsSpec, file: ForeignFile): ForeignRecords {
  const decode = checkedDecode(spec.encoding, file);
  const assembler = new RecordAssembler(file.file, lineReader(spec, decode));
  const records = function* (): Generator<ForeignRecord> {
    for (const raw of rawRecords(file, spec, decode)) {
      const record = assembler.take(raw);
      if (record !== undefined) yield record;
    }
    const last = assembler.end();
    if (last !== undefined) yield last;
  };
  return {
    form: "records",
    batches: () => inBatches(records(), (record) => record),
    trailer: () => assembler.trailer,
  };
}
