import { defined } from "../base/assert.ts";
import type { FurnitureKind } from "../model/furniture.ts";
import type { SpoolExpectation } from "../model/verification.ts";
import type { SheetLayout, SheetRule } from "./sheet-rule.ts";

/** A sequence of sheets in a spool: a piece, or one sheet of furniture. */
export type UnitKind = FurnitureKind | "piece";

const KINDS: readonly UnitKind[] = [
  "piece",
  "header",
  "cover",
  "set-up",
  "pattern",
  "break",
  "trailer",
];

/**
 * Every page that a spool must have, in order, according to the ledger. Pages, units and positions
 * of pieces count from 0. Takes about ten bytes per piece.
 */
export class ExpectedPages {
  /** Of the PDF file. */
  readonly pages: number;
  readonly sheets: number;
  readonly furnitureSheets: number;
  readonly sides: 1 | 2;
  readonly #rule: SheetRule;
  readonly #expected: SpoolExpectation;
  /** By unit: its first page, its kind, and its piece's position or its number among its kind. */
  readonly #firstPages: Uint32Array;
  readonly #kinds: Uint8Array;
  readonly #values: Uint32Array;
  readonly #pieceUnits: Uint32Array;
  #units = 0;
  #nextPage = 0;
  /** The unit that was asked for last. */
  #near = 0;

  constructor(expected: SpoolExpectation, rule: SheetRule, sides: 1 | 2) {
    this.sides = sides;
    this.#expected = expected;
    this.#rule = rule;
    const { covers, setUpSheets, hasPattern, breaks } = expected.furniture;
    const pieces = expected.ordinals.length;
    const furniture = 2 + covers + setUpSheets + (hasPattern ? 1 : 0) + breaks.length;
    this.#firstPages = new Uint32Array(pieces + furniture + 1);
    this.#kinds = new Uint8Array(pieces + furniture);
    this.#values = new Uint32Array(pieces + furniture);
    this.#pieceUnits = new Uint32Array(pieces);
    this.#layOut(covers, setUpSheets, hasPattern, breaks);
    this.pages = this.#nextPage;
    this.sheets = this.#nextPage / sides;
    this.furnitureSheets = this.#units - pieces;
    this.#firstPages[this.#units] = this.#nextPage;
  }

  get pieces(): number {
    return this.#pieceUnits.length;
  }

  unitAt(page: number): number {
    for (let step = 0; step < 2; step += 1) {
      if (page >= this.firstPage(this.#near) && page < this.firstPage(this.#near + 1))
        return this.#near;
      this.#near = Math.min(this.#near + 1, this.#units - 1);
    }
    let [low, high] = [0, this.#units - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firstPage(middle) <= page) low = middle;
      else high = middle - 1;
    }
    this.#near = low;
    return low;
  }

  /** The first page of a unit; for the unit after the last, the number of pages. */
  firstPage(unit: number): number {
    return this.#firstPages[unit] as number;
  }

  kind(unit: number): UnitKind {
    return defined(KINDS[this.#kinds[unit] ?? -1], "the kind of a unit");
  }

  /** A piece's position in the spool, or the 1-based number of a furniture sheet among its kind. */
  value(unit: number): number {
    return this.#values[unit] as number;
  }

  unitOfPiece(position: number): number {
    return this.#pieceUnits[position] as number;
  }

  /** The unit of a furniture sheet; -1 if there is none. `near` is where it should be. */
  unitOfFurniture(kind: FurnitureKind, number: number, near: number): number {
    const index = KINDS.indexOf(kind);
    if (this.#kinds[near] === index && this.#values[near] === number) return near;
    for (let unit = 0; unit < this.#units; unit += 1)
      if (this.#kinds[unit] === index && this.#values[unit] === number) return unit;
    return -1;
  }

  layoutOf(position: number): SheetLayout {
    return this.#rule.layout(this.#expected.piecePages[position] ?? 0);
  }

  /** The side of its piece's sheets (see `SheetLayout`) that a page is on. */
  sideAt(unit: number, page: number): number {
    const offset = page - this.firstPage(unit);
    return this.sides === 2 ? offset : offset * 2;
  }

  /** The page of the spool that has a given side of a piece. */
  pageOfSide(position: number, side: number): number {
    const offset = this.sides === 2 ? side : side >> 1;
    return this.firstPage(this.unitOfPiece(position)) + offset;
  }

  #layOut(covers: number, setUps: number, hasPattern: boolean, breaks: readonly number[]): void {
    this.#add("header", 1, 1);
    for (let number = 1; number <= covers; number += 1) this.#add("cover", number, 1);
    for (let number = 1; number <= setUps; number += 1) this.#add("set-up", number, 1);
    if (hasPattern) this.#add("pattern", 1, 1);
    let passed = 0;
    for (let position = 0; position < this.pieces; position += 1) {
      if (breaks[passed] === position) {
        passed += 1;
        this.#add("break", passed, 1);
      }
      this.#pieceUnits[position] = this.#units;
      this.#add("piece", position, this.layoutOf(position).sheets);
    }
    this.#add("trailer", 1, 1);
  }

  #add(kind: UnitKind, value: number, sheets: number): void {
    this.#firstPages[this.#units] = this.#nextPage;
    this.#kinds[this.#units] = KINDS.indexOf(kind);
    this.#values[this.#units] = value;
    this.#units += 1;
    this.#nextPage += sheets * this.sides;
  }
}
