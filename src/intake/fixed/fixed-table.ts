import { defined } from "../../base/assert.ts";
import type { FixedField, FixedSpec } from "../../model/input-format.ts";
import type {
  ForeignFault,
  ForeignFile,
  ForeignRow,
  ForeignTable,
} from "../copy/foreign-source.ts";
import { recordDecodeFor } from "../encoding/byte-decoder.ts";
import { type RawRecord, rawRecords } from "./raw-records.ts";

const BATCH_ROWS = 512;

/** Reads a file of fixed width, all of whose records are alike, as rows. */
export function fixedTable(spec: FixedSpec, file: ForeignFile): ForeignTable {
  const read = rowReader(spec);
  const batches = async function* (): AsyncGenerator<readonly ForeignRow[]> {
    let batch: ForeignRow[] = [];
    for (const raw of rawRecords(file, spec)) {
      batch.push(read(raw));
      if (batch.length < BATCH_ROWS) continue;
      yield batch;
      batch = [];
    }
    yield batch;
  };
  return { form: "rows", columns: spec.fields.map(({ name }) => name), batches };
}

function rowReader({ encoding, fields }: FixedSpec): (raw: RawRecord) => ForeignRow {
  const { isSingleByte, decode } = defined(recordDecodeFor(encoding), "a checked encoding");
  const ranges = fields.map(({ start, length }) => [start - 1, start - 1 + length] as const);
  return ({ bytes, place, fault }) => {
    const text = decode(bytes);
    if (text !== undefined && (isSingleByte || text.length === bytes.length)) {
      const values = ranges.map(([from, to]) => trimmed(text, from, to));
      return fault === undefined ? { fields: values, place } : { fields: values, place, fault };
    }
    const values = ranges.map(([from, to]) => decode(bytes.subarray(from, to)));
    const torn = fault ?? tornText(fields[values.indexOf(undefined)]);
    const kept = values.map((value) => (value === undefined ? "" : value.trim()));
    return { fields: kept, place, ...(torn && { fault: torn }) };
  };
}

function tornText(field: FixedField | undefined): ForeignFault | undefined {
  if (field === undefined) return undefined;
  const message =
    `the column ${field.name} is not valid UTF-8: name the file's encoding, or check where the ` +
    "column starts (places count bytes)";
  return { code: "data.bad-utf8", column: field.name, message };
}

const SPACE = 32;

/** The text between two positions without the blanks and control characters around it. */
function trimmed(text: string, from: number, to: number): string {
  let start = from;
  let end = Math.min(to, text.length);
  while (start < end && text.charCodeAt(start) <= SPACE) start += 1;
  while (end > start && text.charCodeAt(end - 1) <= SPACE) end -= 1;
  return text.slice(start, end);
}
