import type { Diagnostic } from "../base/diagnostic.ts";
import { diagnostic } from "../base/diagnostic.ts";
import type { CustomerRecord } from "../model/record.ts";

/**
 * A fault of the data that only binding can find: each field is well formed, but what the layout
 * computes from them cannot be exact. The record becomes a reject.
 */
export class BindFault extends Error {
  override readonly name = "BindFault";
  readonly diagnostic: Diagnostic;

  constructor(fault: Diagnostic) {
    super(fault.message);
    this.diagnostic = fault;
  }

  /** The same fault, with the place of the record it was found in. */
  at(record: CustomerRecord): BindFault {
    const { file, line, byteOffset } = record.place;
    const field = this.diagnostic.data?.field ?? "";
    const data = { file, line, byteOffset, record: record.ordinal, field };
    return new BindFault({ ...this.diagnostic, data });
  }
}

/** The codes of number faults by what the number is. */
export type RangeCode = "data.money-range" | "data.number-range";

/** The number itself if it is a safe integer; throws a `BindFault` if it is not. */
export function inRange(value: number, code: RangeCode): number {
  if (Number.isSafeInteger(value)) return value;
  throw rangeFault(code, "");
}

/** An amount, or a result, beyond the 15 digits that are held exactly. `field` may be empty. */
export function rangeFault(code: RangeCode, field: string): BindFault {
  const what = code === "data.money-range" ? "amount" : "number";
  const place = { file: "", line: 0, byteOffset: 0, record: -1, field };
  const message = `an ${what} or a sum of the record is too large to be exact; check its figures`;
  const hint = "values are exact up to 9,007,199,254,740,991 smallest units";
  return new BindFault(
    diagnostic(code, message.replace("an number", "a number"), { data: place, hint }),
  );
}
