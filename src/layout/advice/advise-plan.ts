import type { LayoutPlan } from "../../model/layout-plan.ts";
import type { Expr } from "../../model/expr.ts";
import type { Path, YamlSource } from "../../yaml/yaml-source.ts";
import { pathOfId, writtenKeys } from "../block-path.ts";
import { contrastMin, contrastOf } from "./contrast.ts";
import { isNeverTrue } from "./never-true.ts";

type Plan = Pick<LayoutPlan, "blocks" | "masters" | "styles" | "colors" | "parameters">;

/** Warns of what no reader sees: conditions that are never true, and text that is too faint. */
export function advisePlan(source: YamlSource, plan: Plan): void {
  const walk = new AdviceWalk(source, plan);
  for (const [index, { boxes, variant }] of plan.masters.entries()) {
    walk.visit(boxes, { path: [], keys: [], ground: -1 });
    const path = ["print", "masters", index, "if"];
    if (variant?.when !== undefined) walk.condition(variant.when, { path, keys: [], ground: -1 });
  }
  walk.visit(plan.blocks, { path: [], keys: [], ground: -1 });
}

interface Place {
  /** Of the block or box around. */
  readonly path: Path;
  /** From there in the plan. */
  readonly keys: Path;
  /** The colour behind, or -1 for the paper. */
  readonly ground: number;
  /** The colour behind every other row of the table around. */
  readonly stripe?: number;
}

class AdviceWalk {
  readonly #source: YamlSource;
  readonly #plan: Plan;
  /** Colours that were found too faint. */
  readonly #faint = new Set<number>();

  constructor(source: YamlSource, plan: Plan) {
    this.#source = source;
    this.#plan = plan;
  }

  /** Any part of a plan: what kinds of blocks there are does not matter here. */
  visit(value: unknown, place: Place): void {
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries())
        this.visit(item, { ...place, keys: [...place.keys, index] });
      return;
    }
    if (!isObject(value)) return;
    const { id, background, stripeColor } = value;
    const own = typeof id === "string" ? { ...place, path: pathOfId(id), keys: [] } : place;
    const inner = {
      ...own,
      ...(isColor(background) && { ground: background }),
      ...(isColor(stripeColor) && { stripe: stripeColor }),
    };
    for (const [key, part] of Object.entries(value)) {
      const at = { ...inner, keys: [...inner.keys, key] };
      if ((key === "when" || key === "where") && isExpr(part)) this.condition(part, at);
      else if (/style$/i.test(key) && isColor(part)) {
        this.#style(part, at);
        const { stripe } = at;
        const isOfRows = key === "style" && at.keys.includes("columns");
        if (isOfRows && stripe !== undefined) this.#style(part, { ...at, ground: stripe });
      } else if (!isExpr(part)) this.visit(part, at);
    }
  }

  condition(expr: Expr, { path, keys }: Place): void {
    // The job says what parameters are; here they have any value.
    if (this.#plan.parameters !== undefined || !isNeverTrue(expr)) return;
    const message = "This condition is never true, so what it guards is never shown.";
    const hint = "correct it, or remove what it guards";
    const at = [...path, ...writtenKeys(keys)];
    this.#source.report("never-true", at, message, { severity: "warning", hint });
  }

  #style(index: number, { path, keys, ground }: Place): void {
    const { styles, colors } = this.#plan;
    const style = styles[index];
    if (style === undefined || this.#faint.has(style.color)) return;
    const ratio = contrastOf(colors[style.color], ground < 0 ? undefined : colors[ground]);
    const least = contrastMin(style);
    if (ratio >= least) return;
    // Whatever other styles have it: the colour is what has to change.
    this.#faint.add(style.color);
    const on = ground < 0 ? "the paper" : "its background";
    const shown = Math.floor(ratio * 10) / 10;
    const message = `Text in \`${style.name}\` on ${on} has a contrast of ${shown}:1.`;
    const hint = `give the style a colour with ${least}:1 or more, or change the background`;
    const at = keys.length === 1 ? [...path, ...writtenKeys(keys)] : path;
    this.#source.report("low-contrast", at, message, { severity: "warning", hint });
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isExpr(value: unknown): value is Expr {
  return isObject(value) && typeof value["op"] === "string";
}

function isColor(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}
