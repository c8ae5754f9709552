import type { ConditionalLook, TableBlock } from "../model/block.ts";
import type { BoundLooks } from "../model/document.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate, Scopes } from "../expr/scopes.ts";

interface Look {
  readonly when: Evaluate;
  readonly plan: ConditionalLook;
}

/** The conditional looks of a table: those of its rows, and by column those of its cells. */
export interface LookProgram {
  readonly rows: readonly Look[];
  readonly cells: readonly (readonly Look[])[];
}

export function compileLooks(block: TableBlock, inner: ExprContext): LookProgram | undefined {
  const compiled = (looks: readonly ConditionalLook[] = []): readonly Look[] =>
    looks.map((plan) => ({ plan, when: inner.compile(plan.when, inner) }));
  const rows = compiled(block.looks);
  const cells = block.columns.map(({ looks }) => compiled(looks));
  return rows.length > 0 || cells.some((looks) => looks.length > 0) ? { rows, cells } : undefined;
}

/** How the cells of one table look, while its rows are bound. */
export class CellLooks {
  readonly #program: LookProgram;
  readonly #styles: number[] = [];
  readonly #grounds: number[] = [];

  constructor(program: LookProgram) {
    this.#program = program;
  }

  /** Adds the row in scope. What a cell says of itself stands before what its row says. */
  add(scopes: Scopes): void {
    const { rows, cells } = this.#program;
    const row = firstOf(rows, scopes);
    for (const looks of cells) {
      const cell = firstOf(looks, scopes);
      this.#styles.push(chosen(cell?.style, row?.style));
      this.#grounds.push(chosen(cell?.background, row?.background));
    }
  }

  /** Adds a row of sums or the header of a group, which have looks of their own. */
  skip(): void {
    for (let column = 0; column < this.#program.cells.length; column += 1) {
      this.#styles.push(-1);
      this.#grounds.push(-1);
    }
  }

  bound(): BoundLooks {
    return { styles: new Int16Array(this.#styles), grounds: new Int16Array(this.#grounds) };
  }
}

function firstOf(looks: readonly Look[], scopes: Scopes): ConditionalLook | undefined {
  for (const { when, plan } of looks) if (when(scopes) === true) return plan;
  return undefined;
}

function chosen(own = -1, outer = -1): number {
  return own < 0 ? outer : own;
}
