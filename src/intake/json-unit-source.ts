import type { RecordPlace } from "../model/record.ts";
import { unitFault } from "./fault.ts";
import type { FileWindow } from "./file-window.ts";
import type { ParsedUnit, UnitSource } from "./parsed-unit.ts";
import type { TextDecode } from "./text-decode.ts";
import type { UnitCursor } from "./unit-cursor.ts";

/** The units of NDJSON lines or of the elements of a JSON array: each is parsed by itself. */
export class JsonUnitSource implements UnitSource {
  readonly #file: string;
  readonly #window: FileWindow;
  readonly #cursor: UnitCursor;
  readonly #decode: TextDecode;

  constructor(file: string, window: FileWindow, cursor: UnitCursor, decode: TextDecode) {
    this.#file = file;
    this.#window = window;
    this.#cursor = cursor;
    this.#decode = decode;
  }

  forEach(visit: (unit: ParsedUnit) => void): void {
    while (this.#cursor.next()) visit(this.#parse());
  }

  bytesAt(place: RecordPlace, sizeBytesMax: number): Uint8Array {
    const sizeBytes = Math.min(place.sizeBytes, sizeBytesMax);
    return this.#window.view(place.byteOffset, place.byteOffset + sizeBytes);
  }

  #parse(): ParsedUnit {
    const { start, contentEnd, line, fault } = this.#cursor;
    const place = {
      file: this.#file,
      line,
      byteOffset: start,
      sizeBytes: contentEnd - start,
    };
    if (fault !== "") return broken(place, fault);
    const text = this.#decode(this.#window.view(start, contentEnd));
    if (text === undefined) return broken(place, "data.bad-utf8");
    try {
      return { place, key: "", value: JSON.parse(text) as unknown, faults: [] };
    } catch {
      return broken(place, "data.json-syntax");
    }
  }
}

function broken(place: RecordPlace, code: string): ParsedUnit {
  return { place, key: "", value: undefined, faults: [{ fault: unitFault(code), place }] };
}
