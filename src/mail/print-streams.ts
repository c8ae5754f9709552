import { assert, defined } from "../base/assert.ts";
import { ADDRESS_CLASSES, type AddressClass, type PrintStream } from "../model/piece.ts";
import { SHEETS_PER_PIECE_MAX } from "./data-matrix-text.ts";

interface SheetClass {
  readonly sheetsMin: number;
  readonly sheetsMax: number;
}

/**
 * The print streams of a run: each address class by each sheet class, in the order they are
 * numbered and cut in. `sheetClasses` holds the upper bounds of the sheet classes, ascending: with
 * [1, 2, 6] pieces of 1, of 2, of 3 to 6 and of 7 or more sheets run apart.
 */
export function printStreams(sheetClasses: readonly number[]): readonly PrintStream[] {
  const classes = sheetClassesOf(sheetClasses);
  return ADDRESS_CLASSES.flatMap((addressClass) =>
    classes.map((sheetClass) => ({
      name: `${addressClass}-${sheetClassName(sheetClass)}`,
      addressClass,
      ...sheetClass,
    })),
  );
}

/** The index in `streams` of the one that takes pieces of a class and a number of sheets. */
export function streamIndex(
  streams: readonly PrintStream[],
  addressClass: AddressClass,
  sheets: number,
): number {
  const index = streams.findIndex(
    (stream) =>
      stream.addressClass === addressClass &&
      stream.sheetsMin <= sheets &&
      sheets <= stream.sheetsMax,
  );
  assert(index >= 0, `there is a print stream for ${addressClass} pieces of ${sheets} sheets`);
  return index;
}

function sheetClassesOf(upperBounds: readonly number[]): SheetClass[] {
  const bounds = upperBounds.filter((bound) => bound < SHEETS_PER_PIECE_MAX);
  assert(
    bounds.every((bound, index) => Number.isInteger(bound) && bound > (bounds[index - 1] ?? 0)),
    "sheet classes are whole numbers that ascend from 1",
  );
  return [...bounds, SHEETS_PER_PIECE_MAX].map((sheetsMax, index) => ({
    sheetsMin: index === 0 ? 1 : defined(bounds[index - 1], "a lower sheet class") + 1,
    sheetsMax,
  }));
}

function sheetClassName({ sheetsMin, sheetsMax }: SheetClass): string {
  if (sheetsMax === SHEETS_PER_PIECE_MAX) return `${sheetsMin}up`;
  return sheetsMin === sheetsMax ? String(sheetsMin) : `${sheetsMin}to${sheetsMax}`;
}
