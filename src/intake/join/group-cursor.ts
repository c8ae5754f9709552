import type { CodeOf } from "../../base/diagnostic-code.ts";
import { UsageError } from "../../base/diagnostic.ts";
import { limits } from "../../base/limits.ts";
import type { Fault } from "../check/fault.ts";
import type { FileWindow } from "../files/file-window.ts";
import { inputFinding } from "../check/input-findings.ts";
import type { RowSteps } from "../csv/row-cursor.ts";
import type { KeyReader } from "../csv/row-keys.ts";

interface RowPlace {
  readonly start: number;
  readonly line: number;
  readonly byteOffset: number;
  readonly sizeBytes: number;
  /** Of a list of files: which of them. */
  readonly part: number;
}

/** A row of a detail file that belongs to no group: it is broken, and its key cannot be trusted. */
export interface StrayRow extends RowPlace {
  readonly key: string | undefined;
  readonly code: CodeOf<"data">;
  readonly stated?: Fault | undefined;
}

/** Adjacent rows of a detail file that have the same key. */
export interface DetailGroup {
  readonly key: string;
  /** Offsets in the work file. */
  readonly start: number;
  end: number;
  readonly line: number;
  /** Line of its first row in the original file. */
  readonly byteOffset: number;
  readonly firstRowBytes: number;
  /** Of a list of files: which of them its first row is in. */
  readonly part: number;
  rowCount: number;
  /** Whether a stray row lies next to its rows or among them and may have been one of them. */
  isDoubtful: boolean;
  /** Stray rows before it or among its rows. */
  readonly strays: StrayRow[];
}

/**
 * Steps through the groups of a detail file. A broken row with the key of the row before or after
 * it belongs to their group; any other is a stray and puts the groups around it in doubt.
 */
export class GroupCursor {
  /** The current group; undefined before the first and past the last. */
  group: DetailGroup | undefined;
  /** Strays past the last group. */
  tail: StrayRow[] = [];
  rowCount = 0;
  /** The first group whose key is smaller than that of the group before it. */
  unsorted: DetailGroup | undefined;
  readonly #file: string;
  readonly #rows: RowSteps;
  readonly #keys: KeyReader;
  readonly #window: FileWindow;
  #ahead: DetailGroup | undefined;
  #pending: StrayRow[] = [];
  #isPrimed = false;

  /** `file` is the name used in findings. */
  constructor(file: string, rows: RowSteps, keys: KeyReader, window: FileWindow) {
    this.#file = file;
    this.#rows = rows;
    this.#keys = keys;
    this.#window = window;
  }

  /** Where the current group begins, or the end of the file. */
  get head(): { offset: number; line: number } {
    const { group } = this;
    return group === undefined
      ? { offset: this.#window.end, line: this.#rows.line }
      : { offset: group.start, line: group.line };
  }

  /** Whether a shard may end before the current group. */
  get mayCut(): boolean {
    return this.group === undefined ? this.tail.length === 0 : this.group.strays.length === 0;
  }

  next(): boolean {
    if (!this.#isPrimed) this.#readOn(undefined);
    this.#isPrimed = true;
    const group = this.#ahead;
    this.group = group;
    if (group === undefined) return false;
    this.#readOn(group);
    const next = this.#ahead;
    if (next !== undefined && next.key < group.key) this.unsorted ??= next;
    return true;
  }

  /** Reads the rows of a group and on to the first row of the next one. */
  #readOn(group: DetailGroup | undefined): void {
    this.#ahead = undefined;
    while (this.#rows.next()) {
      this.rowCount += 1;
      if (group !== undefined && this.#keys.isSame(this.#rows, group.key)) this.#take(group);
      else if (this.#meet(group)) return;
    }
    this.tail = this.#pending;
    if (group !== undefined && this.tail.length > 0) group.isDoubtful = true;
  }

  /** Takes a row that may begin a new group; true if it does. */
  #meet(group: DetailGroup | undefined): boolean {
    const key = this.#keys.read(this.#rows);
    if (group !== undefined && key === group.key) {
      this.#take(group);
      return false;
    }
    const isSure = key !== undefined && this.#keys.isSure;
    const fault = isSure ? "" : this.#keys.faultOf(this.#rows);
    if (fault === "" && key !== undefined) {
      this.#ahead = this.#begin(group, key);
      return true;
    }
    const { stated } = this.#rows;
    this.#pending.push(this.#stray(key, fault === "" ? "data.missing-key" : fault, stated));
    const strayCount = this.#pending.length + (group?.strays.length ?? 0);
    if (strayCount > limits.strayRowsMax) throw this.#tooMany();
    return false;
  }

  #take(group: DetailGroup): void {
    group.rowCount += 1;
    group.end = this.#rows.end;
    if (this.#pending.length === 0) return;
    group.strays.push(...this.#pending);
    group.isDoubtful = true;
    this.#pending = [];
  }

  /** Broken rows right before a group that have its key belong to it; the others are strays. */
  #begin(before: DetailGroup | undefined, key: string): DetailGroup {
    const pending = this.#pending;
    let strayCount = pending.length;
    while (strayCount > 0 && pending[strayCount - 1]?.key === key) strayCount -= 1;
    const first = pending[strayCount] ?? this.#rowHere();
    if (strayCount > 0 && before !== undefined) before.isDoubtful = true;
    this.#pending = [];
    return {
      key,
      start: first.start,
      end: this.#rows.end,
      line: first.line,
      byteOffset: first.byteOffset,
      firstRowBytes: first.sizeBytes,
      part: first.part,
      rowCount: pending.length - strayCount + 1,
      isDoubtful: strayCount > 0,
      strays: pending.slice(0, strayCount),
    };
  }

  #tooMany(): UsageError {
    const { line, byteOffset } = this.#rows;
    const message = `more than ${limits.strayRowsMax} adjacent rows are broken`;
    const hint = "check that it is the right file with the delimiter that the job declares";
    const place = { file: this.#file, line, byteOffset };
    return new UsageError([inputFinding("input.broken-rows", message, place, hint)]);
  }

  #stray(key: string | undefined, code: CodeOf<"data">, stated: Fault | undefined): StrayRow {
    return { key, code, stated, ...this.#rowHere() };
  }

  #rowHere(): RowPlace {
    const { start, line, byteOffset, sizeBytes, part } = this.#rows;
    return { start, line, byteOffset, sizeBytes, part };
  }
}
