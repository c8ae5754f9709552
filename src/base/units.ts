import { assert } from "./assert.ts";

declare const unit: unique symbol;

/**
 * A number that counts one kind of thing. One of another kind is refused by the compiler; a plain
 * number, such as what comes of a sum, is taken, since the place that computes it knows its kind.
 */
type Kind<Name extends string> = number & { readonly [unit]?: Name };

/**
 * A number of one kind and no other: even a plain number is refused. The numbers that identify mail
 * are of such kinds, as they stand beside ordinals, generations and each other. The function of the
 * kind makes one where it is counted, read back from a file or database, or named by somebody.
 */
type OwnKind<Name extends string> = number & { readonly [unit]: Name };

/**
 * A length in integer millipoints (1/1000 of a PostScript point, 1/72000 inch). All layout
 * arithmetic is done in these; there is no epsilon anywhere.
 */
export type Mpt = Kind<"mpt">;
/** 0-based ordinal of a record in the run's input. */
export type Ordinal = Kind<"ordinal">;
/** 0-based index of a shard, and of an entry in its fragment's index. */
export type ShardIndex = Kind<"shard">;
export type EntryIndex = Kind<"entry">;
/** 1-based number of a mailpiece in the run, or `NO_PIECE`. */
export type PieceNumber = OwnKind<"piece">;
/** Which printing of a piece it is; 0 for the first. */
export type Generation = Kind<"generation">;
/** Serial of an IMb, or `NO_SERIAL`. */
export type Serial = OwnKind<"serial">;
export type SheetCount = Kind<"sheets">;
export type PageCount = Kind<"pages">;

export function asPieceNumber(value: number): PieceNumber {
  assert(Number.isInteger(value) && value >= -1, "a piece's number is whole");
  return value as PieceNumber;
}

export function asSerial(value: number): Serial {
  assert(Number.isInteger(value) && value >= -1, "a serial is whole");
  return value as Serial;
}

/** The number of what is no mailpiece. */
export const NO_PIECE = asPieceNumber(-1);
/** The serial of what has no IMb. */
export const NO_SERIAL = asSerial(-1);

/** Content streams are written in hundredths of a point, so that coordinates are short integers. */
export const MPT_PER_CPT = 10;

const MPT_PER_UNIT = { pt: 1000, in: 72_000, mm: 72_000 / 25.4, cm: 72_000 / 2.54 } as const;
const LENGTH = /^(-?\d+(?:\.\d+)?)\s*(pt|in|mm|cm)?$/;

/**
 * A length such as `12pt`, `0.5in`, `10mm` or a bare number of points, as millipoints rounded to
 * the nearest integer; undefined if the text is not a length.
 */
export function parseLength(text: string | number): Mpt | undefined {
  const match = LENGTH.exec(String(text).trim());
  if (match === null) return undefined;
  const unit = (match[2] ?? "pt") as keyof typeof MPT_PER_UNIT;
  return Math.round(Number(match[1]) * MPT_PER_UNIT[unit]);
}

export function inches(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.in);
}

export function points(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.pt);
}

export function mm(count: number): Mpt {
  return Math.round(count * MPT_PER_UNIT.mm);
}
