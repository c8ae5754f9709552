import { expect, it } from "vitest";
import type { Generation, Mpt, Ordinal, PieceNumber, Serial } from "../../src/base/units.ts";

it("has numbers of different kinds that the compiler does not let swap", () => {
  const mark = (piece: PieceNumber, generation: Generation): string => `${piece} R${generation}`;
  const [piece, generation]: [PieceNumber, Generation] = [17, 2];
  const ordinal: Ordinal = 3;
  const heightMpt: Mpt = 12_000;
  expect(mark(piece, generation)).toBe("17 R2");
  // @ts-expect-error: the two are swapped.
  expect(mark(generation, piece)).toBe("2 R17");
  // @ts-expect-error: an ordinal is no number of a piece.
  expect(mark(ordinal, generation)).toBe("3 R2");
  // @ts-expect-error: a length is no serial.
  const serial: Serial = heightMpt;
  // What is computed is taken for what the place that computes it says.
  const next: PieceNumber = piece + 1;
  expect([serial, next]).toEqual([12_000, 18]);
});
