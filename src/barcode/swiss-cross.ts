/** The side of the cross of Swiss QR bills in that of the symbol: 7 of 46 mm (style guide). */
export const SWISS_CROSS_SHARE = 7 / 46;

/** A rectangle around the middle of the cross, its width and height as shares of the cross. */
export interface CrossPart {
  readonly width: number;
  readonly height: number;
  readonly isWhite: boolean;
}

const BLACK = 0.855;
const BAR_LENGTH = 0.5556;
const BAR_WIDTH = 0.1667;

/** In the order they are painted: a white edge, a black square, and the two bars of the cross. */
export const SWISS_CROSS: readonly CrossPart[] = [
  { width: 1, height: 1, isWhite: true },
  { width: BLACK, height: BLACK, isWhite: false },
  { width: BAR_LENGTH, height: BAR_WIDTH, isWhite: true },
  { width: BAR_WIDTH, height: BAR_LENGTH, isWhite: true },
];
