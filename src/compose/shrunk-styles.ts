import type { Mpt } from "../base/units.ts";
import type { TypeStyle } from "./type-style.ts";

/** Texts that have too little room become smaller in steps of so many per cent. */
const STEP = 5;

/**
 * The styles of a layout in smaller sizes, for what stands in a fixed place and needs more room
 * than there is. Each size is made once, when it is first needed.
 */
export class ShrunkStyles {
  readonly #styles: readonly TypeStyle[];
  readonly #sizes = new Map<number, readonly TypeStyle[]>();

  constructor(styles: readonly TypeStyle[]) {
    this.#styles = styles;
  }

  /** All styles at a percentage of their size. */
  at(percent: number): readonly TypeStyle[] {
    const known = this.#sizes.get(percent);
    if (known !== undefined) return known;
    const made = this.#styles.map((style) => shrunk(style, percent));
    this.#sizes.set(percent, made);
    return made;
  }

  /**
   * A style in which a text of that width fits; undefined if that would be below the least, or if
   * the style has one size alone.
   */
  fitting(
    style: TypeStyle,
    neededMpt: Mpt,
    roomMpt: Mpt,
    percentMin: number,
  ): TypeStyle | undefined {
    if (style.isFixed) return undefined;
    const { index, percent: own } = this.#sizeOf(style);
    const most = Math.floor((roomMpt * own) / Math.max(1, neededMpt));
    const percent = percentsBelow(percentMin).find((step) => step <= most);
    return index < 0 || percent === undefined ? undefined : this.at(percent)[index];
  }

  /** Which style it is, and the percentage of its size that it has. */
  #sizeOf(style: TypeStyle): { readonly index: number; readonly percent: number } {
    const index = this.#styles.indexOf(style);
    if (index >= 0) return { index, percent: 100 };
    for (const [percent, styles] of this.#sizes) {
      const at = styles.indexOf(style);
      if (at >= 0) return { index: at, percent };
    }
    return { index, percent: 100 };
  }
}

/** The percentages that are tried, from the largest down to the least. */
export function percentsBelow(percentMin: number): number[] {
  const percents: number[] = [];
  for (let percent = 100 - STEP; percent > percentMin; percent -= STEP) percents.push(percent);
  return percentMin < 100 ? [...percents, percentMin] : percents;
}

function shrunk(style: TypeStyle, percent: number): TypeStyle {
  if (style.isFixed) return style;
  const part = (mpt: Mpt): Mpt => Math.round((mpt * percent) / 100);
  const { sizeMpt, leadingMpt, baselineMpt, yMpt, lines } = style;
  return {
    ...style,
    sizeMpt: part(sizeMpt),
    leadingMpt: part(leadingMpt),
    baselineMpt: part(baselineMpt),
    yMpt: part(yMpt),
    lines: lines?.map((line) => ({ yMpt: part(line.yMpt), thicknessMpt: part(line.thicknessMpt) })),
  };
}
