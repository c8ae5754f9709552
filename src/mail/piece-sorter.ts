import { type Serial, asPieceNumber, asSerial, NO_SERIAL } from "../base/units.ts";
import { defined } from "../base/assert.ts";
import { furnitureSheets } from "../model/furniture.ts";
import type { PrintSpec } from "../model/job.ts";
import {
  ADDRESS_CLASSES,
  type AddressClass,
  type PrintStream,
  type SpoolPlan,
} from "../model/piece.ts";
import { PieceTable, type SortedPiece } from "./piece-table.ts";
import type { PieceFields } from "../model/piece-columns.ts";
import type { PieceRouter } from "./piece-router.ts";
import { printStreams, streamIndex, type StreamKinds, variantIndex } from "./print-streams.ts";
import { printOrder } from "./radix-order.ts";
import { checkCuts, cutSpools, type CutRules, type SpoolCut } from "./spool-cut.ts";
import { spoolName, type SpoolNaming } from "./spool-name.ts";

export interface SorterOptions {
  /** Upper bounds of the sheet classes, see `printStreams`. */
  readonly sheetClasses: readonly number[];
  /** Every piece of these classes takes a serial; no other does. */
  readonly imbFor: readonly AddressClass[];
  readonly naming: SpoolNaming;
  /** Routes pieces to envelopes; without it all of them go into one, on one paper. */
  readonly router?: PieceRouter;
}

/** A piece as the fragment's index has it. */
export interface PieceToSort extends SortedPiece, Pick<PieceFields, "sheets" | "pages"> {
  /** Index into `ADDRESS_CLASSES`. */
  readonly addressClass: number;
}

export interface SpoolRules extends CutRules {
  /** The first of the `serialCount` serials reserved for the run, or -1 where none are drawn. */
  readonly firstSerial: Serial;
  readonly setUp?: NonNullable<PrintSpec["setUp"]>;
}

/**
 * Brings the pieces of a run into print order (stream, postal key, ordinal) and cuts spools. Keeps
 * 16 bytes a piece; sorting takes 10 more while it runs, cutting 12, of which 8 are the plans.
 */
export class PieceSorter {
  readonly streams: readonly PrintStream[];
  readonly #imbFor: readonly AddressClass[];
  readonly #naming: SpoolNaming;
  readonly #router: PieceRouter | undefined;
  readonly #kinds: StreamKinds | undefined;
  readonly #table = new PieceTable();
  readonly #classCounts: number[] = ADDRESS_CLASSES.map(() => 0);
  #sheets = 0;
  #pages = 0;

  constructor({ sheetClasses, imbFor, naming, router }: SorterOptions) {
    this.#router = router;
    this.#kinds = router && streamKinds(router, naming.stockName);
    this.streams = printStreams(sheetClasses, this.#kinds);
    this.#imbFor = imbFor;
    this.#naming = naming;
  }

  get pieceCount(): number {
    return this.#table.rowCount;
  }

  /** How many serials the pieces added so far take. */
  get serialCount(): number {
    return this.#classCounts.reduce(
      (sum, count, index) => sum + (this.#takesSerials(classAt(index)) ? count : 0),
      0,
    );
  }

  /** Adds one piece. Shards must come in order; within one, pieces may come in any. */
  add(piece: PieceToSort): void {
    const { addressClass, sheets, pages } = piece;
    const profile = this.#table.profiles.number(piece, () => this.#stream(piece));
    this.#table.add(piece, profile);
    this.#sheets += sheets;
    this.#pages += pages;
    this.#classCounts[addressClass] = (this.#classCounts[addressClass] as number) + 1;
  }

  /**
   * The spools of the run in stream order, once all pieces are added. Piece numbers run from 1 over
   * all of them, serials from `firstSerial` over all pieces that take one. `sheetCount` and
   * `pageCount` are those of the pieces: furniture is not counted.
   */
  spools(rules: SpoolRules): SpoolPlan[] {
    this.#table.close();
    const order = printOrder(this.#table, this.streams.length);
    const cuts = cutSpools(this.#table, order, rules);
    checkCuts(cuts, { pieces: this.pieceCount, sheets: this.#sheets, pages: this.#pages });
    const parts = this.streams.map((_, stream) => cuts.filter((cut) => cut.stream === stream));
    let nextSerial = rules.firstSerial;
    return cuts.map((cut, index) => {
      const streamCuts = defined(parts[cut.stream], "a stream's cuts");
      const plan = this.#plan(cut, index, streamCuts, order, nextSerial, rules);
      if (plan.firstSerial >= 0) nextSerial = asSerial(nextSerial + cut.to - cut.from);
      return plan;
    });
  }

  #stream({ addressClass, sheets, pages }: PieceToSort): number {
    const first = streamIndex(this.streams, classAt(addressClass), sheets);
    if (this.#router === undefined || this.#kinds === undefined) return first;
    const { envelope, paperSet } = this.#router.route(pages);
    return first + variantIndex(this.#kinds, envelope, paperSet);
  }

  #plan(
    cut: SpoolCut,
    index: number,
    streamCuts: readonly SpoolCut[],
    order: Uint32Array,
    nextSerial: Serial,
    rules: SpoolRules,
  ): SpoolPlan {
    const stream = defined(this.streams[cut.stream], "a spool's stream");
    const part = streamCuts.indexOf(cut) + 1;
    const parts = streamCuts.length;
    const rows = order.subarray(cut.from, cut.to);
    const { sheetCount, pageCount } = cut;
    return {
      index,
      stream,
      part,
      parts,
      name: spoolName(this.#naming, stream.name, part, parts, sheetCount),
      firstPieceNumber: asPieceNumber(cut.from + 1),
      shards: rows.map((row) => this.#table.shard(row)),
      entries: rows.map((row) => this.#table.entry(row)),
      sheetCount,
      pageCount,
      ...furnitureOf(rules, cut),
      firstSerial: this.#takesSerials(stream.addressClass) ? nextSerial : NO_SERIAL,
    };
  }

  #takesSerials(addressClass: AddressClass): boolean {
    return this.#imbFor.includes(addressClass);
  }
}

/** The furniture of the spools of a job, as far as it is known before they are cut. */
export function furnitureRules({
  breaks,
  setUp,
}: Pick<PrintSpec, "breaks" | "setUp">): Pick<SpoolRules, "furnitureSheets" | "breaks" | "setUp"> {
  const { sheets, testPattern } = setUp ?? { sheets: 0, testPattern: false };
  const none = { setUpSheets: sheets, hasPattern: testPattern, breaks: new Uint32Array() };
  return {
    furnitureSheets: furnitureSheets(none),
    ...(breaks && { breaks }),
    ...(setUp && { setUp }),
  };
}

function furnitureOf({ setUp }: SpoolRules, { breaks }: SpoolCut): Pick<SpoolPlan, "furniture"> {
  if (setUp === undefined && breaks.length === 0) return {};
  const { sheets = 0, testPattern = false } = setUp ?? {};
  const furniture = {
    setUpSheets: sheets,
    hasPattern: testPattern,
    breaks: Uint32Array.from(breaks),
  };
  return { furniture };
}

function streamKinds(router: PieceRouter, stock: string): StreamKinds {
  return {
    largerEnvelopes: router.envelopes.slice(1).map(({ name }) => name),
    paperSets: router.paperSets.map((_, set) => router.paperNames(set)),
    stock,
  };
}

function classAt(index: number): AddressClass {
  return defined(ADDRESS_CLASSES[index], "an address class");
}
