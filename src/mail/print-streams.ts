import type { SheetCount } from "../base/units.ts";
import { assert, defined } from "../base/assert.ts";
import { ADDRESS_CLASSES, type AddressClass, type PrintStream } from "../model/piece.ts";
import { SHEETS_PER_PIECE_MAX } from "./data-matrix-text.ts";

interface SheetClass {
  readonly sheetsMin: number;
  readonly sheetsMax: number;
}

/** Which streams there are besides those of address and sheet classes. */
export interface StreamKinds {
  /** Names of the envelopes after the first; pieces that none takes are inserted by hand. */
  readonly largerEnvelopes: readonly string[];
  /** Names of the papers of each set that pieces can be on. */
  readonly paperSets: readonly (readonly string[])[];
  /** The paper after which streams are not named. */
  readonly stock: string;
}

/**
 * The print streams of a run, in the order they are numbered and cut in: each address class by each
 * sheet class, envelope and set of papers. `sheetClasses` holds the upper bounds of the sheet
 * classes, ascending: with [1, 2, 6] pieces of 1, of 2, of 3 to 6 and of 7 or more sheets run
 * apart. Names tell of envelope and papers only where these are not the layout's first.
 */
export function printStreams(
  sheetClasses: readonly number[],
  kinds?: StreamKinds,
): readonly PrintStream[] {
  const classes = sheetClassesOf(sheetClasses);
  const variants = kinds === undefined ? [{ suffix: "", more: {} }] : streamVariants(kinds);
  return ADDRESS_CLASSES.flatMap((addressClass) =>
    classes.flatMap((sheetClass) =>
      variants.map(({ suffix, more }) => ({
        name: `${addressClass}-${sheetClassName(sheetClass)}${suffix}`,
        addressClass,
        ...sheetClass,
        ...more,
      })),
    ),
  );
}

/** The index in `streams` of the one that takes pieces of a class and a number of sheets. */
export function streamIndex(
  streams: readonly PrintStream[],
  addressClass: AddressClass,
  sheets: SheetCount,
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

/** How far after the first stream of its classes the one of an envelope and papers comes. */
export function variantIndex(kinds: StreamKinds, envelope: number, paperSet: number): number {
  const place = envelope < 0 ? kinds.largerEnvelopes.length + 1 : envelope;
  return place * kinds.paperSets.length + paperSet;
}

type StreamMore = Pick<PrintStream, "envelope" | "byHand" | "papers">;

/** Every envelope, and at last work by hand, by every set of papers. */
function streamVariants({ largerEnvelopes, paperSets, stock }: StreamKinds) {
  const places: { suffix: string; more: StreamMore }[] = [
    { suffix: "", more: {} },
    ...largerEnvelopes.map((envelope) => ({ suffix: `-${envelope}`, more: { envelope } })),
    { suffix: "-hand", more: { byHand: true } },
  ];
  const sets = paperSets.map((papers): { suffix: string; more: StreamMore } => {
    const isPlain = papers.length === 1 && papers[0] === stock;
    if (isPlain) return { suffix: "", more: {} };
    const others = papers.filter((paper) => paper !== stock).join("+");
    return {
      suffix: `${others.length < papers.join("+").length ? "+" : "-"}${others}`,
      more: { papers },
    };
  });
  return places.flatMap((place) =>
    sets.map((set) => ({
      suffix: `${place.suffix}${set.suffix}`,
      more: { ...place.more, ...set.more },
    })),
  );
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
