import { withoutIgnorables } from "./character-class.ts";
import type { PlacedGlyph } from "./complex-shaping.ts";
import type { FontFace } from "./font-face.ts";
import { reverseMap } from "./to-unicode.ts";

/**
 * Glyphs of right-to-left text that are shown together. Readers of a page expect such text in
 * visual order and reverse it themselves: each cluster, not each word, must carry the text for its
 * glyphs.
 */
export interface ShapedPart {
  /** Index of its first glyph, and how many there are. */
  readonly start: number;
  readonly count: number;
  /** Its position, in 1/1000 em from the left of the text. */
  readonly xUnits: number;
  /** The text of its one cluster, if its glyphs do not give it. */
  readonly actualText: string | undefined;
}

/**
 * A run starts with the glyph at its origin, because a kern can only follow a glyph: if a mark
 * precedes its base, the base is drawn first.
 */
export function startAtOrigin(placed: readonly PlacedGlyph[]): readonly PlacedGlyph[] {
  const first = placed.findIndex((item) => item.x === 0);
  if (first <= 0) return placed;
  return [placed[first] as PlacedGlyph, ...placed.filter((_, index) => index !== first)];
}

/** The extra advance after each glyph. */
export function asKerns(
  face: FontFace,
  placed: readonly PlacedGlyph[],
  widthUnits: number,
): Int16Array {
  return Int16Array.from(placed, (item, index) => {
    const next = placed[index + 1]?.x ?? widthUnits;
    return next - item.x - (face.advances[item.glyph] ?? 0);
  });
}

/** Parts from the left; clusters that can be read from their glyphs are joined. */
export function clusterParts(
  face: FontFace,
  text: string,
  placed: readonly PlacedGlyph[],
): ShapedPart[] {
  const codePoints = reverseMap(face);
  const parts: ShapedPart[] = [];
  let textEnd = text.length;
  for (let start = 0; start < placed.length;) {
    const { cluster } = placed[start] as PlacedGlyph;
    let end = start;
    const read: number[] = [];
    while (placed[end]?.cluster === cluster) {
      read.unshift(codePoints[(placed[end] as PlacedGlyph).glyph] as number);
      end += 1;
    }
    const drawn = withoutIgnorables(text.slice(cluster, textEnd));
    const actualText = String.fromCodePoint(...read) === drawn ? undefined : drawn;
    const xUnits = (placed[start] as PlacedGlyph).x;
    addPart(parts, { start, count: end - start, xUnits, actualText });
    textEnd = cluster;
    start = end;
  }
  return parts;
}

function addPart(parts: ShapedPart[], part: ShapedPart): void {
  const last = parts.at(-1);
  const isPlain = last?.actualText === undefined && part.actualText === undefined;
  if (last === undefined || !isPlain) parts.push(part);
  else parts[parts.length - 1] = { ...last, count: last.count + part.count };
}
