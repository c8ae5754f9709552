import { type Diagnostic, diagnostic, UsageError } from "./diagnostic.ts";
import { limits } from "./limits.ts";

/** Says how many findings are not listed one by one. */
export type MoreFindings = (count: number) => Diagnostic;

/** Findings of which the first are kept and the others counted. */
export class FindingList {
  readonly #kept: Diagnostic[] = [];
  #count = 0;

  add(finding: Diagnostic): void {
    this.#count += 1;
    if (this.#kept.length < limits.findingsToldMax) this.#kept.push(finding);
  }

  /** The first findings, followed by one that says how many more there are. */
  told(more?: MoreFindings): readonly Diagnostic[] {
    return toldFindings(this.#kept, { count: this.#count, more });
  }

  /** Throws a `UsageError` if there are any. */
  throwAny(more?: MoreFindings): void {
    if (this.#count > 0) throw new UsageError(this.told(more));
  }
}

/**
 * The first findings, followed by one that says how many more there are. `count` is the number of
 * all, if not all are given.
 */
export function toldFindings(
  findings: readonly Diagnostic[],
  {
    count = findings.length,
    more = moreFindings,
  }: { count?: number; more?: MoreFindings | undefined } = {},
): readonly Diagnostic[] {
  const told = findings.slice(0, limits.findingsToldMax);
  return count === told.length ? told : [...told, more(count - told.length)];
}

/** The finding that `count` more findings are not listed. */
export function moreFindings(count: number): Diagnostic {
  const message = `${count} more ${count === 1 ? "finding is" : "findings are"} not listed.`;
  return diagnostic("run.more-findings", message, {
    hint: "Fix what is listed; the rest is listed the next time.",
  });
}
