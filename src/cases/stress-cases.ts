import { CaseNames } from "./case-names.ts";
import type { RawObject } from "../model/record.ts";
import { type Branch, branchesOf } from "./branches.ts";
import { BranchSearch } from "./branch-search.ts";
import { caseFields } from "./case-field.ts";
import { FormCases, slug } from "./form-cases.ts";
import type { CaseBy, StressCase } from "./stress-case.ts";

export type { CaseBy, StressCase } from "./stress-case.ts";

/** A condition of the layout, one of its two ways, and a record that goes there. */
export interface BranchCase {
  readonly branch: Branch;
  readonly holds: boolean;
  /** Undefined where none was found: the way may be closed to every record. */
  readonly record: RawObject | undefined;
}

/**
 * The records that a layout is tried with, made from its data section and nothing else but, where
 * there are some, its samples:
 *
 * - extremes: the shortest and longest texts, words that do not break, zero, -0.01, the largest
 *   amounts, leap days, optional fields absent; each list with no row, one and 2,000;
 * - each value of each `one of`, each locale;
 * - each condition (`when`, `where`, `? :`) once true and once false, where it matters: with the
 *   conditions of the blocks around it true, and for the first row of its list;
 * - mixtures of extremes by chance.
 *
 * A case is `{ name, record, why }`; the record is as JSON has it and matches the layout's data.
 * Cases are made one at a time, always in the same order. The same plan, seed and samples give the
 * same cases. `branchCases` also names the ways of conditions that no record was found for; who
 * wants both gives what it found as `ways`, so that each is searched for once.
 */
export function* stressCases(
  by: CaseBy,
  ways: Iterable<BranchCase> = branchCases(by),
): Generator<StressCase> {
  const names = new CaseNames();
  for (const one of allCases(by, ways)) yield names.apart(one);
}

function* allCases(by: CaseBy, ways: Iterable<BranchCase>): Generator<StressCase> {
  yield* new FormCases(by);
  for (const { branch, holds, record } of ways) {
    if (record === undefined) continue;
    const name = `${slug(branch.name)}-${String(holds)}`;
    yield { name, why: `\`${branch.name}\` is ${String(holds)}`, record };
  }
}

/** Each condition both ways; the two records of one differ in what it depends on alone. */
export function* branchCases(by: CaseBy): Generator<BranchCase> {
  const { plan, seed } = by;
  const search = new BranchSearch(plan, caseFields(plan), seed);
  const forms = new FormCases(by);
  for (const branch of branchesOf(plan))
    for (const holds of [true, false])
      yield { branch, holds, record: search.find(branch, holds, forms.usual()) };
}
