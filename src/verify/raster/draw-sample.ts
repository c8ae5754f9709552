import { NO_PIECE } from "../../base/units.ts";
import { sha256 } from "../../base/hash.ts";
import { Prng } from "../../base/prng.ts";
import type { FurnitureKind } from "../../model/furniture.ts";
import type { DrawnSheet, SpoolSample } from "../../model/raster.ts";
import type { FragmentExpectation, SpoolExpectation } from "../../model/verification.ts";

/** Consecutive sheets of one kind. */
interface Stretch {
  readonly kind: FurnitureKind | "piece";
  readonly number: number;
  /** For a piece: its position in the spool. */
  readonly position: number;
  readonly sheets: number;
}

/** How many sheets a spool has, furniture included. */
export function sheetsOf({ sheets, furniture }: SpoolExpectation): number {
  const { covers, setUpSheets, hasPattern, breaks } = furniture;
  return sheets + covers + setUpSheets + Number(hasPattern) + breaks.length + 2;
}

/**
 * Draws a random sample of the sheets of a spool: the first sheet of one piece, and others of any
 * kind; all sheets if there are no more. The sample depends on `name` and the spool only, so that
 * everybody looks at the same sheets, in whatever order.
 */
export function drawSample(expected: SpoolExpectation, count: number, name: string): SpoolSample {
  const { file, controlFile, spoolNumber } = expected;
  const lots = new Prng(Number.parseInt(sha256(`${name}\n${file}`).slice(0, 8), 16));
  const sheets = drawnSheets(expected, numbersDrawn(expected, count, lots));
  return { file, controlFile, spoolNumber, ...numberedFragments(expected, sheets) };
}

/** Numbers of sheets, including the first sheet of a piece. */
function numbersDrawn(expected: SpoolExpectation, count: number, lots: Prng): ReadonlySet<number> {
  const all = sheetsOf(expected);
  if (count >= all) return new Set(Array.from({ length: all }, (_, index) => index + 1));
  const numbers = new Set<number>();
  const position = lots.below(Math.max(1, expected.ordinals.length));
  let before = 0;
  for (const stretch of stretches(expected)) {
    if (stretch.position === position) numbers.add(before + 1);
    before += stretch.sheets;
  }
  while (numbers.size < count) numbers.add(1 + lots.below(all));
  return numbers;
}

function drawnSheets(
  expected: SpoolExpectation,
  numbers: ReadonlySet<number>,
): readonly DrawnSheet[] {
  const drawn: DrawnSheet[] = [];
  let sheet = 0;
  for (const { kind, number, position, sheets } of stretches(expected)) {
    for (let nth = 1; nth <= sheets; nth += 1) {
      sheet += 1;
      if (!numbers.has(sheet)) continue;
      if (kind !== "piece") drawn.push({ sheet, kind, number });
      else drawn.push({ sheet, kind, number, piece: pieceOf(expected, position, nth) });
    }
  }
  return drawn;
}

function pieceOf(
  expected: SpoolExpectation,
  position: number,
  sheetOfPiece: number,
): NonNullable<DrawnSheet["piece"]> {
  return {
    ordinal: expected.ordinals[position] ?? 0,
    pieceNumber: expected.pieceNumbers[position] ?? NO_PIECE,
    sheetOfPiece,
    sheets: expected.pieceSheets[position] ?? 0,
    generation: expected.generations[position] ?? 0,
    fragment: expected.fragmentOf[position] ?? 0,
  };
}

/** The whole spool in order, according to its grammar. */
function* stretches(expected: SpoolExpectation): Generator<Stretch> {
  const { covers, setUpSheets, hasPattern, breaks } = expected.furniture;
  const furniture = (kind: FurnitureKind, number: number): Stretch => {
    return { kind, number, position: -1, sheets: 1 };
  };
  yield furniture("header", 1);
  for (let number = 1; number <= covers; number += 1) yield furniture("cover", number);
  for (let number = 1; number <= setUpSheets; number += 1) yield furniture("set-up", number);
  if (hasPattern) yield furniture("pattern", 1);
  let passed = 0;
  for (let position = 0; position < expected.ordinals.length; position += 1) {
    if (breaks[passed] === position) yield furniture("break", ++passed);
    yield { kind: "piece", number: 1, position, sheets: expected.pieceSheets[position] ?? 0 };
  }
  yield furniture("trailer", 1);
}

/** The sheets with only the fragments they need, so that a worker receives little. */
function numberedFragments(
  expected: SpoolExpectation,
  sheets: readonly DrawnSheet[],
): Pick<SpoolSample, "sheets" | "fragments"> {
  const places = new Map<number, number>();
  const fragments: FragmentExpectation[] = [];
  const numbered = sheets.map((drawn) => {
    if (drawn.piece === undefined) return drawn;
    const { fragment } = drawn.piece;
    const known = expected.fragments[fragment];
    if (!places.has(fragment) && known !== undefined) {
      places.set(fragment, fragments.length);
      fragments.push(known);
    }
    return { ...drawn, piece: { ...drawn.piece, fragment: places.get(fragment) ?? -1 } };
  });
  return { sheets: numbered, fragments };
}
