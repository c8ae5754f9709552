import type { ASTNode, ParseError, TypeError } from "@marcbachmann/cel-js";
import { EvaluationError, ParseError as CelParseError } from "@marcbachmann/cel-js";
import { limits } from "../../base/limits.ts";
import type { Expr } from "../../model/expr.ts";
import { ExpressionFault, kindWord } from "./expression-fault.ts";
import { fieldPath, fieldPaths } from "./expression-paths.ts";
import { PARAMETERS_ROOT } from "./expression-parameters.ts";
import { expressionHint } from "./syntax-hints.ts";
import { FUNCTION_NAMES, type Scope, signaturesOf } from "./expression-scope.ts";
import { translate } from "./expression-translate.ts";
import { nearestName, suggest } from "../../base/nearest-name.ts";

/**
 * Parses a CEL expression, checks it against the scope and translates it. Throws an
 * `ExpressionFault` that says what is wrong and where; returns undefined if the fault is in the
 * declaration of a field it names, which has been reported already.
 */
export function checkExpression(text: string, scope: Scope): Expr | undefined {
  if (text.length > limits.expressionLengthMax)
    throw new ExpressionFault(
      "expression-syntax",
      `The expression is longer than ${limits.expressionLengthMax} characters; shorten it.`,
      0,
    );
  const parsed = parse(text, scope);
  const result = parsed.check();
  if (!result.valid) return typeFault(result.error, scope);
  return translate(parsed.ast, scope);
}

function parse(text: string, scope: Scope): ReturnType<Scope["environment"]["parse"]> {
  try {
    return scope.environment.parse(text);
  } catch (error) {
    if (error instanceof EvaluationError || !(error instanceof CelParseError)) throw error;
    const summary = error.summary.replace("Unexpected token: EOF", "it ends too early");
    const message = `The expression cannot be read: ${summary}.`;
    const hint = expressionHint(text);
    throw new ExpressionFault("expression-syntax", message, error.range?.start ?? 0, hint);
  }
}

function typeFault(error: ParseError | TypeError | undefined, scope: Scope): undefined {
  const code = error?.code ?? "";
  const offset = error?.range?.start ?? 0;
  const summary = error?.summary ?? "its types do not match";
  const name = summary.slice(summary.indexOf(":") + 1).trim();
  if (code === "unknown_variable") return unknownVariable(name, offset, scope);
  if (code === "no_such_key") return unknownMember(error?.node as ASTNode, name, offset, scope);
  if (code === "no_matching_overload") throw badCall(error?.node as ASTNode, summary, offset);
  if (code === "no_such_overload") throw badOperands(name, offset);
  throw new ExpressionFault(
    "wrong-type",
    `The expression does not type-check: ${summary}.`,
    offset,
  );
}

function unknownVariable(name: string, offset: number, scope: Scope): undefined {
  if (scope.faultyNames.has(name)) return undefined;
  const root = scope.parameters === undefined ? [] : [PARAMETERS_ROOT];
  const names = [...scope.named.keys(), ...scope.rows.keys(), ...root];
  const candidates = [...Object.keys(scope.record.fields), ...names];
  const inner = innerPaths(scope).find((path) => path.endsWith(`.${name}`));
  const hint = inner === undefined ? suggest(name, candidates) : `did you mean \`${inner}\`?`;
  const message = `\`${name}\` is not a field of the data; name a declared one.`;
  const isUndeclared = name === PARAMETERS_ROOT;
  const fallback = isUndeclared
    ? "declare what the job gives under `parameters:`, beside `data:`"
    : `fields: ${candidates.join(", ")}`;
  throw new ExpressionFault("unknown-field", message, offset, hint ?? fallback);
}

/** Paths of fields one or more levels down, the rows' own first. */
function innerPaths(scope: Scope): string[] {
  const ofRows = [...scope.rows].flatMap(([name, row]) => fieldPaths(row.item, `${name}.`));
  return [...ofRows, ...fieldPaths(scope.record)];
}

function unknownMember(node: ASTNode, key: string, offset: number, scope: Scope): undefined {
  if (scope.faultyNames.has(key)) return undefined;
  const owner = node.op === "." ? ownerFields(node.args[0], scope) : [];
  const near = nearestName(key, owner);
  const hint = near === undefined ? `fields: ${owner.join(", ")}` : `did you mean \`${near}\`?`;
  const message = `There is no field \`${key}\` here; name a declared one.`;
  throw new ExpressionFault("unknown-field", message, offset, hint);
}

/** The fields of what precedes the dot; inside a fold's rows, those of all lists. */
function ownerFields(node: ASTNode, scope: Scope): string[] {
  const shape = fieldPath(node, scope)?.shape;
  if (shape?.kind === "object") return Object.keys(shape.fields);
  const lists = Object.values(scope.record.fields).filter((field) => field.kind === "list");
  return lists.flatMap((list) => Object.keys(list.item.fields));
}

function badCall(node: ASTNode, summary: string, offset: number): ExpressionFault {
  const name = node.op === "call" || node.op === "rcall" ? node.args[0] : "";
  if (!FUNCTION_NAMES.includes(name)) {
    const hint = suggest(name, FUNCTION_NAMES) ?? `functions: ${FUNCTION_NAMES.join(", ")}`;
    const message = `There is no function \`${name}\`; use a known one.`;
    return new ExpressionFault("unknown-function", message, offset, hint);
  }
  const given = /'[^(]*\((.*)\)'$/.exec(summary)?.[1] ?? "";
  const kinds = given.split(", ").map(readableType).join(", ");
  const message = `\`${name}\` does not accept (${kinds}); give it other values.`;
  const hint = signaturesOf(name).map(readableSignature).join(" or ");
  return new ExpressionFault("wrong-type", message, offset, hint === "" ? undefined : hint);
}

function readableSignature(signature: string): string {
  return `it takes ${signature.replaceAll(/\w+(?=[,)>])/g, kindWord)}`;
}

function badOperands(operation: string, offset: number): ExpressionFault {
  const kinds = operation.split(" ").map((part) => readableType(part));
  const shown = kinds.join(" ");
  const message = `\`${shown}\` mixes kinds; both sides must be of matching kinds.`;
  return new ExpressionFault("wrong-type", message, offset, operandHint(kinds));
}

function operandHint(kinds: readonly string[]): string | undefined {
  if (kinds.includes("/")) return 'write divide(a, b, "half-up")';
  if (kinds.includes("money")) return 'write amounts as money("5000.00")';
  if (kinds.includes("date")) return 'write days as date("2026-01-31")';
  return kinds.includes("decimal") ? 'write decimals as decimal("0.05")' : undefined;
}

function readableType(type: string): string {
  const inner = /^list<(.*)>$/.exec(type);
  if (inner !== null) return `list of ${readableType(inner[1] as string)}`;
  if (type.endsWith("_row")) return "rows";
  return type.endsWith("_fields") ? "group of fields" : kindWord(type);
}
