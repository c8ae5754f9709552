import { FontError } from "../font-error.ts";
import type { FontTables } from "../sfnt.ts";

/** An axis of a variable font, such as its weight; values in the axis's own units. */
export interface FontAxis {
  readonly tag: string;
  readonly min: number;
  readonly usual: number;
  readonly max: number;
}

const HEADER_BYTES = 16;
const AXIS_BYTES = 20;

/** A variable font's axes (OpenType 1.9, "fvar"); none of a static one. Throws a `FontError`. */
export function fontAxes(tables: FontTables): readonly FontAxis[] {
  const table = tables.get("fvar");
  if (table === undefined) return [];
  if (table.byteLength < HEADER_BYTES) throw invalid();
  const [start, count, size] = [table.getUint16(4), table.getUint16(8), table.getUint16(10)];
  if (count === 0 || size < AXIS_BYTES || start + count * size > table.byteLength) throw invalid();
  return Array.from({ length: count }, (_, index) => axisAt(table, start + index * size));
}

function invalid(): FontError {
  return new FontError("font.invalid", "The font's fvar table is not valid: use another file.");
}

function axisAt(table: DataView, at: number): FontAxis {
  const letters = [0, 1, 2, 3].map((letter) => table.getUint8(at + letter));
  const fixed = (from: number): number => table.getInt32(at + from) / 0x1_0000;
  return { tag: String.fromCharCode(...letters), min: fixed(4), usual: fixed(8), max: fixed(12) };
}

/**
 * A value for each axis: as `asked`; else, for a bold face, the weight 700, and for an italic one
 * the axis of italics or slant at its end; else the axis's own default. Throws a `FontError` for
 * axes that the font does not have, and for values beyond an axis.
 */
export function axisValues(
  axes: readonly FontAxis[],
  asked: Readonly<Record<string, number>>,
  face: { readonly isBold: boolean; readonly isItalic: boolean },
): ReadonlyMap<string, number> {
  const unknown = Object.keys(asked).find((tag) => !axes.some((axis) => axis.tag === tag));
  if (unknown !== undefined)
    throw new FontError(
      "font.axis",
      `The font has no axis \`${unknown}\`: its axes are ${axes.map(rangeText).join(", ")}.`,
    );
  return new Map(
    axes.map((axis) => {
      const value = asked[axis.tag] ?? faceValue(axis, face);
      if (value >= axis.min && value <= axis.max) return [axis.tag, value];
      const message = `The axis \`${axis.tag}\` cannot be ${value}: it is ${rangeText(axis)}.`;
      throw new FontError("font.axis", message);
    }),
  );
}

const BOLD = 700;

function faceValue(
  { tag, min, usual, max }: FontAxis,
  { isBold, isItalic }: { readonly isBold: boolean; readonly isItalic: boolean },
): number {
  if (tag === "wght" && isBold) return Math.min(max, Math.max(min, BOLD));
  if (tag === "ital" && isItalic) return max;
  // A slant to the right is negative.
  if (tag === "slnt" && isItalic) return min;
  return usual;
}

function rangeText({ tag, min, max }: FontAxis): string {
  return `${tag} from ${min} to ${max}`;
}
