import { periodOf } from "../../base/cycle.ts";
import type { Diagnostic } from "../../base/diagnostic.ts";
import type { StatedPlaces, TotalPlace } from "../../model/job.ts";
import { type FindingPlace, inputFinding } from "./input-findings.ts";
import { exactSum, isTooLargeSum } from "./exact-sum.ts";

/** What somebody states about an input: the job itself, the file's trailer, or a companion file. */
export interface StatedTotals {
  /** Who states it, such as `the trailer`. */
  readonly by: string;
  readonly place: FindingPlace;
  /** The files of a list that they are about; all of them if absent. */
  readonly parts?: readonly number[];
  readonly records?: number;
  /** Rows of the detail file that goes into a list. */
  readonly rows: ReadonlyMap<string, number>;
  /** Sums by field path, in the units of `exactSum`. */
  readonly sums: ReadonlyMap<string, bigint>;
}

/** Whose statement is read, where it is, and how to look up a place in it. */
export interface Statement {
  readonly by: string;
  readonly place: FindingPlace;
  /** The code for words that cannot be understood. */
  readonly code: "input.trailer" | "input.companion";
  readonly at: (place: TotalPlace) => string | undefined;
}

export interface ReadTotals {
  readonly totals: StatedTotals;
  readonly findings: readonly Diagnostic[];
}

/**
 * Reads what a sender states. Findings are about words that cannot be understood, and about a cycle
 * or day other than the job's: then it is another night's file.
 */
export function readTotals(statement: Statement, places: StatedPlaces): ReadTotals {
  const { by, place } = statement;
  const findings: Diagnostic[] = [];
  const read = new StatementReader(statement, findings);
  const records = places.records === undefined ? undefined : read.count("records", places.records);
  const rows = new Map<string, number>();
  for (const [into, at] of Object.entries(places.rows)) {
    const count = read.count(`rows of ${into}`, at);
    if (count !== undefined) rows.set(into, count);
  }
  const sums = new Map<string, bigint>();
  for (const [path, at] of Object.entries(places.sums)) {
    const sum = read.sum(path, at);
    if (sum !== undefined) sums.set(path, sum);
  }
  const { job, cycle, asOf } = places;
  // A sender may know the period alone, and not the label of the run.
  if (cycle !== undefined) read.period("cycle", cycle, job.cycle, periodOf(job.cycle));
  if (asOf !== undefined) read.period("as-of day", asOf, job.asOf);
  return { totals: { by, place, ...(records !== undefined && { records }), rows, sums }, findings };
}

class StatementReader {
  readonly #statement: Statement;
  readonly #findings: Diagnostic[];

  constructor(statement: Statement, findings: Diagnostic[]) {
    this.#statement = statement;
    this.#findings = findings;
  }

  count(what: string, at: TotalPlace): number | undefined {
    const text = this.#text(what, at);
    if (text === undefined) return undefined;
    if (/^\d{1,15}$/.test(text)) return Number(text);
    return this.#unreadable(what, at, "a count such as 20004", /^\d+$/.test(text));
  }

  sum(path: string, at: TotalPlace): bigint | undefined {
    const text = this.#text(`the sum of ${path}`, at);
    if (text === undefined) return undefined;
    const isLong = isTooLargeSum(text);
    return (
      exactSum(text) ?? this.#unreadable(`the sum of ${path}`, at, "one such as 1234.50", isLong)
    );
  }

  /** Senders write days and cycles with and without hyphens. */
  period(what: string, at: TotalPlace, ...wanted: readonly [string, ...string[]]): void {
    const text = this.#text(what, at);
    if (text === undefined) return;
    if (!/^\d{4}-?W?\d\d[\w./-]{0,50}$/.test(text)) {
      this.#unreadable(what, at, `one such as ${wanted[0]}`);
      return;
    }
    if (wanted.some((one) => withoutHyphens(one) === withoutHyphens(text))) return;
    const { by, place } = this.#statement;
    const message = `${by} says ${what} ${text}, but the job runs ${wanted[0]}: wrong file`;
    const hint = "get the file for this run, or correct cycle and as-of in the job";
    this.#findings.push(inputFinding("input.stale", message, place, hint));
  }

  #text(what: string, at: TotalPlace): string | undefined {
    const text = this.#statement.at(at)?.trim();
    if (text !== undefined && text !== "") return text;
    const where = typeof at === "number" ? `column ${at}` : at;
    const message = `${this.#statement.by} has nothing at ${where}, where ${what} should be`;
    return this.#fault(message);
  }

  #unreadable(what: string, at: TotalPlace, form: string, isTooLarge = false): undefined {
    const where = typeof at === "number" ? `column ${at}` : at;
    const is = isTooLarge ? "is too large to be" : "is not";
    return this.#fault(`${what} in ${this.#statement.by} (${where}) ${is} ${form}`);
  }

  #fault(message: string): undefined {
    const { code, place } = this.#statement;
    const hint = "request it again, or correct its places in the job";
    this.#findings.push(inputFinding(code, message, place, hint));
    return undefined;
  }
}

function withoutHyphens(text: string): string {
  return text.replaceAll("-", "");
}
