import type { Block } from "../../model/block.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import { type Scope, withNamed } from "../expression/expression-scope.ts";
import { nameFault } from "../expression/name-fault.ts";
import type { Children, LayoutCheck } from "../layout-check.ts";
import { USED } from "../parts/merge-parts.ts";
import type { z } from "zod";
import { standInSchemas } from "./block-schema.ts";
import { checkedExpr } from "./texts.ts";

type CheckBlocks = Children["checkedBlocks"];
const VALUES = ["text", "boolean", "integer", "money", "date", "decimal"] as const;

/** Whether a block stands for others: a list that a part has, or what a layout puts in its slot. */
export function standsForOthers(value: unknown): value is Record<string, unknown> {
  return isMapping(value) && ("use" in value || "slot" in value);
}

/** The blocks that one stands for, with their findings in the file that has them. */
export function usedBlocks(
  check: LayoutCheck,
  path: Path,
  value: Record<string, unknown>,
  depth: number,
  checkedBlocks: CheckBlocks,
): Block[] {
  if ("slot" in value) return slotBlocks(check, path, value, depth, checkedBlocks);
  const own = checkAgainst(check.source, path, standInSchemas.use, value);
  if (own === undefined) return [];
  const lists = check.parts?.lists ?? new Map<string, unknown>();
  const list = lists.get(own.use);
  if (list === undefined) {
    const message = `No included part has blocks called \`${own.use}\`.`;
    const hint = nameHint(own.use, "blocks of parts", lists.keys());
    check.source.report("unknown-part", [...path, "use"], message, { hint });
    return [];
  }
  const scope = withArguments(check, path, own);
  const idPrefix = `${check.idPrefix ?? ""}${path.join(".")}@`;
  return checkedBlocks({ ...check, scope, idPrefix }, [USED, own.use], list, depth + 1);
}

/** The names that a list of blocks gets for its use. */
function withArguments(
  check: LayoutCheck,
  path: Path,
  own: z.output<typeof standInSchemas.use>,
): Scope {
  let { scope } = check;
  for (const [name, text] of Object.entries(own.with ?? {})) {
    const at = [...path, "with", name];
    const expr = checkedExpr(check, at, text, VALUES);
    const fault = nameFault(check.scope, name, "the value");
    if (fault !== undefined) check.source.report(fault.code, at, fault.message, { at: "key" });
    else if (expr !== undefined) scope = withNamed(scope, name, expr);
  }
  return scope;
}

/** What an extending layout fills in, or else the slot's own blocks. */
function slotBlocks(
  check: LayoutCheck,
  path: Path,
  value: Record<string, unknown>,
  depth: number,
  checkedBlocks: CheckBlocks,
): Block[] {
  const childless = { ...value, ...("blocks" in value && { blocks: [] }) };
  const own = checkAgainst(check.source, path, standInSchemas.slot, childless);
  if (own === undefined) return [];
  check.parts?.slots.add(own.slot);
  const filled = check.parts?.fill[own.slot];
  if (filled !== undefined) return checkedBlocks(check, ["fill", own.slot], filled, depth + 1);
  return checkedBlocks(check, [...path, "blocks"], value["blocks"] ?? [], depth + 1);
}
