import { isPlainObject } from "../base/plain-object.ts";
import { Prng } from "../base/prng.ts";
import { compileExpr, exprContext } from "../expr/compile-expr.ts";
import { Formats } from "../expr/format.ts";
import { type Evaluate, type Scopes, scopesOf } from "../expr/scopes.ts";
import { valueAt } from "../expr/value-at.ts";
import type { Expr } from "../model/expr.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawObject } from "../model/record.ts";
import type { Branch } from "./branches.ts";
import { branchDistance, type Distance } from "./branch-distance.ts";
import { type CaseField, fieldPathsOf } from "./case-field.ts";
import { applyChange, asRecord, type Change, type Draft, recordOf } from "./draft.ts";
import type { RowScope } from "./plan-exprs.ts";
import {
  changesOf,
  numberChange,
  numberIn,
  type TriedValues,
  triedValues,
} from "./tried-values.ts";

/** Steps of a search; most branches are met within the first few. */
const ROUNDS_MAX = 40;

/** A branch as it is searched for: with what must hold for it to matter. */
interface Aim {
  readonly distance: Distance;
  readonly condition: Evaluate;
  readonly guards: readonly Evaluate[];
  readonly rows: readonly RowScope[];
  readonly fields: readonly CaseField[];
  readonly tried: TriedValues;
}

/**
 * Looks for records that meet a condition, and for ones that do not: from a usual record it changes
 * what the condition depends on, field by field, as long as that brings it nearer, and by chance
 * where nothing does. What is found is held against the condition itself.
 */
export class BranchSearch {
  readonly #plan: LayoutPlan;
  readonly #fields: readonly CaseField[];
  readonly #seed: number;

  constructor(plan: LayoutPlan, fields: readonly CaseField[], seed: number) {
    this.#plan = plan;
    this.#fields = fields;
    this.#seed = seed;
  }

  /** Changes `draft` to a record where the branch is as wanted; undefined if none was found. */
  find(branch: Branch, wanted: boolean, draft: Draft): RawObject | undefined {
    const aim = this.#aim(branch, wanted, structuredClone(draft));
    const chance = new Prng(this.#seed);
    let best = distanceOf(aim, draft);
    for (let round = 0; round < ROUNDS_MAX && best > 0; round += 1) {
      const before = best;
      for (const field of aim.fields) best = this.#improve(aim, field, draft, best);
      if (best === before) best = shake(aim, draft, chance);
    }
    return isMet(aim, draft, wanted) ? asRecord(draft) : undefined;
  }

  #aim({ condition, guards, rows }: Branch, wanted: boolean, model: Draft): Aim {
    const { locale, currency, currencyDigits, lets = [] } = this.#plan;
    const formats = new Formats(locale, currency, currencyDigits);
    const names = ["record", ...rows.map(({ row }) => row)];
    const context = exprContext(formats, names, lets);
    const parts = guards.map((guard) => branchDistance(guard, true, context, lets));
    const own = branchDistance(condition, wanted, context, lets);
    const all = [...guards, condition];
    const used = usedNames(all, rows, lets);
    return {
      distance: (scopes) => parts.reduce((sum, part) => sum + part(scopes), own(scopes)),
      condition: compileExpr(condition, context),
      guards: guards.map((guard) => compileExpr(guard, context)),
      rows,
      fields: this.#fields.filter(({ name }) => used.has(name)),
      tried: triedValues(all, lets, model),
    };
  }

  /** The best of the values that are tried for a field, and from there in growing steps. */
  #improve(aim: Aim, field: CaseField, draft: Draft, start: number): number {
    let best = start;
    for (const change of changesOf(field, draft, aim.tried)) {
      const undo = applyChange(draft, change);
      const found = distanceOf(aim, draft);
      if (found < best) best = found;
      else undo();
    }
    const from = best > 0 ? numberIn(field, draft) : undefined;
    if (from === undefined) return best;
    for (const direction of [1, -1]) best = climb(aim, field, draft, direction, best);
    return best;
  }
}

/** Changes a number in steps that double, as long as it helps. */
function climb(aim: Aim, field: CaseField, draft: Draft, direction: number, start: number): number {
  let best = start;
  for (let step = 1; best > 0 && step < 2 ** 50;) {
    const from = numberIn(field, draft) ?? 0;
    const change = numberChange(field, from + direction * step);
    if (change === undefined) return best;
    const undo = applyChange(draft, change);
    const found = distanceOf(aim, draft);
    if (found < best) {
      best = found;
      step *= 2;
    } else {
      undo();
      if (step === 1) return best;
      step = 1;
    }
  }
  return best;
}

/** Changes one or two fields by chance, to leave a place that no single change improves. */
function shake(aim: Aim, draft: Draft, chance: Prng): number {
  for (let count = chance.between(1, 2); count > 0 && aim.fields.length > 0; count -= 1) {
    const changes: Change[] = [...changesOf(chance.pick(aim.fields), draft, aim.tried)];
    if (changes.length > 0) applyChange(draft, chance.pick(changes));
  }
  return distanceOf(aim, draft);
}

function usedNames(
  all: readonly Expr[],
  rows: readonly RowScope[],
  lets: readonly Expr[],
): ReadonlySet<string> {
  const lists = rows.map(({ list }, index) => fieldPathsOf(list, rows.slice(0, index), lets));
  const parts = all.map((expr) => fieldPathsOf(expr, rows, lets));
  return new Set([...lists, ...parts].flatMap((names) => [...names]));
}

/** The scopes of a draft with the first rows of lists that have names; none if one is empty. */
function scopesIn(rows: readonly RowScope[], draft: Draft): Scopes | undefined {
  const scopes = scopesOf(recordOf(draft));
  const names = ["record"];
  for (const { row, list } of rows) {
    const owner = scopes[names.lastIndexOf(list.scope)] ?? {};
    const found = valueAt(owner, list.path);
    const first: unknown = Array.isArray(found) ? found[0] : undefined;
    if (!isPlainObject(first)) return undefined;
    scopes[names.length] = recordOf(first);
    names.push(row);
  }
  return scopes;
}

function distanceOf({ distance, rows }: Aim, draft: Draft): number {
  const scopes = scopesIn(rows, draft);
  return scopes === undefined ? Number.MAX_VALUE : distance(scopes);
}

function isMet({ condition, guards, rows }: Aim, draft: Draft, wanted: boolean): boolean {
  const scopes = scopesIn(rows, draft);
  if (scopes === undefined) return false;
  return (condition(scopes) === true) === wanted && guards.every((guard) => guard(scopes) === true);
}
