import { describe, expect, it } from "vitest";
import { holdsEachRow, printOrder } from "../../src/mail/radix-order.ts";
import { PieceTable } from "../../src/mail/piece-table.ts";
import { checkCuts, type SpoolCut } from "../../src/mail/spool-cut.ts";

/** A table that, once it is sorted by them, says other postal keys than before. */
class FickleTable extends PieceTable {
  #asked = 0;

  override postalLow(row: number): number {
    this.#asked += 1;
    const isSorted = this.#asked > 3 * this.rowCount;
    return isSorted ? 9 - super.postalLow(row) : super.postalLow(row);
  }
}

function filled<T extends PieceTable>(table: T): T {
  const piece = { shard: 0, addressClass: 0, sheets: 1, pages: 2, bytes: 10 };
  for (const [at, postalKey] of [5, 3, 3, 8].entries()) {
    const profile = table.profiles.number(piece, () => 1);
    table.add({ ...piece, entry: at, ordinal: at, postalKey }, profile);
  }
  table.close();
  return table;
}

describe("the order of print", () => {
  it("is asserted: a row for each bucket, each row once, and rising keys", () => {
    expect([...printOrder(filled(new PieceTable()), 2)]).toEqual([1, 2, 0, 3]);
    expect(() => printOrder(filled(new PieceTable()), 1)).toThrow("each row has a bucket");
    expect(() => printOrder(filled(new FickleTable()), 2)).toThrow("pieces are in print order");
  });

  it.each([
    [[0, 1, 2, 3], true],
    [[3, 0, 2, 1], true],
    [[0, 1, 1, 3], false],
    [[0, 0, 3, 3], false],
    [[1, 1, 1, 3], false],
    [[0, 1, 2, 4], false],
  ])("%j has each row once: %s", (order, holds) => {
    expect(holdsEachRow(Uint32Array.from(order))).toBe(holds);
  });
});

describe("the cuts of spools", () => {
  const cut = { stream: 0, from: 0, to: 2, sheetCount: 3, pageCount: 5, breaks: [] };
  const next = { stream: 1, from: 2, to: 3, sheetCount: 1, pageCount: 2, breaks: [] };
  const added = { pieces: 3, sheets: 4, pages: 7 };

  it("hold all that was added, once", () => {
    expect(() => checkCuts([cut, next], added)).not.toThrow();
  });

  it.each<[what: string, SpoolCut[]]>([
    ["begins where the one before", [cut, { ...next, from: 1 }]],
    ["begins where the one before", [cut, { ...next, from: 3, to: 4 }]],
    ["begins where the one before", [cut, { ...next, to: 2 }]],
    ["in the order of their streams", [{ ...cut, stream: 2 }, next]],
    ["the pieces of the spools", [cut]],
    ["the pieces of the spools", [cut, { ...next, to: 4 }]],
    ["the sheets of the spools", [cut, { ...next, sheetCount: 2 }]],
    ["the pages of the spools", [{ ...cut, pageCount: 4 }, next]],
  ])("assert that %s", (what, cuts) => {
    expect(() => checkCuts(cuts, added)).toThrow(what);
  });
});
