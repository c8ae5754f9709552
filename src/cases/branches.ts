import type { Expr } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import { exprsIn, type PlacedExpr, type RowScope } from "./plan-exprs.ts";

/** A condition of a layout: what it guards is shown or not, or one of two values is. */
export interface Branch {
  /** Unlike that of any other branch of the plan. */
  readonly name: string;
  /** The id of the block or box it is in; empty for what `let` names and for messages. */
  readonly id: string;
  /** The keys of the plan from there, or from the root. */
  readonly keys: readonly (string | number)[];
  readonly condition: Expr;
  readonly rows: readonly RowScope[];
  readonly guards: readonly Expr[];
}

/** Every condition in a plan, each once: in blocks, furniture, `let`, and texts of messages. */
export function branchesOf(plan: LayoutPlan): readonly Branch[] {
  // What translations guard is what the layout's own texts do.
  const { translations: _, ...parts } = plan;
  const found = new Map<string, Branch>();
  for (const placed of exprsIn(parts)) {
    const branch = branchAt(placed);
    // A chart has its figures as a table, too: the same rows under the same conditions.
    const same = branch && JSON.stringify([branch.id, branch.condition, branch.rows]);
    if (branch !== undefined && same !== undefined && !found.has(same)) found.set(same, branch);
  }
  return [...found.values()];
}

const CONDITIONS: ReadonlySet<string | number | undefined> = new Set(["when", "where"]);

function branchAt({ expr, id, keys, rows, guards }: PlacedExpr): Branch | undefined {
  const isCondition = CONDITIONS.has(keys.at(-1));
  if (isCondition && !isInside(keys)) return branch(expr, { id, keys, rows, guards });
  if (expr.op !== "conditional") return undefined;
  return branch(expr.condition, { id, keys: [...keys, "condition"], rows, guards });
}

/** Whether it is a part of an expression, such as the rows that a sum is of. */
function isInside(keys: PlacedExpr["keys"]): boolean {
  return keys.at(-1) === "where" && keys.at(-2) !== "rows";
}

function branch(condition: Expr, place: Omit<Branch, "name" | "condition">): Branch {
  const { id, keys } = place;
  return { ...place, condition, name: [...(id === "" ? [] : [id]), ...keys].join(".") };
}
