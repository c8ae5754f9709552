import type { Branch } from "../../cases/branches.ts";
import { compileExpr, exprContext } from "../../expr/compile-expr.ts";
import { Formats } from "../../expr/format.ts";
import { compileRows, type Evaluate, type Scopes, scopesOf, setRow } from "../../expr/scopes.ts";
import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { RawObject } from "../../model/record.ts";
import type { ProofBranch } from "./proof-branches.ts";

/** Which ways of a branch a record goes; both where rows of a list differ. */
export type Ways = ReadonlySet<boolean>;

/**
 * Says for a record which ways it goes at each branch: a condition counts where those around it
 * hold, and in rows of lists for each row.
 */
export class BranchCover {
  readonly #tests: ReadonlyMap<ProofBranch, (values: RawObject) => Ways>;

  constructor(plan: LayoutPlan, branches: readonly ProofBranch[]) {
    this.#tests = new Map(
      branches.map((branch) => {
        const tests = branch.conditions.map((condition) => compileBranch(plan, condition));
        const waysOf = (values: RawObject): Ways => {
          const each = tests.map((test) => test(values));
          if (branch.kind !== "zone") return each[0] ?? new Set();
          // One combination that qualifies fills the zone.
          return new Set([each.some((ways) => ways.has(true))]);
        };
        return [branch, waysOf];
      }),
    );
  }

  ways(branch: ProofBranch, values: RawObject): Ways {
    return this.#tests.get(branch)?.(values) ?? new Set();
  }
}

function compileBranch(plan: LayoutPlan, branch: Branch): (values: RawObject) => Ways {
  const { locale, currency, currencyDigits, lets = [] } = plan;
  const formats = new Formats(locale, currency, currencyDigits);
  const names = ["record", ...branch.rows.map(({ row }) => row)];
  const context = exprContext(formats, names, lets);
  const condition = compileExpr(branch.condition, context);
  const guards = branch.guards.map((guard) => compileExpr(guard, context));
  const lists = branch.rows.map(({ list }, depth) => compileRows(list, names.slice(0, depth + 1)));
  return (values) => {
    const ways = new Set<boolean>();
    visitRows(lists, scopesOf(values), 0, (scopes) => {
      if (holds(guards, scopes)) ways.add(condition(scopes) === true);
    });
    return ways;
  };
}

function holds(guards: readonly Evaluate[], scopes: Scopes): boolean {
  return guards.every((guard) => guard(scopes) === true);
}

/** Calls `use` for each row, or each combination of rows of lists in lists. */
function visitRows(
  lists: readonly Evaluate<readonly RawObject[]>[],
  scopes: Scopes,
  depth: number,
  use: (scopes: Scopes) => void,
): void {
  const rows = lists[depth];
  if (rows === undefined) return use(scopes);
  for (const row of rows(scopes)) {
    setRow(scopes, depth + 1, row);
    visitRows(lists, scopes, depth + 1, use);
  }
}
