import type { PageCount } from "../base/units.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { type PaperRules, SheetPlanner } from "../rules/sheet-plan.ts";
import type { Envelope } from "../model/stock.ts";
import { type PieceBulk, pieceBulk, takesPiece } from "./paper-weight.ts";

/** The papers of a piece and the envelope it goes into, with its bulk there. */
export interface PieceRoute extends PieceBulk {
  /**
   * An index into `PieceRouter.envelopes`, or -1: no envelope takes it, so it is inserted by hand.
   */
  readonly envelope: number;
  /** An index into `PieceRouter.paperSets`. */
  readonly paperSet: number;
}

export type RouteRules = PaperRules & Pick<LayoutPlan, "envelope" | "envelopes">;

/** A document with at least this many pages has pages of all its masters. */
const PAGES_OF_ALL_KINDS = 4;

/** Routes pieces to envelopes by sheets, weight and thickness; pages determine all of these. */
export class PieceRouter {
  readonly envelopes: readonly Envelope[];
  /** Every set of papers that a piece can be on: their numbers, ascending. */
  readonly paperSets: readonly (readonly number[])[];
  readonly #planner: SheetPlanner;
  readonly #routes = new Map<number, PieceRoute>();

  constructor(rules: RouteRules) {
    const { envelope, envelopes = [] } = rules;
    this.envelopes = envelope === undefined ? [] : [envelope, ...envelopes];
    this.#planner = new SheetPlanner(rules);
    const sets = new Map<string, readonly number[]>();
    for (let pages = 1; pages <= PAGES_OF_ALL_KINDS; pages += 1) {
      const set = papersOf(this.#planner, pages);
      sets.set(set.join(), set);
    }
    this.paperSets = [...sets.values()];
  }

  /** The names of a set's papers. */
  paperNames(paperSet: number): string[] {
    const { papers } = this.#planner;
    return (this.paperSets[paperSet] ?? []).map((paper) => papers[paper]?.name ?? "");
  }

  /** Where a piece with this many pages goes. */
  route(pages: PageCount): PieceRoute {
    const known = this.#routes.get(pages);
    if (known !== undefined) return known;
    const made = this.#made(pages);
    this.#routes.set(pages, made);
    return made;
  }

  #made(pages: PageCount): PieceRoute {
    const { papers } = this.#planner;
    const plan = this.#planner.plan(pages);
    const set = papersOf(this.#planner, pages).join();
    const paperSet = this.paperSets.findIndex((candidate) => candidate.join() === set);
    const bulks = this.envelopes.map((envelope) => pieceBulk(plan, papers, envelope));
    const envelope = this.envelopes.findIndex((candidate, index) =>
      takesPiece(candidate, plan.sheets, bulks[index] as PieceBulk),
    );
    return { envelope, paperSet, ...(bulks[envelope] ?? pieceBulk(plan, papers, undefined)) };
  }
}

function papersOf(planner: SheetPlanner, pages: PageCount): readonly number[] {
  return [...new Set(planner.plan(pages).papers)].sort((a, b) => a - b);
}
