import { defined } from "../base/assert.ts";
import type { BoundGroups } from "../model/document.ts";
import type { RawObject } from "../model/record.ts";
import type { Scopes } from "../expr/scopes.ts";
import type { GroupProgram } from "./table-program.ts";
import type { RunningSums } from "./table-sums.ts";

/** A group of rows as it was begun. */
interface Group {
  readonly program: GroupProgram;
  readonly first: RawObject;
  /** The table's sums before it: those of the group are what was added since. */
  readonly sumsBefore: readonly number[];
  /** How many of the list's rows stand before it. */
  readonly detailsBefore: number;
}

/** Which groups the rows of a table are in, at each level, while they are bound. */
export class TableGroups {
  readonly levels: number;
  readonly #programs: readonly GroupProgram[];
  readonly #sumCount: number;
  readonly #keys: unknown[];
  /** The open group of each level, or -1. */
  readonly #open: number[];
  readonly #groups: Group[] = [];
  readonly #firstRows: number[] = [];
  readonly #rowLevels: number[] = [];
  readonly #groupOf: number[] = [];

  constructor(programs: readonly GroupProgram[], sumCount: number) {
    this.#programs = programs;
    this.#sumCount = sumCount;
    this.levels = programs.length;
    this.#keys = programs.map(() => undefined);
    this.#open = programs.map(() => -1);
  }

  program(level: number): GroupProgram {
    return defined(this.#programs[level], "a level");
  }

  group(group: number): Group {
    return defined(this.#groups[group], "a group");
  }

  /** The outermost level whose value changes with the row in scope; `levels` if none does. */
  changed(scopes: Scopes): number {
    let changed = this.#groups.length === 0 ? 0 : this.levels;
    for (let level = 0; level < this.levels; level += 1) {
      const key = this.program(level).key(scopes);
      if (level < changed && key !== this.#keys[level]) changed = level;
      this.#keys[level] = key;
    }
    return changed;
  }

  /** Begins a group at the row of the table that comes next. */
  open(
    level: number,
    row: number,
    first: RawObject,
    total: RunningSums,
    detailsBefore: number,
  ): void {
    const sumsBefore: number[] = [];
    if (this.#sumCount > 0) total.appendTo(sumsBefore);
    this.#open[level] = this.#groups.length;
    this.#groups.push({ program: this.program(level), first, sumsBefore, detailsBefore });
    this.#firstRows.push(row);
  }

  sumsBefore(level: number): readonly number[] {
    return this.group(this.#open[level] ?? -1).sumsBefore;
  }

  /** The footer of the group that is open; undefined where it has none. */
  footer(level: number, details: number): GroupProgram["footer"] {
    const { footer, footerOfSeveral } = this.program(level);
    const { detailsBefore } = this.group(this.#open[level] ?? -1);
    return footerOfSeveral && details - detailsBefore < 2 ? undefined : footer;
  }

  close(level: number): void {
    this.#open[level] = -1;
  }

  /** Keeps where a row of the table is. */
  keep(level: number): void {
    this.#rowLevels.push(level);
    for (const group of this.#open) this.#groupOf.push(group);
  }

  bound(continuedCells: BoundGroups["continuedCells"]): BoundGroups {
    return {
      rowLevels: new Uint8Array(this.#rowLevels),
      groupOf: new Int32Array(this.#groupOf),
      firstRows: new Int32Array(this.#firstRows),
      continuedCells,
    };
  }
}
