import type { RecordPlace } from "../../model/record.ts";
import { type Fault, unitFault } from "../check/fault.ts";
import type { FileWindow } from "../files/file-window.ts";
import { membersFault } from "./json-members.ts";
import { type ParsedUnit, type UnitSource, visitUnits } from "../parsed-unit.ts";
import type { TextDecode } from "../files/text-decode.ts";
import type { UnitChoice } from "../unit-choice.ts";
import type { UnitCursor } from "../unit-cursor.ts";

/** How bytes become a record: `mapRecord` brings it into the layout's shape if it has another. */
export interface RecordRead {
  readonly decode: TextDecode;
  readonly mapRecord?: ((record: unknown) => unknown) | undefined;
}

/** The units of NDJSON lines or of the elements of a JSON array, each parsed by itself. */
export class JsonUnitSource implements UnitSource {
  readonly #file: string;
  readonly #window: FileWindow;
  readonly #cursor: UnitCursor;
  readonly #read: RecordRead;

  constructor(file: string, window: FileWindow, cursor: UnitCursor, read: RecordRead) {
    this.#file = file;
    this.#window = window;
    this.#cursor = cursor;
    this.#read = read;
  }

  forEach(visit: (unit: ParsedUnit, index: number) => void, choice?: UnitChoice): void {
    const next = (): boolean => this.#cursor.next();
    visitUnits({ next, parse: (fault) => this.#parse(fault) }, visit, choice);
  }

  bytesAt(place: RecordPlace, sizeBytesMax: number): Uint8Array {
    const sizeBytes = Math.min(place.sizeBytes, sizeBytesMax);
    return this.#window.view(place.byteOffset, place.byteOffset + sizeBytes);
  }

  /** The unit; it is not parsed if it already has a fault. */
  #parse(given: Fault | undefined): ParsedUnit {
    const { start, contentEnd, line, fault } = this.#cursor;
    const place = {
      file: this.#file,
      line,
      byteOffset: start,
      sizeBytes: contentEnd - start,
    };
    if (given !== undefined) return broken(place, given);
    if (fault !== "") return broken(place, unitFault(fault));
    const { decode, mapRecord } = this.#read;
    const text = decode(this.#window.view(start, contentEnd));
    if (text === undefined) return broken(place, unitFault("data.bad-utf8"));
    try {
      const value: unknown = JSON.parse(text);
      const code = membersFault(text, value);
      if (code !== "") return broken(place, unitFault(code));
      return { place, key: "", value: mapRecord ? mapRecord(value) : value, faults: [] };
    } catch {
      return broken(place, unitFault("data.json-syntax"));
    }
  }
}

function broken(place: RecordPlace, fault: Fault): ParsedUnit {
  return { place, key: "", value: undefined, faults: [{ fault, place }] };
}
