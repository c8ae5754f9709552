import { defined } from "../../base/assert.ts";
import { GlyphUsage } from "../../font/glyph-usage.ts";
import { subsetFont } from "../../font/subset.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Prepared } from "../prepare.ts";
import { buildResources, type RunResources } from "../resources.ts";

/** Sets of drawings and glyphs that are kept. A letter's set follows from the letter alone. */
const KEPT_MAX = 16;

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

/**
 * The fonts, images and forms of single letters. To make font subsets takes longer than to compose,
 * so that all letters share subsets with the usual characters; one that needs more has subsets with
 * these as well. The same letter has the same bytes, whatever was composed before it.
 */
export class LetterResources {
  readonly #plan: Pick<LayoutPlan, "colors">;
  readonly #prepared: Prepared;
  readonly #usual: readonly GlyphUsage[];
  readonly #kept = new Map<string, RunResources>();
  readonly #subsets = new Map<string, Uint8Array>();

  constructor(plan: Pick<LayoutPlan, "colors">, prepared: Prepared) {
    this.#plan = plan;
    this.#prepared = prepared;
    this.#usual = prepared.fonts.map(({ face }, index) => {
      const usage = new GlyphUsage();
      usage.merge(prepared.glyphs[index] ?? new Uint8Array());
      for (const [first, last] of USUAL_RANGES)
        for (let codePoint = first; codePoint <= last; codePoint += 1)
          usage.add(face.glyphOf(codePoint));
      return usage;
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
      all.merge(usage.toBytes());
      all.merge(defined(this.#usual[index], "a font's usual glyphs").toBytes());
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
    if (usage.isWithin(defined(this.#usual[index], "a font's usual glyphs"))) return "";
    return Buffer.from(usage.toBytes()).toString("base64");
  }

  readonly #subset: typeof subsetFont = (face, glyphs) => {
    const key = `${face.hash} ${glyphs.join(" ")}`;
    const made = this.#subsets.get(key) ?? subsetFont(face, glyphs);
    keep(this.#subsets, key, made);
    return made;
  };
}

/** Puts an entry last; the one that was not used for longest makes room for it. */
function keep<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key);
  kept.set(key, value);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
}
