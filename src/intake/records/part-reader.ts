import type { FixedField, FixedList, FixedPart } from "../../model/input-format.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { faultOfField, TORN } from "../fixed/field-fault.ts";
import { fieldReader } from "../fixed/field-reader.ts";
import { setterOf } from "./nested-path.ts";

/** Puts the fields of a record's bytes into a nested record; the first fault is returned. */
export type ReadParts = (
  bytes: Buffer,
  text: string | undefined,
  into: Record<string, unknown>,
) => ForeignFault | undefined;

/** Compiles the fields and lists of a record; what is empty is absent. */
export function partsReader(parts: readonly FixedPart[], decode: RecordDecode): ReadParts {
  const counts = new Map<string, number>();
  const counted = new Set(parts.flatMap((part) => ("item" in part && part.countField) || []));
  const reads = parts.map((part): ReadParts =>
    "item" in part
      ? listReader(part, decode, counts)
      : partReader(part, decode, counted.has(part.name) ? counts : undefined),
  );
  return (bytes, text, into) => {
    let fault: ForeignFault | undefined;
    for (const read of reads) {
      const found = read(bytes, text, into);
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
  return (bytes, text, into) => {
    if (from >= bytes.length) return undefined;
    if (form.type !== "text" && to > bytes.length) return faultOfField(name, TORN);
    const value = read(bytes, text, from, to);
    if (typeof value !== "string") return faultOfField(name, value);
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
  return (bytes, text, into) => {
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
          : read(bytes.subarray(from, from + length), text?.slice(from, from + length), items);
      if (fault !== undefined) break;
    }
    if (items.length > 0) set(into, items);
    return fault;
  };
}

type ReadItem = (
  bytes: Buffer,
  text: string | undefined,
  items: unknown[],
) => ForeignFault | undefined;

function textItem(form: FixedField["form"], name: string, decode: RecordDecode): ReadItem {
  const read = fieldReader(form, decode);
  return (bytes, text, items) => {
    const value = read(bytes, text, 0, bytes.length);
    if (typeof value !== "string") return faultOfField(name, value);
    if (value !== "") items.push(value);
    return undefined;
  };
}

/** Rows without any value are not there: tables in records are filled from the front. */
function rowItem(parts: readonly FixedPart[], decode: RecordDecode): ReadItem {
  const read = partsReader(parts, decode);
  return (bytes, text, items) => {
    const row: Record<string, unknown> = {};
    const fault = read(bytes, text, row);
    if (fault === undefined && Object.keys(row).length > 0) items.push(row);
    return fault;
  };
}

function tooMany(countMax: number): string {
  const range = `from 0 to ${countMax}`;
  return `the count of a list is not ${range}: correct it, or the description of the list`;
}
