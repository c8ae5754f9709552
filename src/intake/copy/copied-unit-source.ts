import type { Host } from "../../base/host.ts";
import { limits } from "../../base/limits.ts";
import type { RecordPlace } from "../../model/record.ts";
import { type Fault, unitFault } from "../check/fault.ts";
import { type FileWindow, readRange, withFile } from "../files/file-window.ts";
import { type ParsedUnit, type UnitSource, visitUnits } from "../parsed-unit.ts";
import type { UnitChoice } from "../unit-choice.ts";
import type { RowPlaces } from "./foreign-source.ts";
import { FramedCursor } from "./framed-cursor.ts";

/** How the records of a work copy are read, compiled once for all shards. */
export interface CopiedUnitPlan {
  readonly host: Host;
  /** The sender's file as the job names it, and the file that places refer to. */
  readonly file: string;
  readonly placed: string;
  readonly typed: (value: unknown) => unknown;
}

/** The units of a work copy of nested records. */
export class CopiedUnitSource implements UnitSource {
  readonly #plan: CopiedUnitPlan;
  readonly #window: FileWindow;
  readonly #cursor: FramedCursor;

  constructor(plan: CopiedUnitPlan, window: FileWindow) {
    this.#plan = plan;
    this.#window = window;
    this.#cursor = new FramedCursor(window);
  }

  forEach(visit: (unit: ParsedUnit, index: number) => void, choice?: UnitChoice): void {
    const next = (): boolean => this.#cursor.next();
    visitUnits({ next, parse: (fault) => this.#parse(fault) }, visit, choice);
  }

  bytesAt(place: RecordPlace, sizeBytesMax: number): Uint8Array {
    const end = place.byteOffset + Math.min(place.sizeBytes, sizeBytesMax);
    return withFile(this.#plan.host, this.#plan.placed, (open) =>
      readRange(open, place.byteOffset, end),
    );
  }

  /** The unit; one that already has a fault has its value for its key. */
  #parse(given: Fault | undefined): ParsedUnit {
    const { contentStart, contentEnd, line, byteOffset, sizeBytes, note } = this.#cursor;
    const stated = note !== undefined && "fault" in note ? note.fault : undefined;
    const place = { file: this.#plan.file, line, byteOffset, sizeBytes };
    const isTooLarge = contentEnd - contentStart > limits.recordBytesMax;
    const fault = given ?? stated ?? (isTooLarge ? unitFault("data.record-too-large") : undefined);
    const text = isTooLarge ? "{}" : this.#window.view(contentStart, contentEnd).toString("utf8");
    const value = this.#plan.typed(JSON.parse(text));
    if (fault !== undefined) {
      const at = { ...place, ...(given === undefined ? stated?.place : undefined) };
      return { place, key: "", value, faults: [{ fault, place: at }] };
    }
    const rows = note !== undefined && "rows" in note ? note.rows : undefined;
    const placeOf = rows && ((field: string) => rowPlace(rows, field, place));
    return { place, key: "", value, faults: [], ...(placeOf && { placeOf }) };
  }
}

/** The place of the row that a path such as `charges.3.amount` points into. */
function rowPlace(rows: RowPlaces, field: string, place: RecordPlace): RecordPlace {
  const list = Object.keys(rows).find((path) => field.startsWith(`${path}.`)) ?? "";
  const [index] = field.slice(list.length + 1).split(".");
  const [line, byteOffset, sizeBytes] = rows[list]?.[Number(index)] ?? [];
  if (line === undefined || byteOffset === undefined || sizeBytes === undefined) return place;
  return { file: place.file, line, byteOffset, sizeBytes };
}
