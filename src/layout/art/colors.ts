import type { Color } from "../../model/geometry.ts";
import { NameTable } from "../name-table.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { color, type ColorValue } from "../../yaml/schema-values.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";

/** Reads the `colors:` section. */
export function readColors(
  source: YamlSource,
  section: Readonly<Record<string, unknown>>,
): NameTable<Color> {
  const colors = new NameTable<Color>("color");
  for (const [name, value] of Object.entries(section)) {
    const parsed = checkAgainst(source, ["colors", name], color, value);
    if (parsed === undefined) colors.addFaulty(name);
    else colors.add(name, colorOf(parsed));
  }
  return colors;
}

function colorOf(value: ColorValue): Color {
  if (typeof value === "string") return hexColor(value);
  if ("gray" in value) return { space: "gray", values: [fromPercent(value.gray)] };
  if ("rgb" in value) return rgbColor(value.rgb);
  if ("cmyk" in value) return { space: "cmyk", values: inks(value.cmyk) };
  const { name, tint = 100, cmyk } = value.separation;
  return { space: "separation", name, tint: fromPercent(tint), alternate: inks(cmyk) };
}

function hexColor(hex: string): Color {
  const byteAt = (index: number): number => Number.parseInt(hex.slice(index, index + 2), 16);
  return rgbColor([byteAt(1), byteAt(3), byteAt(5)]);
}

function rgbColor([red, green, blue]: readonly [number, number, number]): Color {
  const share = (byte: number): number => Math.round((byte * 1000) / 255);
  return { space: "rgb", values: [share(red), share(green), share(blue)] };
}

function inks(values: readonly [number, number, number, number]): [number, number, number, number] {
  const [cyan, magenta, yellow, black] = values;
  return [fromPercent(cyan), fromPercent(magenta), fromPercent(yellow), fromPercent(black)];
}

function fromPercent(percent: number): number {
  return Math.round(percent * 10);
}
