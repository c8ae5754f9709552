import type { Block } from "../../model/block.ts";
import type { Expr, LiteralExpr } from "../../model/expr.ts";
import { checkAgainst } from "../../yaml/schema-issues.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import { choicesIn } from "../expression/expression-paths.ts";
import { reportImpossible } from "../expression/impossible-value.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { choiceSchema } from "./block-schema.ts";
import { checkedExpr } from "./texts.ts";

/** The keys of blocks whose value the data may choose. */
const KEYS = ["style", "color", "background", "border", "image"] as const;

type CheckOne = (value: Record<string, unknown>) => readonly Block[];

/** The key of a block whose value is chosen by the data; undefined if all are written out. */
export function chosenKey(value: unknown): string | undefined {
  if (!isMapping(value)) return undefined;
  return KEYS.find((key) => isMapping(value[key]) && "by" in value[key]);
}

/**
 * A block whose style, colour or image the data choose: as many blocks as there are choices, of
 * which each record shows the one that its value names.
 */
export function chosenBlocks(
  check: LayoutCheck,
  path: Path,
  value: Record<string, unknown>,
  key: string,
  checkOne: CheckOne,
): Block[] {
  const at = [...path, key];
  const own = checkAgainst(check.source, at, choiceSchema, value[key]);
  const by = own && checkedExpr(check, [...at, "by"], own.by, ["text", "boolean", "integer"]);
  if (own === undefined || by === undefined) return [];
  const choices = namesOf(check, at, own);
  const values = Object.keys(choices);
  const known = by.kind === "boolean" ? ["true", "false"] : choicesIn(check.scope, String(own.by));
  if (known !== undefined) reportImpossible(check.source, [...at, "of"], values, known);
  const isWhole = known !== undefined && known.every((each) => values.includes(each));
  const canLack = by.op === "field" && by.optional;
  if (own.otherwise === undefined && (!isWhole || canLack)) {
    const message = "Some records may have none of these values; say what they show.";
    check.source.report("missing-key", at, message, { hint: "add `otherwise: NAME`" });
  }
  const literals = values.map((each) => literalOf(by, each));
  const shown = values.flatMap((each, index) => {
    const right = literals[index] ?? literalOf(by, each);
    const when: Expr = { op: "eq", kind: "boolean", left: by, right };
    return variant(checkOne({ ...value, [key]: choices[each] }), when);
  });
  if (own.otherwise === undefined) return shown;
  const right = { op: "list-literal", kind: "list", items: literals } as const;
  const isOne: Expr = { op: "in", kind: "boolean", left: by, right };
  const when: Expr = { op: "not", kind: "boolean", operand: isOne };
  return [...shown, ...variant(checkOne({ ...value, [key]: own.otherwise }), when)];
}

/** The blocks under a condition, of which exactly one holds in each record. */
function variant(blocks: readonly Block[], condition: Expr): Block[] {
  return blocks.map((block) => {
    const { when } = block;
    if (when === undefined)
      return { ...block, when: condition, isStatic: false, isVariant: true as const };
    const both: Expr = { op: "and", kind: "boolean", left: condition, right: when };
    return { ...block, when: both, isStatic: false };
  });
}

interface Choice {
  readonly of?: Readonly<Record<string, string>> | undefined;
  readonly from?: string | undefined;
}

/** The names by value: as written, or the images of a folder by their files' names. */
function namesOf(
  { source, images }: LayoutCheck,
  at: Path,
  { of, from }: Choice,
): Readonly<Record<string, string>> {
  if (of !== undefined || from === undefined) return of ?? {};
  const names = images.names.filter((name) => name.startsWith(`${from}/`));
  if (names.length === 0) {
    const folders = images.names.filter((name) => name.includes("/"));
    const known = new Set(folders.map((name) => name.slice(0, name.indexOf("/"))));
    const message = `There are no images of a folder \`${from}\`.`;
    const hint = nameHint(from, "folders", known);
    source.report("unknown-image", [...at, "from"], message, { hint });
  }
  return Object.fromEntries(names.map((name) => [name.slice(from.length + 1), name]));
}

function literalOf({ kind }: Expr, value: string): LiteralExpr {
  if (kind === "boolean") return { op: "literal", kind, value: value === "true" };
  if (kind === "integer") return { op: "literal", kind, value: Number(value) };
  return { op: "literal", kind: "text", value };
}
