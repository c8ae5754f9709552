import type { Color } from "../../model/geometry.ts";
import { formatThousandths } from "../../pdf/byte-writer.ts";
import { asciiBytes, nameObject } from "../../pdf/strings.ts";

/** The operator that sets the fill colour; separations are resources `C<index>`. */
export function fillOperator(color: Color, index: number): Uint8Array {
  switch (color.space) {
    case "gray":
      return asciiBytes(`${components(color.values)} g\n`);
    case "rgb":
      return asciiBytes(`${components(color.values)} rg\n`);
    case "cmyk":
      return asciiBytes(`${components(color.values)} k\n`);
    case "separation":
      return asciiBytes(`/C${index} cs ${formatThousandths(color.tint)} scn\n`);
  }
}

/** The operator that sets the colour of lines. */
export function strokeOperator(color: Color, index: number): Uint8Array {
  switch (color.space) {
    case "gray":
      return asciiBytes(`${components(color.values)} G\n`);
    case "rgb":
      return asciiBytes(`${components(color.values)} RG\n`);
    case "cmyk":
      return asciiBytes(`${components(color.values)} K\n`);
    case "separation":
      return asciiBytes(`/C${index} CS ${formatThousandths(color.tint)} SCN\n`);
  }
}

/** The colour space resource of a separation, with its process alternate (ISO 32000-1, 8.6.6.4). */
export function separationSpace(color: Extract<Color, { space: "separation" }>): string {
  return (
    `[/Separation${nameObject(color.name)}/DeviceCMYK<</FunctionType 2/Domain[0 1]/N 1` +
    `/C0[0 0 0 0]/C1[${components(color.alternate)}]>>]`
  );
}

function components(values: readonly number[]): string {
  return values.map(formatThousandths).join(" ");
}
