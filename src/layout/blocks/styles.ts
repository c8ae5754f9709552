import type { Color } from "../../model/geometry.ts";
import type { FontFamily } from "./font-families.ts";
import { styleSchema } from "../layout-schema.ts";
import type { NameTable } from "../name-table.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { lengthMpt } from "../../yaml/schema-values.ts";
import { ornamentOf } from "./text-ornament.ts";
import { paragraphStyleOf } from "./paragraph-style.ts";
import { faceName, StyleTable } from "./style-table.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";

const LEADING_PER_SIZE = 1.25;
const SIZE_MIN_MPT = 3000;
export const SIZE_MAX_MPT = 144_000;

/** Reads the `styles:` section. */
export function readStyles(
  reading: StyleReading,
  section: Readonly<Record<string, unknown>>,
): StyleTable {
  for (const [name, value] of Object.entries(section))
    readStyle(reading, ["styles", name], name, value);
  return reading.styles;
}

/** What the style at a path is read into, and with what. */
export interface StyleReading {
  readonly source: YamlSource;
  readonly styles: StyleTable;
  readonly families: NameTable<FontFamily>;
  readonly colors: NameTable<Color>;
  /** The percentage of its size that text is set in. */
  readonly scale: number;
  /** The style of addresses, which is as large as windows allow, whatever the scale. */
  readonly unscaled: string;
}

export function readStyle(
  { source, styles, families, colors, scale, unscaled }: StyleReading,
  path: readonly string[],
  name: string,
  value: unknown,
): void {
  const parsed = checkAgainst(source, path, styleSchema, value);
  if (parsed === undefined) {
    styles.addFaulty(name);
    return;
  }
  const fontIndex =
    parsed.font === undefined ? 0 : families.indexOf(source, [...path, "font"], parsed.font);
  const color =
    parsed.color === undefined ? 0 : colors.indexOf(source, [...path, "color"], parsed.color);
  const bold = parsed.weight === "bold";
  const italic = parsed.slant === "italic";
  const isFixed = parsed["fixed-size"] === true;
  const percent = isFixed || name === unscaled ? 100 : scale;
  const scaled = (length: string | number): number =>
    Math.round((lengthMpt(length) * percent) / 100);
  const sizeMpt = scaled(parsed.size);
  if (sizeMpt < SIZE_MIN_MPT || sizeMpt > SIZE_MAX_MPT)
    source.report("bad-size", [...path, "size"], "A text size must be from 3pt to 144pt.");
  const leading = parsed.leading;
  const leadingMpt =
    leading === undefined ? Math.round(sizeMpt * LEADING_PER_SIZE) : scaled(leading);
  if (leadingMpt < sizeMpt)
    source.report("bad-leading", [...path, "leading"], "Lines overlap; make it at least the size.");
  const family = families.items[fontIndex];
  const font = fontOf(source, path, family, bold, italic);
  const paragraph = paragraphStyleOf(source, path, parsed);
  const ornament = ornamentOf(source, path, parsed, sizeMpt);
  const looks = {
    ...(paragraph && { paragraph }),
    ...(ornament && { ornament }),
    ...(isFixed && ({ isFixed } as const)),
  };
  styles.addStyle({ name, font, sizeMpt, leadingMpt, color, bold, italic, ...looks }, family);
}

function fontOf(
  source: YamlSource,
  path: readonly string[],
  family: FontFamily | undefined,
  bold: boolean,
  italic: boolean,
): number {
  if (family === undefined) return -1;
  const face = faceName(bold, italic);
  const font = family.faces[face];
  if (font !== undefined) return font;
  const message = `The font family \`${family.name}\` has no ${face} file; declare one.`;
  source.report("missing-face", path, message, {
    hint: `add \`${face}:\` to fonts.${family.name}`,
  });
  return -1;
}
