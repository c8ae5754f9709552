import type { TextStyle } from "../../model/layout-plan.ts";
import type { FontFamily } from "./font-families.ts";
import { NameTable } from "../name-table.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";

/** The declared styles, and the bold and italic variants of them that texts use. */
export class StyleTable extends NameTable<TextStyle> {
  readonly #families: (FontFamily | undefined)[];
  readonly #variants: Map<string, number>;

  constructor(other?: StyleTable) {
    super("style", other);
    this.#families = other === undefined ? [] : other.#families;
    this.#variants = other === undefined ? new Map() : other.#variants;
  }

  /** A table of the same styles, in which names may come to lead to others. */
  copy(): StyleTable {
    return new StyleTable(this);
  }

  addStyle(style: TextStyle, family: FontFamily | undefined): void {
    this.#families[this.add(style.name, style)] = family;
  }

  /**
   * The index of a style's variant for a bold or italic stretch; reports if the style's font family
   * has no file for it.
   */
  variant(source: YamlSource, path: Path, base: number, bold: boolean, italic: boolean): number {
    const style = this.items[base];
    if (style === undefined || (!bold && !italic)) return base;
    const isBold = bold || style.bold;
    const isItalic = italic || style.italic;
    if (isBold === style.bold && isItalic === style.italic) return base;
    const key = `${base}/${isBold}/${isItalic}`;
    const known = this.#variants.get(key);
    if (known !== undefined) return known;
    const index = this.#makeVariant(source, path, base, {
      ...style,
      bold: isBold,
      italic: isItalic,
    });
    this.#variants.set(key, index);
    return index;
  }

  #makeVariant(source: YamlSource, path: Path, base: number, style: TextStyle): number {
    const family = this.#families[base];
    if (family === undefined) return base;
    const face = faceName(style.bold, style.italic);
    const font = family.faces[face];
    if (font === undefined) {
      const message = `The font family \`${family.name}\` has no ${face} file; declare one.`;
      source.report("missing-face", path, message, {
        hint: `add \`${face}:\` to fonts.${family.name}`,
      });
      return base;
    }
    this.#families.push(family);
    return this.items.push({ ...style, name: `${style.name}/${face}`, font }) - 1;
  }
}

export type FaceName = "regular" | "bold" | "italic" | "bold-italic";

export function faceName(bold: boolean, italic: boolean): FaceName {
  if (bold) return italic ? "bold-italic" : "bold";
  return italic ? "italic" : "regular";
}
