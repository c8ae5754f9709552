import type { ScalarShape, Shape } from "../model/data-shape.ts";
import type { Expr } from "../model/expr.ts";
import { checkAgainst } from "../yaml/schema-issues.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";
import { checkedExpr, checkedWords } from "./blocks/texts.ts";
import { reportImpossible } from "./expression/impossible-value.ts";
import { shapeInRows } from "./expression/expression-paths.ts";
import { type Labels, type Scope, withNamed } from "./expression/expression-scope.ts";
import { nameFault } from "./expression/name-fault.ts";
import { layoutSchema } from "./layout-schema.ts";
import type { TextCheck } from "./messages/written-text.ts";

type Sections = Readonly<Record<string, unknown>>;
const VALUES = ["text", "boolean", "integer", "money", "date", "decimal"] as const;

/** Reads the `let:` section, and gives the scope in which its names are known. */
export function readLets(source: YamlSource, outer: Scope, sections: Sections): Scope {
  const lets: Expr[] = [];
  let scope = outer;
  const section = checkAgainst(source, ["let"], layoutSchema.shape.let, sections["let"]) ?? {};
  const faulty = new Set(outer.faultyNames);
  for (const [name, text] of Object.entries(section)) {
    const path = ["let", name];
    const fault = nameFault(scope, name, "the value");
    if (fault !== undefined) source.report(fault.code, path, fault.message, { at: "key" });
    const expr = checkedExpr({ source, scope }, path, text, VALUES);
    if (fault !== undefined || expr === undefined) {
      faulty.add(name);
      scope = { ...scope, faultyNames: faulty };
      continue;
    }
    const index = lets.push(expr) - 1;
    scope = withNamed(scope, name, { op: "let", kind: expr.kind, index });
  }
  return { ...scope, lets };
}

/** Reads the `labels:` section: every choice of a field that it names needs a label. */
export function readLabels(check: TextCheck, sections: Sections): Labels {
  const { source, scope } = check;
  const { labels: schema } = layoutSchema.shape;
  const section = checkAgainst(source, ["labels"], schema, sections["labels"]) ?? {};
  const labels = new Map<Shape, Readonly<Record<string, string>>>();
  for (const [name, texts] of Object.entries(section)) {
    const path = ["labels", name];
    const shape = choicesOf(source, scope, path, name);
    if (shape === undefined) continue;
    checkChoices(source, path, shape.oneOf ?? [], Object.keys(texts));
    const own: Record<string, string> = {};
    for (const [choice, text] of Object.entries(texts))
      own[choice] = checkedWords(check, [...path, choice], String(text));
    labels.set(shape, own);
  }
  return labels;
}

function choicesOf(
  source: YamlSource,
  scope: Scope,
  path: Path,
  name: string,
): ScalarShape | undefined {
  const shape = shapeInRows(scope.record, name);
  if (shape?.kind === "text" && shape.oneOf !== undefined) return shape;
  if (name.split(".").some((step) => scope.faultyNames.has(step))) return undefined;
  const message =
    shape === undefined
      ? `\`${name}\` is not a field of the data; name a declared one.`
      : `\`${name}\` is not declared as \`one of [...]\`, so it has no choices to label.`;
  source.report(shape === undefined ? "unknown-field" : "wrong-type", path, message, { at: "key" });
  return undefined;
}

function checkChoices(
  source: YamlSource,
  path: Path,
  choices: readonly string[],
  labelled: readonly string[],
): void {
  reportImpossible(source, path, labelled, choices);
  const missing = choices.filter((choice) => !labelled.includes(choice));
  if (missing.length === 0) return;
  const message = `A label is missing for: ${missing.join(", ")}.`;
  const hint = `add \`${missing[0] ?? ""}: ...\``;
  source.report("missing-label", path, message, { at: "key", hint });
}
