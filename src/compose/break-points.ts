/** Nothing is added at the break. */
export const BREAK_PLAIN = 0;
/** A hyphen that is written stands before it, such as in "e-mail". */
export const BREAK_AT_HYPHEN = 1;
/** A hyphen is added. */
export const BREAK_HYPHENATED = 2;
/** Within a word that is wider than the line. */
export const BREAK_FORCED = 3;

/**
 * A place where a line may end. Widths are in millipoints times 1000, from the start of the text
 * as if it were one line.
 */
export interface BreakPoint {
  readonly kind: number;
  /** UTF-16 offsets: where the line ends, without spaces, and where the next one starts. */
  readonly end: number;
  readonly next: number;
  /** How far a line reaches that ends here, with its hyphen; and where the next one starts. */
  readonly endX: number;
  readonly nextX: number;
  readonly hyphenWidth: number;
  /** The width of all spaces before the line's end, and before the start of the next line. */
  readonly endSpace: number;
  readonly nextSpace: number;
}

/** How lines may be filled: millipoints times 1000, and shares of a space. */
export interface LineRules {
  /** Where the text begins: the first line may be set in. */
  readonly start: BreakPoint;
  readonly width: number;
  /** Spaces may shrink, and grow; otherwise lines end where they end. */
  readonly isJustified: boolean;
  /** By what share of its width a space may shrink, and at most grow. */
  readonly shrink: number;
  readonly growMax: number;
  /** Hyphenated lines in a row, at most. */
  readonly hyphensMax: number;
  /** A line that falls short by no more than this needs no hyphen. */
  readonly zone: number;
  /** What a ragged line may well fall short by. */
  readonly rag: number;
}

/** Where the text itself starts. */
export const TEXT_START: BreakPoint = {
  kind: BREAK_PLAIN,
  end: 0,
  next: 0,
  endX: 0,
  nextX: 0,
  hyphenWidth: 0,
  endSpace: 0,
  nextSpace: 0,
};

export function isHyphen(point: BreakPoint): boolean {
  return point.kind === BREAK_AT_HYPHEN || point.kind === BREAK_HYPHENATED;
}

/** The narrowest that the line between two breaks can be. */
export function narrowest(from: BreakPoint, to: BreakPoint, rules: LineRules): number {
  const width = to.endX - from.nextX;
  return rules.isJustified ? width - (to.endSpace - from.nextSpace) * rules.shrink : width;
}
