/**
 * The sheets of a spool that are no piece's: one at its head and end, lists for people before hand
 * work, sheets to set the press up with, a test pattern, and sheets that part pieces in the stack.
 */
export const FURNITURE_KINDS = [
  "header",
  "cover",
  "set-up",
  "pattern",
  "break",
  "trailer",
] as const;
export type FurnitureKind = (typeof FURNITURE_KINDS)[number];
/** Kinds with a mark for machines. */
export type MarkedFurniture = Exclude<FurnitureKind, "cover">;

/** What a spool has beside its header and trailer. */
export interface SpoolFurniture {
  readonly setUpSheets: number;
  readonly hasPattern: boolean;
  /** Positions of the pieces that a break sheet lies before, ascending and above 0. */
  readonly breaks: Uint32Array;
}

/** When a break sheet is put between two pieces. */
export type BreakRule =
  | { readonly everySheets: number }
  /** Where so many first digits of the postal code change. */
  | { readonly postalDigits: number };

/** The furniture sheets of a spool, header and trailer among them; covers are left out. */
export function furnitureSheets(furniture: SpoolFurniture | undefined): number {
  if (furniture === undefined) return 2;
  return 2 + furniture.setUpSheets + (furniture.hasPattern ? 1 : 0) + furniture.breaks.length;
}
