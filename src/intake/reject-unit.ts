import type { Ordinal } from "../base/units.ts";
import { diagnostic } from "../base/diagnostic.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import { limits } from "../base/limits.ts";
import type { RecordPlace } from "../model/record.ts";
import type { Reject } from "../model/reject.ts";
import type { PlacedFault } from "./parsed-unit.ts";

export interface RejectedUnit {
  readonly ordinal: Ordinal;
  /** 0-based ordinal of the record in its file, or -1 if it is unknown. */
  readonly recordIndex: number;
  readonly key: string;
  /** At least one; the first gives the reject its place and code. */
  readonly faults: readonly [PlacedFault, ...PlacedFault[]];
}

/** The reject of a unit. `bytesAt` gives the bytes at a place, at most as many as are asked for. */
export function rejectUnit(
  unit: RejectedUnit,
  bytesAt: (place: RecordPlace, sizeBytesMax: number) => Uint8Array,
): Reject {
  const [{ fault, place }] = unit.faults;
  const raw = bytesAt(place, limits.rejectRawBytesMax);
  return {
    ordinal: unit.ordinal,
    key: unit.key,
    file: place.file,
    line: place.line,
    byteOffset: place.byteOffset,
    field: fault.field,
    code: fault.code,
    reason: fault.message,
    diagnostics: unit.faults.map((found) => diagnosticOf(found, unit.recordIndex)),
    raw: Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString("base64"),
    rawTruncated: place.sizeBytes > raw.byteLength,
  };
}

function diagnosticOf({ fault, place }: PlacedFault, record: number): Diagnostic {
  const { file, line, byteOffset } = place;
  const data = { file, line, byteOffset, record, field: fault.field };
  return diagnostic(fault.code, fault.message, { data, hint: fault.hint });
}
