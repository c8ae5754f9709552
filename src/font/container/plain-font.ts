import { FontError } from "../font-error.ts";
import { readTables } from "../sfnt.ts";
import { collectionFace } from "./collection-face.ts";
import { axisValues, fontAxes } from "./font-axes.ts";
import { pinAxes } from "./pin-axes.ts";
import { unpackWoff } from "./woff-file.ts";
import { unpackWoff2 } from "./woff2-file.ts";

/** What is wanted of a file that holds more than one static font, or holds it packed. */
export interface PlainFontRequest {
  /** In a collection: the number of the font, from 1, or its PostScript or full name. */
  readonly face?: number | string;
  /** Values of axes by their tags, such as `wght`. */
  readonly axes?: Readonly<Record<string, number>>;
  readonly isBold: boolean;
  readonly isItalic: boolean;
  readonly sizeBytesMax: number;
}

/** By the first four bytes of a file, what kind of container it is; undefined for a plain font. */
export function containerOf(bytes: Uint8Array): "collection" | "woff" | "woff2" | undefined {
  const tag = String.fromCharCode(...bytes.subarray(0, 4));
  return ({ ttcf: "collection", wOFF: "woff", wOF2: "woff2" } as const)[tag];
}

/**
 * The one static TrueType or OpenType font that is meant: unpacked, taken from its collection, its
 * axes pinned. Files that hold just that come back as they are. Throws a `FontError`.
 */
export async function plainFont(
  bytes: Uint8Array,
  { face, axes = {}, sizeBytesMax, ...style }: PlainFontRequest,
): Promise<Uint8Array> {
  const unpacked = await unpack(bytes, sizeBytesMax);
  const isCollection = containerOf(unpacked) === "collection";
  if (face !== undefined && !isCollection)
    throw new FontError("font.face", "The file holds one font alone: leave out `face:`.");
  const font = isCollection ? collectionFace(unpacked, face) : unpacked;
  const found = fontAxes(readTables(font));
  if (found.length === 0 && Object.keys(axes).length > 0)
    throw new FontError("font.axis", "The font is static and has no axes: leave out `axes:`.");
  return found.length === 0 ? font : pinAxes(font, axisValues(found, axes, style));
}

async function unpack(bytes: Uint8Array, sizeBytesMax: number): Promise<Uint8Array> {
  const container = containerOf(bytes);
  if (container === "woff") return unpackWoff(bytes, sizeBytesMax);
  return container === "woff2" ? unpackWoff2(bytes, sizeBytesMax) : bytes;
}
