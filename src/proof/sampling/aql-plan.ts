import { assert, defined } from "../../base/assert.ts";
import {
  type Aql,
  AQLS,
  INSPECTION_LEVELS,
  type InspectionLevel,
  type SamplingPlan,
  type Severity,
} from "../../model/sample.ts";

/** Code letters in their order; there is no I and no O. */
const LETTERS = "ABCDEFGHJKLMNPQRS";

/** Lots of up to so many items, and their letters by level: one row of ISO 2859-1, table 1. */
const CODE_LETTERS: readonly (readonly [lotMax: number, letters: string])[] = [
  [8, "AAAAAAB"],
  [15, "AAAAABC"],
  [25, "AABBBCD"],
  [50, "ABBCCDE"],
  [90, "BBCCCEF"],
  [150, "BBCDDFG"],
  [280, "BCDEEGH"],
  [500, "BCDEFHJ"],
  [1200, "CCEFGJK"],
  [3200, "CDEGHKL"],
  [10_000, "CDFGJLM"],
  [35_000, "CDFHKMN"],
  [150_000, "DEGJLNP"],
  [500_000, "DEGJMPQ"],
  [Number.POSITIVE_INFINITY, "DEHKNQR"],
];

interface MasterTable {
  /** By letter. */
  readonly sizes: readonly number[];
  /** The diagonal with acceptance number 0: the letter's index and that of the AQL, added. */
  readonly zeroAt: number;
  /** What follows on the next diagonals: acceptance numbers, and arrows between them. */
  readonly beyond: readonly ("up" | "down" | number)[];
}

/**
 * The master tables for single sampling (ISO 2859-1, tables 2-A, 2-B and 2-C). Sizes and AQLs rise
 * in one series of preferred numbers, so a table has the same entry all along a diagonal; that is
 * why it can be said in one line. Acceptance numbers are for percent nonconforming, AQLs up to 10.
 */
const TABLES: Readonly<Record<Severity, MasterTable>> = {
  normal: {
    sizes: [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000],
    zeroAt: 14,
    beyond: ["up", "down", 1, 2, 3, 5, 7, 10, 14, 21],
  },
  tightened: {
    sizes: [2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150],
    zeroAt: 15,
    beyond: ["down", "down", 1, 2, 3, 5, 8, 12, 18],
  },
  reduced: {
    sizes: [2, 2, 2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800],
    zeroAt: 14,
    beyond: ["up", "down", "down", 1, 2, 3, 5, 6, 8, 10],
  },
};

/** The plan for a lot. Its size may exceed the lot: then all of the lot is judged. */
export function samplingPlan(
  lotSize: number,
  level: InspectionLevel,
  aql: Aql,
  severity: Severity,
): SamplingPlan {
  return planOfLetter(codeLetter(lotSize, level), aql, severity);
}

/** The code letter for a lot (table 1). */
export function codeLetter(lotSize: number, level: InspectionLevel): string {
  assert(lotSize >= 1, "a lot has an item");
  const row = CODE_LETTERS.find(([lotMax]) => lotSize <= lotMax);
  const [, letters] = defined(row, "the row of a lot's size");
  return letters.charAt(INSPECTION_LEVELS.indexOf(level));
}

/** The plan of a code letter, or the one that the arrow in its place leads to. */
export function planOfLetter(letter: string, aql: Aql, severity: Severity): SamplingPlan {
  const { sizes } = TABLES[severity];
  const column = AQLS.indexOf(aql);
  let row = LETTERS.indexOf(letter);
  const first = entryAt(severity, row, column);
  // At the edge of the table an arrow that leads out of it is turned round.
  const way = first === "up" ? -1 : 1;
  const found = followed(severity, row, column, way) ?? followed(severity, row, column, -way);
  row = defined(found, "a plan in every column of a master table");
  const accept = Number(entryAt(severity, row, column));
  const size = defined(sizes[row], "the size of a letter");
  return { letter: LETTERS.charAt(row), size, accept, reject: accept + 1 };
}

/** The first row on the way that has an acceptance number; undefined if the table ends before. */
function followed(
  severity: Severity,
  from: number,
  column: number,
  way: number,
): number | undefined {
  const { sizes } = TABLES[severity];
  for (let row = from; row >= 0 && row < sizes.length; row += way)
    if (typeof entryAt(severity, row, column) === "number") return row;
  return undefined;
}

function entryAt(severity: Severity, row: number, column: number): "up" | "down" | number {
  const { zeroAt, beyond } = TABLES[severity];
  const diagonal = row + column - zeroAt;
  if (diagonal < 0) return "down";
  return diagonal === 0 ? 0 : (beyond[diagonal - 1] ?? "up");
}
