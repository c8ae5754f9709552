/**
 * Vector graphics as a flat list of integers: each word is one of these, then its operands, lengths
 * in millipoints from the top left corner of the item, y downwards. A fill or stroke begins a
 * shape, which holds all outlines up to the next one.
 */
/** Colour index. */
export const PATH_FILL = 0;
/** Colour index, line width, and the length of dashes and of the gaps between them, 0 for none. */
export const PATH_STROKE = 1;
export const PATH_MOVE = 2;
export const PATH_LINE = 3;
/** Two control points and the end of a cubic Bezier curve. */
export const PATH_CURVE = 4;
/** x, y, width, height. */
export const PATH_RECT = 5;
export const PATH_CLOSE = 6;

/** How many operands each word has. */
export const PATH_OPERANDS: readonly number[] = [1, 3, 2, 2, 6, 4, 0];
