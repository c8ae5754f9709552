import type { Color } from "../../src/model/geometry.ts";

/** A colour of the plan as `#rrggbb`, which all peers understand. */
export function cssColor(color: Color | undefined): string {
  if (color === undefined) return "#000000";
  return `#${rgbOf(color)
    .map((part) =>
      Math.round((part * 255) / 1000)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;
}

function rgbOf(color: Color): readonly number[] {
  switch (color.space) {
    case "gray":
      return [color.values[0], color.values[0], color.values[0]];
    case "rgb":
      return color.values;
    case "cmyk":
      return fromCmyk(color.values);
    case "separation":
      return fromCmyk(color.alternate);
  }
}

function fromCmyk([cyan, magenta, yellow, black]: readonly [number, number, number, number]) {
  return [cyan, magenta, yellow].map((ink) => ((1000 - ink) * (1000 - black)) / 1000);
}
