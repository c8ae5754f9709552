import { type Branch, branchesOf } from "../../cases/branches.ts";
import { exprsIn } from "../../cases/plan-exprs.ts";
import { pathOfId, writtenKeys } from "../../layout/block-path.ts";
import type { Block, GroupBlock } from "../../model/block.ts";
import type { Expr, SelectExpr } from "../../model/expr.ts";
import type { LayoutPlan, ZonePlan } from "../../model/layout-plan.ts";

/** What of a layout a record can go one way or the other at. */
export type BranchKind = "when" | "where" | "choice" | "has" | "select" | "zone" | "channel";

/** A condition of a layout that a proof set must show true and false. */
export interface ProofBranch {
  readonly kind: BranchKind;
  readonly name: string;
  /** Where it stands in the layout's file; empty for what a job says. */
  readonly path: readonly (string | number)[];
  /** Conditions of which one must be as wanted: several only of zones. */
  readonly conditions: readonly Branch[];
}

/** Combinations of messages that are tried to fill a zone. */
const COMBINATIONS_MAX = 24;

/** Every `when`, `where`, choice, `has`, case of a text and limited zone of a layout. */
export function proofBranches(plan: LayoutPlan): readonly ProofBranch[] {
  const { translations: _translated, ...parts } = plan;
  const conditions = branchesOf(plan).map((branch): ProofBranch => {
    const last = branch.keys.at(-1);
    const kind = last === "when" || last === "where" ? last : "choice";
    return { kind, name: branch.name, path: pathOf(branch), conditions: [branch] };
  });
  const inside = exprsIn(parts).flatMap(({ expr, ...place }) => {
    if (expr.op === "has") return [asBranch("has", { ...place, condition: expr, name: "" })];
    return expr.op === "select" ? selectBranches(expr, place) : [];
  });
  const zones = (plan.zones ?? []).map((zone) => zoneBranch(plan, zone));
  return named([...conditions, ...unlike(inside), ...zones]);
}

/** Names in which the same condition stands several times get a number. */
function named(branches: readonly ProofBranch[]): ProofBranch[] {
  const counts = new Map<string, number>();
  return branches.map((branch) => {
    const name = `${branch.kind} ${branch.name}`;
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return { ...branch, name: count === 1 ? branch.name : `${branch.name} (${count})` };
  });
}

/** The same question at the same place is asked once. */
function unlike(branches: readonly ProofBranch[]): ProofBranch[] {
  const known = new Map(
    branches.map((branch) => {
      const [first] = branch.conditions;
      return [JSON.stringify([first?.id, first?.condition, first?.rows]), branch] as const;
    }),
  );
  return [...known.values()];
}

function asBranch(kind: BranchKind, place: Branch, what = ""): ProofBranch {
  const words = [place.id, ...place.keys].filter((part) => part !== "");
  const name = `${words.join(".")}${what}`;
  return { kind, name, path: pathOf(place), conditions: [{ ...place, name }] };
}

function pathOf({ id, keys }: Pick<Branch, "id" | "keys">): (string | number)[] {
  if (id !== "") return [...pathOfId(id), ...keys];
  const key = PLAN_KEYS[String(keys[0])];
  if (key === undefined) return [...writtenKeys(keys)];
  return keys[2] === "variant" ? [key, "masters", Number(keys[1]), "if"] : [key, ...keys.slice(1)];
}

/** Names of the layout's file for those of the plan. */
const PLAN_KEYS: Readonly<Record<string, string>> = { lets: "let", masters: "print" };

/** A branch for each case of a text that is chosen by a value, except the one for all others. */
function selectBranches(
  expr: SelectExpr,
  place: Omit<Branch, "name" | "condition">,
): ProofBranch[] {
  const { of, cases } = expr;
  return Object.keys(cases)
    .filter((value) => value !== "other")
    .map((value) => {
      const literal: Expr =
        of.kind === "boolean"
          ? { op: "literal", kind: "boolean", value: value === "true" }
          : { op: "literal", kind: "text", value };
      const condition: Expr = { op: "eq", kind: "boolean", left: of, right: literal };
      return asBranch("select", { ...place, condition, name: "" }, ` = ${value}`);
    });
}

/** Whether more messages qualify for a zone than it shows. */
function zoneBranch(plan: LayoutPlan, { name, most }: ZonePlan): ProofBranch {
  const messages = messagesOf(plan).filter(({ zone }) => zone === name);
  const conditions = combinations(messages, most + 1).map((some): Branch => {
    const whens = some.flatMap(({ when }) => (when === undefined ? [] : [when]));
    const condition = whens.reduce<Expr>(
      (left, right) => ({ op: "and", kind: "boolean", left, right }),
      { op: "literal", kind: "boolean", value: true },
    );
    const id = some.map((message) => message.id).join(" and ");
    return { name: id, id, keys: [], condition, rows: [], guards: [] };
  });
  return { kind: "zone", name, path: ["zones", name], conditions };
}

/** The messages of a layout: groups of a zone, wherever they stand. */
export function messagesOf({ blocks }: Pick<LayoutPlan, "blocks">): GroupBlock[] {
  const visit = (block: Block): GroupBlock[] => {
    if (block.kind === "columns")
      return block.columns.flatMap((column) => column.blocks).flatMap(visit);
    if (block.kind !== "group") return [];
    return block.zone === undefined ? block.blocks.flatMap(visit) : [block];
  };
  return blocks.flatMap(visit);
}

/** The first combinations of so many items. */
function combinations<T>(items: readonly T[], size: number): T[][] {
  const found: T[][] = [];
  const add = (from: number, taken: readonly T[]): void => {
    if (taken.length === size) found.push([...taken]);
    for (let at = from; taken.length < size && at < items.length; at += 1) {
      if (found.length >= COMBINATIONS_MAX) return;
      add(at + 1, [...taken, items[at] as T]);
    }
  };
  add(0, []);
  return found;
}
