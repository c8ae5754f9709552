import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { RecordType } from "../../model/input-format.ts";
import { inputFinding } from "../check/input-findings.ts";
import type {
  ForeignFault,
  ForeignPlace,
  ForeignRecord,
  ForeignTrailer,
} from "../copy/foreign-source.ts";
import type { RawRecord } from "../fixed/raw-records.ts";
import type { ReadLine, TypedLine } from "./line-reader.ts";
import { listIn, objectIn } from "./nested-path.ts";

interface OpenRecord {
  readonly value: Record<string, unknown>;
  readonly start: ForeignPlace;
  end: number;
  fault: ForeignFault | undefined;
  /** False for lines that no record begins. */
  readonly hasBegun: boolean;
  readonly filled: Set<RecordType>;
  readonly rowPlaces: Record<string, number[][]>;
  rowCount: number;
}

/** Makes nested records of the lines of several types that follow each other. */
export class RecordAssembler {
  /** What the file's own header and trailer state, by name; undefined without a trailer. */
  trailer: ForeignTrailer | undefined;
  readonly #file: string;
  readonly #read: ReadLine;
  #header: ForeignTrailer = {};
  #open: OpenRecord | undefined;

  /** `file` is the name in findings. */
  constructor(file: string, read: ReadLine) {
    this.#file = file;
    this.#read = read;
  }

  /** Takes the next line; returns the record before it if that is complete now. */
  take({ bytes, place, fault }: RawRecord): ForeignRecord | undefined {
    if (this.trailer !== undefined) throw this.#misplaced(place, "follows the trailer");
    const line = this.#read(bytes);
    if (!("type" in line)) return this.#join(place, fault ?? line);
    const { as } = line.type;
    if (as === "skip") return undefined;
    if (as === "header" || as === "trailer") return this.#takeTotals(line, place);
    const done = as === "record" ? this.end() : undefined;
    if (as === "record") this.#begin(place, true);
    else if (this.#open === undefined) this.#begin(place, false);
    this.#add(line, place, fault ?? line.fault);
    return done;
  }

  /** The last record. */
  end(): ForeignRecord | undefined {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return undefined;
    const { value, start, end, fault, rowPlaces, rowCount } = open;
    const place = { ...start, sizeBytes: end - start.byteOffset };
    if (fault !== undefined) return { value, place, fault };
    return { value, place, ...(rowCount > 0 && { rowPlaces }) };
  }

  #begin(start: ForeignPlace, hasBegun: boolean): void {
    const fault = hasBegun ? undefined : noRecord(start);
    const parts = { filled: new Set<RecordType>(), rowPlaces: {}, rowCount: 0 };
    this.#open = { value: {}, start, end: 0, fault, hasBegun, ...parts };
  }

  /** A line of no known type belongs to the record around it. */
  #join(place: ForeignPlace, fault: ForeignFault): undefined {
    if (this.#open === undefined) this.#begin(place, false);
    const open = this.#open;
    if (open === undefined) return;
    open.fault ??= { ...fault, place };
    open.end = place.byteOffset + place.sizeBytes;
  }

  #add({ type, values }: TypedLine, place: ForeignPlace, fault: ForeignFault | undefined): void {
    const open = this.#open;
    if (open === undefined) return;
    open.end = place.byteOffset + place.sizeBytes;
    if (fault !== undefined) open.fault ??= { ...fault, place };
    if (type.as === "list") return this.#addRow(open, type, values, place);
    if (type.as === "object" && open.filled.has(type)) open.fault ??= twice(type, place);
    open.filled.add(type);
    merge(targetIn(open.value, type.into), values);
  }

  /** Rows of a record that is too large already are counted alone. */
  #addRow(
    open: OpenRecord,
    { into }: RecordType,
    values: Record<string, unknown>,
    { line, byteOffset, sizeBytes }: ForeignPlace,
  ): void {
    open.rowCount += 1;
    const isTooMany = open.rowCount > limits.detailRowsPerRecordMax;
    if (isTooMany || open.end - open.start.byteOffset > limits.recordBytesMax) {
      const message = "the record has more lines than allowed: split it";
      open.fault ??= { code: "data.too-many-rows", message };
      return;
    }
    const cut = into.lastIndexOf(".");
    listIn(targetIn(open.value, into.slice(0, Math.max(0, cut))), into.slice(cut + 1)).push(values);
    (open.rowPlaces[into] ??= []).push([line, byteOffset, sizeBytes]);
  }

  #takeTotals({ type, values, fault }: TypedLine, place: ForeignPlace): ForeignRecord | undefined {
    if (fault !== undefined) throw this.#unread(place, fault);
    const texts = Object.entries(values).map(([name, value]) => [name, String(value)] as const);
    if (type.as === "trailer") {
      this.trailer = { ...this.#header, ...Object.fromEntries(texts) };
      return this.end();
    }
    if (this.#open !== undefined) throw this.#misplaced(place, "is a header among the records");
    this.#header = Object.fromEntries(texts.map(([name, text]) => [`header.${name}`, text]));
    return undefined;
  }

  #misplaced({ line, byteOffset }: ForeignPlace, what: string): UsageError {
    const message = `line ${line} ${what}: files were put together, or one was cut`;
    const place = { file: this.#file, line, byteOffset };
    const hint = "request the file again from its sender, or name its files one by one";
    return new UsageError([inputFinding("input.trailer", message, place, hint)]);
  }

  #unread({ line, byteOffset }: ForeignPlace, { message }: ForeignFault): UsageError {
    const place = { file: this.#file, line, byteOffset };
    return new UsageError([inputFinding("input.trailer", message, place)]);
  }
}

function targetIn(value: Record<string, unknown>, path: string): Record<string, unknown> {
  let at = value;
  for (const step of path === "" ? [] : path.split(".")) at = objectIn(at, step);
  return at;
}

/** Objects that both have are joined; of anything else the later counts. */
function merge(target: Record<string, unknown>, values: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(values)) {
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    if (isObject && Object.hasOwn(target, name)) merge(objectIn(target, name), { ...value });
    else target[name] = value;
  }
}

function noRecord(place: ForeignPlace): ForeignFault {
  const message =
    "the line belongs to a record, and none has begun before it: lines are missing or out of order";
  return { code: "data.record-order", message, place };
}

function twice({ code }: RecordType, place: ForeignPlace): ForeignFault {
  const message =
    `the record has a second line of the type ${code}: a line that begins the next record is ` +
    "missing, or `as: list` is meant";
  return { code: "data.record-order", message, place };
}
