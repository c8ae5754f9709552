import type { FixedField, FixedList, FixedPart } from "../../model/input-format.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { FieldFault, faultOfField, TORN } from "../fixed/field-fault.ts";
import { fieldReader } from "../fixed/field-reader.ts";
import { setterOf } from "./nested-path.ts";

/** Puts the fields of a record's bytes into a nested record; the first fault is returned. */
export type ReadParts = (bytes: Buffer, into: Record<string, unknown>) => ForeignFault | undefined;

/** Compiles the fields and lists of a record; what is empty is absent. */
export function partsReader(parts: readonly FixedPart[], decode: RecordDecode): ReadParts {
  const counts = new Map<string, number>();
  const counted = new Set(parts.flatMap((part) => ("item" in part && part.countField) || []));
  const reads = parts.map((part): ReadParts =>
    "item" in part
      ? listReader(part, decode, counts)
      : partReader(part, decode, counted.has(part.name) ? counts : undefined),
  );
  return (bytes, into) => {
    let fault: ForeignFault | undefined;
    for (const read of reads) {
      const found = read(bytes, into);
      fault ??= found;
    }
    return fault;
  };
}

function partReader(
  { name, start, length, form }: FixedField,
  decode: RecordDecode,
  counts: Map<string, number> | undefined,
): ReadParts {
  const read = fieldReader(form, decode);
  const set = setterOf(name);
  const [from, to] = [start - 1, start - 1 + length];
  return (bytes, into) => {
    if (from >= bytes.length) return undefined;
    if (form.type !== "text" && to > bytes.length) return faultOfField(name, TORN);
    const value = read(bytes.subarray(from, to));
    if (value instanceof FieldFault) return faultOfField(name, value);
    if (value !== "") set(into, value);
    counts?.set(name, Number(value));
    return undefined;
  };
}

function listReader(
  { name, start, length, item, countMax, countField }: FixedList,
  decode: RecordDecode,
  counts: ReadonlyMap<string, number>,
): ReadParts {
  const set = setterOf(name);
  const read = "type" in item ? textItem(item, name, decode) : rowItem(item, decode);
  return (bytes, into) => {
    const count = countField === undefined ? countMax : (counts.get(countField) ?? 0);
    if (!Number.isSafeInteger(count) || count < 0 || count > countMax)
      return { code: "data.bad-field", column: countField ?? name, message: tooMany(countMax) };
    const items: unknown[] = [];
    let fault: ForeignFault | undefined;
    for (let index = 0; index < count; index += 1) {
      const from = start - 1 + index * length;
      if (from >= bytes.length && countField === undefined) break;
      fault ??=
        from + length > bytes.length
          ? faultOfField(name, TORN)
          : read(bytes.subarray(from, from + length), items);
      if (fault !== undefined) break;
    }
    if (items.length > 0) set(into, items);
    return fault;
  };
}

type ReadItem = (bytes: Buffer, items: unknown[]) => ForeignFault | undefined;

function textItem(form: FixedField["form"], name: string, decode: RecordDecode): ReadItem {
  const read = fieldReader(form, decode);
  return (bytes, items) => {
    const value = read(bytes);
    if (value instanceof FieldFault) return faultOfField(name, value);
    if (value !== "") items.push(value);
    return undefined;
  };
}

/** Rows without any value are not there: tables in records are filled from the front. */
function rowItem(parts: readonly FixedPart[], decode: RecordDecode): ReadItem {
  const read = partsReader(parts, decode);
  return (bytes, items) => {
    const row: Record<string, unknown> = {};
    const fault = read(bytes, row);
    if (fault === undefined && Object.keys(row).length > 0) items.push(row);
    return fault;
  };
}

function tooMany(countMax: number): string {
  const range = `from 0 to ${countMax}`;
  return `the count of a list is not ${range}: correct it, or the description of the list`;
}
