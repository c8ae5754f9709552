import type { RecordPlace } from "../../model/record.ts";
import type { CodeOf, DiagnosticCode } from "../../base/diagnostic-code.ts";
/** The code of what is wrong with a unit; empty if nothing is. */
export type RecordFault = CodeOf<"data"> | "";

/** A fault of a unit before it has a place: which field, and what is wrong. */
export interface Fault {
  readonly code: DiagnosticCode;
  /** The field path, such as `transactions.3.amount`; empty for the unit as a whole. */
  readonly field: string;
  readonly message: string;
  readonly hint?: string;
}

/** A fault that the reader of a format has found when it made the work copy. */
export interface StatedFault extends Fault {
  readonly code: CodeOf<"data">;
  /** Its place in the sender's file, if that is not the place of the whole record. */
  readonly place?: Pick<RecordPlace, "line" | "byteOffset" | "sizeBytes">;
}

/** What to tell people about a unit that could not be read at all, by code. */
export const UNIT_FAULT_MESSAGES: Readonly<Partial<Record<CodeOf<"data">, string>>> = {
  "data.csv-quote": "the line has a stray or unclosed quote: quote the whole field or double it",
  "data.field-count": "the row has more or fewer fields than the header: it may be torn",
  "data.json-syntax": "the record is not well-formed JSON: it may be torn",
  "data.repeated-name": "an object of the record names a field twice: send each field once",
  "data.too-deep": "the record nests values too deeply: send it flatter",
  "data.bad-key":
    "the key has invisible characters, such as a byte order mark, a zero-width space or a " +
    "line break: correct it",
  "data.bad-utf8": "the record is not valid UTF-8: declare its encoding or send it again",
  "data.record-too-large": "the record is larger than allowed: split it",
  "data.too-many-rows": "the record has more detail rows than allowed: split it",
  "data.missing-key": "the record has no key: every record needs one",
  "data.orphan-detail": "detail rows have a key that no record has: send the record or drop them",
  "data.doubtful-detail": "a broken detail row may belong to this record: send its rows again",
};

/** A fault of the unit as a whole. */
export function unitFault(code: CodeOf<"data">, field = ""): Fault {
  return { code, field, message: UNIT_FAULT_MESSAGES[code] ?? "the unit cannot be read" };
}

/** A fault of a value of the wrong kind for its field. */
export function wrongType(field: string, words: string): Fault {
  const subject = field === "" ? "the record" : field;
  return { code: "data.wrong-type", field, message: `${subject} is not ${words}: correct it` };
}
