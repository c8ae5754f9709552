import { Environment } from "@marcbachmann/cel-js";
import type { ASTNode } from "@marcbachmann/cel-js";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { Parameters } from "../../model/parameter.ts";
import { PARAMETERS_ROOT } from "../../layout/expression/expression-parameters.ts";
import { READER_FUNCTIONS } from "../../layout/expression/expression-readers.ts";
import { recordScope, type Scope } from "../../layout/expression/expression-scope.ts";

/** The scope of an expression over a sender's row, and the column of each of its names. */
export interface SourceScope {
  readonly scope: Scope;
  readonly columns: Readonly<Record<string, string>>;
}

const TEXT: Shape = { kind: "text", optional: true };

/**
 * The scope in which every name of the expression is a text that may be absent: what columns there
 * are is known from the file's header alone. A column of `named` whose name is no word is known by
 * underscores in place of the other characters: `Due_Date` is `Due Date`. The job's parameters are
 * `params`.
 */
export function sourceScope(
  text: string,
  named: readonly string[],
  currencyDigits: number,
  parameters?: Parameters,
): SourceScope {
  // A column of that name that the job maps is meant as a column.
  const known = named.some((column) => isParameter(column)) ? undefined : parameters;
  const paths = namesIn(text).filter((path) => known === undefined || !isParameter(path));
  const byWord = new Map(named.map((column) => [column.replaceAll(/\W/g, "_"), column]));
  const columns = Object.fromEntries(paths.map((path) => [path, byWord.get(path) ?? path]));
  const record = shapeOf(paths.map((path) => path.split(".")));
  const scope = recordScope(record, currencyDigits, new Set(), known);
  for (const signature of READER_FUNCTIONS) scope.environment.registerFunction(signature, never);
  return { scope: { ...scope, isSource: true }, columns };
}

function isParameter(path: string): boolean {
  return path === PARAMETERS_ROOT || path.startsWith(`${PARAMETERS_ROOT}.`);
}

function never(): never {
  throw new Error("expressions of jobs are translated, never evaluated here");
}

/** The names and paths that an expression reads; none if it cannot be parsed. */
function namesIn(text: string): string[] {
  const names = new Set<string>();
  try {
    collect(new Environment().parse(text).ast, names);
  } catch {
    // The check that follows reports what is wrong with it, and where.
  }
  return [...names];
}

function collect(node: unknown, names: Set<string>): void {
  const path = pathOf(node);
  if (path !== undefined) return void names.add(path);
  if (Array.isArray(node)) for (const inner of node) collect(inner, names);
  else if (isNode(node)) collect(node.args, names);
}

function pathOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.op === "id") return node.args;
  if (node.op !== ".") return undefined;
  const owner = pathOf(node.args[0]);
  return owner === undefined ? undefined : `${owner}.${node.args[1]}`;
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === "object" && value !== null && "op" in value && "args" in value;
}

/** A shape that has a text at each path. */
function shapeOf(paths: readonly (readonly string[])[]): ObjectShape {
  const byName = Map.groupBy(paths, ([name = ""]) => name);
  const fields = [...byName].map(([name, own]) => {
    const inner = own.map(([, ...rest]) => rest).filter((rest) => rest.length > 0);
    return [name, inner.length === 0 ? TEXT : shapeOf(inner)] as const;
  });
  return { kind: "object", fields: Object.fromEntries(fields) };
}
