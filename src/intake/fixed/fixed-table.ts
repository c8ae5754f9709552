import type { FixedField, FixedSpec } from "../../model/input-format.ts";
import type {
  ForeignFault,
  ForeignFile,
  ForeignRow,
  ForeignTable,
} from "../copy/foreign-source.ts";
import { inBatches } from "./in-batches.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { checkedDecode } from "./checked-decode.ts";
import { faultOfField, TORN } from "./field-fault.ts";
import { fieldReader, plainText } from "./field-reader.ts";
import { type RawRecord, rawRecords } from "./raw-records.ts";

/** Reads a file of fixed width, all of whose records are alike, as rows. */
export function fixedTable(spec: FixedSpec, file: ForeignFile): ForeignTable {
  const decode = checkedDecode(spec.encoding, file);
  const read = rowReader(spec.fields, decode);
  return {
    form: "rows",
    columns: spec.fields.map(({ name }) => name),
    batches: () => inBatches(rawRecords(file, spec, decode), read),
  };
}

function rowReader(
  fields: readonly FixedField[],
  decode: RecordDecode,
): (raw: RawRecord) => ForeignRow {
  const takes = fields.map((field) => fieldTaker(field, decode));
  return ({ bytes, place, fault }) => {
    // If each byte is one character, all texts are cut from one.
    const text = plainText(bytes, decode);
    let bad = fault;
    const values: string[] = [];
    for (const take of takes) {
      const value = take(bytes, text);
      if (typeof value === "string") values.push(value);
      else {
        bad ??= value;
        values.push("");
      }
    }
    return bad === undefined ? { fields: values, place } : { fields: values, place, fault: bad };
  };
}

type TakeField = (bytes: Buffer, text: string | undefined) => string | ForeignFault;

function fieldTaker({ name, start, length, form }: FixedField, decode: RecordDecode): TakeField {
  const read = fieldReader(form, decode);
  const [from, to] = [start - 1, start - 1 + length];
  const isText = form.type === "text";
  return (bytes, text) => {
    if (from >= bytes.length) return "";
    if (!isText && to > bytes.length) return faultOfField(name, TORN);
    const value = read(bytes, text, from, to);
    return typeof value === "string" ? value : faultOfField(name, value);
  };
}
