import { asSerial, NO_SERIAL } from "../../src/base/units.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printStreams, streamIndex } from "../../src/mail/print-streams.ts";
import { PieceSorter } from "../../src/mail/piece-sorter.ts";
import { spoolName } from "../../src/mail/spool-name.ts";
import { ADDRESS_CLASSES, type AddressClass, type SpoolPlan } from "../../src/model/piece.ts";

const naming = {
  jobName: "retail-statements",
  cycle: "2026-10",
  stockName: "letter-60lb-duplex",
  mode: "test",
} as const;
const sheetClasses = [1, 2, 6];
const imbFor: AddressClass[] = ["automation", "military"];
const firstSerial = asSerial(500);
const rules = { sheetsMax: 12, bytesMax: 30_000, furnitureSheets: 2, firstSerial };

interface Piece {
  readonly shard: number;
  readonly entry: number;
  readonly ordinal: number;
  readonly addressClass: number;
  readonly sheets: number;
  readonly pages: number;
  readonly bytes: number;
  readonly postalKey: number;
}

function sorterOf(pieces: readonly Piece[]): PieceSorter {
  const sorter = new PieceSorter({ sheetClasses, imbFor, naming });
  for (const piece of pieces) sorter.add(piece);
  return sorter;
}

/** Some pieces in 1 to 5 shards, each shard's in any order. */
const somePieces = fc
  .array(
    fc.record({
      addressClass: fc.nat(3),
      sheets: fc.integer({ min: 1, max: 9 }),
      bytes: fc.nat(12_000),
      postalKey: fc.oneof(
        fc.nat(3),
        fc.maxSafeNat().map((key) => key % 2 ** 37),
      ),
      inShard: fc.nat(),
    }),
    { maxLength: 120 },
  )
  .chain((drawn) => fc.tuple(fc.constant(drawn), fc.integer({ min: 1, max: 5 })))
  .map(([drawn, shardCount]) => {
    const pieces = drawn.map((piece, ordinal) => {
      const shard = Math.floor((ordinal * shardCount) / drawn.length) * 3;
      return { ...piece, ordinal: ordinal * 2, shard, pages: piece.sheets * 2 - 1 };
    });
    pieces.sort((a, b) => a.shard - b.shard || a.inShard - b.inShard);
    return pieces.map((piece, entry) => ({ ...piece, entry }));
  });

/** The pieces as an ordinary sort brings them in order. */
function plainlySorted(pieces: readonly Piece[]): Piece[] {
  const streams = printStreams(sheetClasses);
  const streamOf = ({ addressClass, sheets }: Piece): number =>
    streamIndex(streams, ADDRESS_CLASSES[addressClass] as AddressClass, sheets);
  return pieces.toSorted(
    (a, b) => streamOf(a) - streamOf(b) || a.postalKey - b.postalKey || a.ordinal - b.ordinal,
  );
}

