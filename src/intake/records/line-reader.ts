import type { FixedPart, RecordsSpec, RecordType } from "../../model/input-format.ts";
import type { ForeignFault } from "../copy/foreign-source.ts";
import type { RecordDecode } from "../encoding/byte-decoder.ts";
import { plainText } from "../fixed/field-reader.ts";
import { BAD_TEXT } from "../fixed/field-fault.ts";
import { type SetValue, setterOf } from "./nested-path.ts";
import { partsReader } from "./part-reader.ts";
import { splitLine } from "./split-line.ts";

/** A line or record of the file, told by its type. */
export interface TypedLine {
  readonly type: RecordType;
  readonly values: Record<string, unknown>;
  readonly fault: ForeignFault | undefined;
}

/** Reads the values of a line, or says why even its type cannot be known. */
export type ReadLine = (bytes: Buffer) => TypedLine | ForeignFault;

/** Compiles the reader of the lines of all types. */
export function lineReader(spec: RecordsSpec, decode: RecordDecode): ReadLine {
  return spec.delimited === undefined ? placedReader(spec, decode) : columnsReader(spec, decode);
}

function placedReader({ typeAt, types }: RecordsSpec, decode: RecordDecode): ReadLine {
  const reads = new Map(
    types.map((type) => [type.code, { type, read: partsReader(partsOf(type), decode) }]),
  );
  const [from, length] = typeof typeAt === "object" ? [typeAt.start - 1, typeAt.length] : [0, 0];
  return (bytes) => {
    const text = plainText(bytes, decode);
    const code =
      text?.slice(from, from + length) ?? decode.decode(bytes.subarray(from, from + length));
    const known = reads.get(code?.trim() ?? "\uFFFD");
    if (known === undefined) return unknownType();
    const values: Record<string, unknown> = {};
    return { type: known.type, values, fault: known.read(bytes, text, values) };
  };
}

function partsOf({ fields }: RecordType): readonly FixedPart[] {
  return fields.filter((field) => typeof field === "object");
}

function columnsReader({ delimited, typeAt, types }: RecordsSpec, decode: RecordDecode): ReadLine {
  const { delimiter = ",", quote } = delimited ?? {};
  const column = typeof typeAt === "number" ? typeAt - 1 : -1;
  const reads = new Map(types.map((type) => [type.code, { type, setters: settersOf(type) }]));
  return (bytes) => {
    const text = decode.decode(bytes);
    if (text === undefined) return { code: BAD_TEXT.code, message: `the line ${BAD_TEXT.what}` };
    const fields = splitLine(text, delimiter, quote);
    if (fields === undefined) return strayQuote();
    const known = reads.get(column < 0 ? "" : (fields[column]?.trim() ?? ""));
    if (known === undefined) return unknownType();
    const values: Record<string, unknown> = {};
    known.setters.forEach((set, index) => {
      const value = fields[index]?.trim() ?? "";
      if (value !== "") set?.(values, value);
    });
    const isLong = fields.slice(known.setters.length).some((field) => field.trim() !== "");
    return { type: known.type, values, fault: isLong ? tooLong(known.setters.length) : undefined };
  };
}

function settersOf({ fields }: RecordType): (SetValue | undefined)[] {
  return fields.map((name) =>
    typeof name === "string" && name !== "" ? setterOf(name) : undefined,
  );
}

function unknownType(): ForeignFault {
  const message = "the line has a type that the job does not declare: add it to `types`";
  return { code: "data.record-order", message };
}

function strayQuote(): ForeignFault {
  const message = "the line has a stray or unclosed quote: quote the whole field or double it";
  return { code: "data.csv-quote", message };
}

function tooLong(count: number): ForeignFault {
  const message = `the line has more than the ${count} fields of its type: it may be torn`;
  return { code: "data.field-count", message };
}
