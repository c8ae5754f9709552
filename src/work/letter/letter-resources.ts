import { defined } from "../../base/assert.ts";
import type { FontFace } from "../../font/font-face.ts";
import { GlyphUsage } from "../../font/glyph-usage.ts";
import { subsetFont } from "../../font/subset.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Prepared } from "../prepare.ts";
import { buildResources, type RunResources } from "../resources.ts";

/** Sets of drawings and glyphs that are kept. A letter's set follows from the letter alone. */
const KEPT_MAX = 48;

/** Basic Latin, Latin-1, dashes, quotes and other marks: what most letters are written in. */
const USUAL_RANGES = [
  [0x20, 0x7e],
  [0xa0, 0xff],
  [0x2009, 0x2030],
  [0x2039, 0x203a],
  [0x20ac, 0x20ac],
  [0x2212, 0x2212],
  [0xfb00, 0xfb04],
] as const;

/** What letters in other alphabets are written in, as a rule: the whole of what one touches. */
const ALPHABETS = [
  [
    [0x100, 0x24f],
    [0x1e00, 0x1eff],
  ],
  [[0x370, 0x3ff]],
  [[0x400, 0x4ff]],
] as const;

type Ranges = readonly (readonly [first: number, last: number])[];

/** A font's glyphs that come together in a subset. */
interface FontGlyphs {
  readonly usual: GlyphUsage;
  /** Of `ALPHABETS`, without the usual ones. */
  readonly alphabets: readonly GlyphUsage[];
}

/**
 * The fonts, images and forms of single letters. To make font subsets takes longer than to compose,
 * so that all letters share subsets with the usual characters, and those in another alphabet with
 * all of that; one that needs more has subsets with these as well. The same letter has the same
 * bytes, whatever was composed before it.
 */
export class LetterResources {
  readonly #plan: Pick<LayoutPlan, "colors">;
  readonly #prepared: Prepared;
  readonly #shared: readonly FontGlyphs[];
  readonly #kept = new Map<string, RunResources>();
  readonly #subsets = new Map<string, Uint8Array>();

  constructor(plan: Pick<LayoutPlan, "colors">, prepared: Prepared) {
    this.#plan = plan;
    this.#prepared = prepared;
    this.#shared = prepared.fonts.map(({ face }, index) => {
      const usual = glyphsOf(face, USUAL_RANGES, new Set());
      usual.merge(prepared.glyphs[index] ?? new Uint8Array());
      const known = new Set([0, ...usual.glyphs()]);
      return { usual, alphabets: ALPHABETS.map((ranges) => glyphsOf(face, ranges, known)) };
    });
  }

  /** The resources of a letter whose pages draw these, with the glyphs of its pages by font. */
  resources(drawn: readonly string[], used: readonly GlyphUsage[]): RunResources {
    const pages = [...new Set(drawn)].sort();
    const key = [...pages, ...used.map((usage, index) => this.#keyOf(usage, index))].join("\n");
    const built = this.#kept.get(key) ?? this.#build(pages, used);
    keep(this.#kept, key, built);
    return built;
  }

  #build(drawn: readonly string[], used: readonly GlyphUsage[]): RunResources {
    const glyphs = used.map((usage, index) => {
      const all = new GlyphUsage();
      if (this.#isUnused(usage, index)) return all;
      const { usual, touched } = this.#sharedBy(usage, index);
      for (const glyphs of [usage, usual, ...touched]) all.merge(glyphs.toBytes());
      return all;
    });
    const subset = this.#subset;
    return buildResources(this.#plan, this.#prepared, { glyphs, drawn, subset });
  }

  /** A font of which neither the letter nor static content shows anything is left out. */
  #isUnused(usage: GlyphUsage, index: number): boolean {
    return usage.isEmpty && (this.#prepared.glyphs[index]?.length ?? 0) === 0;
  }

  /** Says which glyphs of a font a letter has besides the usual ones. */
  #keyOf(usage: GlyphUsage, index: number): string {
    if (this.#isUnused(usage, index)) return "-";
    const { usual, alphabets, touched } = this.#sharedBy(usage, index);
    if (usage.isWithin(usual)) return "";
    const all = new GlyphUsage();
    for (const glyphs of [usual, ...touched]) all.merge(glyphs.toBytes());
    const names = touched.map((alphabet) => alphabets.indexOf(alphabet)).join("+");
    return usage.isWithin(all) ? names : Buffer.from(usage.toBytes()).toString("base64");
  }

  /** The usual glyphs of a font, and those of the alphabets that a letter uses. */
  #sharedBy(
    usage: GlyphUsage,
    index: number,
  ): FontGlyphs & { readonly touched: readonly GlyphUsage[] } {
    const shared = defined(this.#shared[index], "a font's usual glyphs");
    if (usage.isWithin(shared.usual)) return { ...shared, touched: [] };
    return { ...shared, touched: shared.alphabets.filter((glyphs) => usage.meets(glyphs)) };
  }

  readonly #subset: typeof subsetFont = (face, glyphs) => {
    const key = `${face.hash} ${glyphs.join(" ")}`;
    const made = this.#subsets.get(key) ?? subsetFont(face, glyphs);
    keep(this.#subsets, key, made);
    return made;
  };
}

/** A font's glyphs of these characters, without those that are known. */
function glyphsOf(face: FontFace, ranges: Ranges, known: ReadonlySet<number>): GlyphUsage {
  const usage = new GlyphUsage();
  for (const [first, last] of ranges)
    for (let codePoint = first; codePoint <= last; codePoint += 1) {
      const glyph = face.glyphOf(codePoint);
      if (!known.has(glyph)) usage.add(glyph);
    }
  return usage;
}

/** Puts an entry last; the one that was not used for longest makes room for it. */
function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}