function piecesOf(plan: SpoolPlan, pieces: readonly Piece[]): Piece[] {
  return Array.from(plan.entries, (entry, at) => {
    const piece = pieces[entry] as Piece;
    expect(plan.shards[at]).toBe(piece.shard);
    return piece;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

describe("the sequence", () => {
  test("is that of a plain sort, each piece once", () => {
    fc.assert(
      fc.property(somePieces, (pieces) => {
        const plans = sorterOf(pieces).spools(rules);
        expect(plans.flatMap((plan) => piecesOf(plan, pieces))).toEqual(plainlySorted(pieces));
      }),
      { numRuns: 300 },
    );
  });

  test("is cut at piece borders within bounds, and never too early", () => {
    fc.assert(
      fc.property(somePieces, (pieces) => {
        const plans = sorterOf(pieces).spools(rules);
        for (const [index, plan] of plans.entries()) {
          const own = piecesOf(plan, pieces);
          expect(plan.sheetCount).toBe(sum(own.map(({ sheets }) => sheets)));
          expect(plan.pageCount).toBe(sum(own.map(({ pages }) => pages)));
          expect(isWithin(own)).toBe(true);
          const next = plans[index + 1];
          if (next === undefined || next.stream.name !== plan.stream.name) continue;
          expect(isWithin([...own, ...piecesOf(next, pieces).slice(0, 1)])).toBe(false);
        }
      }),
    );
  });

  test("numbers pieces, parts and serials without a gap", () => {
    fc.assert(
      fc.property(somePieces, (pieces) => {
        const sorter = sorterOf(pieces);
        const plans = sorter.spools(rules);
        let piece = 1;
        let serial: number = rules.firstSerial;
        for (const [index, plan] of plans.entries()) {
          const takesSerials = imbFor.includes(plan.stream.addressClass);
          expect([plan.index, plan.firstPieceNumber]).toEqual([index, piece]);
          expect(plan.firstSerial).toBe(takesSerials ? serial : -1);
          const streamPlans = plans.filter(({ stream }) => stream.name === plan.stream.name);
          expect([plan.part, plan.parts]).toEqual([
            streamPlans.indexOf(plan) + 1,
            streamPlans.length,
          ]);
          piece += plan.entries.length;
          if (takesSerials) serial += plan.entries.length;
        }
        expect([sorter.pieceCount, sorter.serialCount]).toEqual([
          piece - 1,
          serial - rules.firstSerial,
        ]);
      }),
    );
  });

  test("draws no serials where none are reserved", () => {
    const plans = sorterOf([onePiece({})]).spools({ ...rules, firstSerial: NO_SERIAL });
    expect(plans.map(({ firstSerial }) => firstSerial)).toEqual([-1]);
  });

  test("gives a piece past the bounds a spool of its own", () => {
    const pieces = [1, 99, 1].map((sheets, at) =>
      onePiece({ ordinal: at, entry: at, addressClass: 3, sheets: sheets + 6, postalKey: at }),
    );
    const plans = sorterOf(pieces).spools(rules);
    expect(plans.map(({ sheetCount }) => sheetCount)).toEqual([7, 105, 7]);
  });

  test("has no spools without pieces", () => {
    expect(sorterOf([]).spools(rules)).toEqual([]);
  });

  test("holds over the border of a chunk", () => {
    const count = 100_000;
    const sorter = new PieceSorter({ sheetClasses, imbFor, naming });
    for (let at = 0; at < count; at += 1)
      sorter.add({
        shard: at >> 10,
        entry: at,
        ordinal: at,
        addressClass: 0,
        sheets: 1,
        pages: 2,
        bytes: 1000,
        postalKey: ((at * 7919) % count) * 1_000_003,
      });
    const [plan] = sorter.spools({ ...rules, sheetsMax: count + 2, bytesMax: 1e12 });
    const keys = Array.from(plan?.entries ?? [], (entry) => (entry * 7919) % count);
    expect(keys).toEqual(Array.from({ length: count }, (_, key) => key));
  });

  test("stops at shards out of order and at doubled ordinals", () => {
    expect(() => sorterOf([onePiece({ shard: 2 }), onePiece({ shard: 1, ordinal: 9 })])).toThrow(
      "shards are fed in their order",
    );
    expect(() => sorterOf([onePiece({ ordinal: 9 }), onePiece({ shard: 1, ordinal: 9 })])).toThrow(
      "shards are ranges of ordinals",
    );
    expect(() => sorterOf([onePiece({}), onePiece({})]).spools(rules)).toThrow("added twice");
  });
});

function isWithin(pieces: readonly Piece[]): boolean {
  if (pieces.length === 1) return true;
  const sheets = sum(pieces.map((piece) => piece.sheets));
  const bytes = sum(pieces.map((piece) => piece.bytes));
  return sheets <= rules.sheetsMax - rules.furnitureSheets && bytes <= rules.bytesMax;
}

function onePiece(piece: Partial<Piece>): Piece {
  const place = { shard: 0, entry: 0, ordinal: 0, addressClass: 0, postalKey: 0 };
  return { ...place, sheets: 1, pages: 1, bytes: 10, ...piece };
}

describe("print streams", () => {
  test("are address classes by sheet classes", () => {
    const names = printStreams(sheetClasses).map(({ name }) => name);
    expect(names).toHaveLength(16);
    expect(names.slice(0, 5)).toEqual([
      "automation-1",
      "automation-2",
      "automation-3to6",
      "automation-7up",
      "machinable-1",
    ]);
    expect(names.at(-4)).toBe("foreign-1");
    expect(printStreams([]).map(({ name }) => name)).toContain("foreign-1up");
  });

  test.each([
    [1, "machinable-1"],
    [2, "machinable-2"],
    [3, "machinable-3to6"],
    [6, "machinable-3to6"],
    [7, "machinable-7up"],
    [9_999, "machinable-7up"],
  ])("pieces of %i sheets run in %s", (sheets, name) => {
    const streams = printStreams(sheetClasses);
    expect(streams[streamIndex(streams, "machinable", sheets)]?.name).toBe(name);
  });

  test("must ascend", () => {
    expect(() => printStreams([2, 2])).toThrow("ascend");
    expect(() => printStreams([0, 2])).toThrow("ascend");
  });
});

describe("a spool's name", () => {
  test("says what a shop needs", () => {
    expect(spoolName(naming, "automation-1", 1, 3, 12_000)).toBe(
      "TEST-retail-statements-2026-10-automation-1-letter-60lb-duplex-p01of03-12000s",
    );
    expect(spoolName({ ...naming, mode: "production" }, "foreign-1", 7, 120, 9)).toBe(
      "retail-statements-2026-10-foreign-1-letter-60lb-duplex-p007of120-9s",
    );
  });

  test("is safe as a file's name", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (jobName, stockName) => {
        const name = spoolName({ ...naming, jobName, stockName }, "foreign-1", 1, 1, 1);
        expect(name).toMatch(/^TEST-[\w.-]{1,220}$/);
      }),
    );
  });
});
