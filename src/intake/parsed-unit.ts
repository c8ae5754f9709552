import type { RecordPlace } from "../model/record.ts";
import type { Fault } from "./check/fault.ts";
import type { UnitChoice } from "./unit-choice.ts";

/** A fault with the place it was found at. */
export interface PlacedFault {
  readonly fault: Fault;
  readonly place: RecordPlace;
}

/** One unit of input, parsed but not yet checked against the shape. */
export interface ParsedUnit {
  readonly place: RecordPlace;
  /** The key, if it could be read before the fields were; else empty. */
  readonly key: string;
  /** The raw values; undefined if they could not be read. */
  readonly value: unknown;
  /** Faults found while parsing it. */
  readonly faults: readonly PlacedFault[];
  /** The place of a field if it is not the unit's own: that of a detail row. */
  placeOf?(field: string): RecordPlace;
}

/** Reads a shard's units one after the other, in input order. */
export interface UnitSource {
  /** `visit` gets a unit and its number in the shard. */
  forEach(visit: (unit: ParsedUnit, index: number) => void, choice?: UnitChoice): void;
  /** The bytes of a place as they are in the input. */
  bytesAt(place: RecordPlace, sizeBytesMax: number): Uint8Array;
}

/** The units of a source that `next` steps through; `parse` parses the current one. */
export function visitUnits(
  steps: { next(): boolean; parse(fault: Fault | undefined): ParsedUnit },
  visit: (unit: ParsedUnit, index: number) => void,
  choice: UnitChoice | undefined,
): void {
  const to = choice?.to ?? Number.POSITIVE_INFINITY;
  for (let index = 0; index < to && steps.next(); index += 1) {
    if (choice !== undefined && !isChosen(choice, index)) continue;
    visit(steps.parse(choice?.untouched.get(index)), index);
  }
}

function isChosen({ from, only }: UnitChoice, index: number): boolean {
  return index >= from && only?.has(index) !== false;
}
