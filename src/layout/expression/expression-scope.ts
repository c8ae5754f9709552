import { Environment } from "@marcbachmann/cel-js";
import type { ListShape, ObjectShape, Shape } from "../../model/data-shape.ts";
import type { Expr, ExprKind } from "../../model/expr.ts";
import type { Parameters } from "../../model/parameter.ts";
import { CHECK_DIGIT_SIGNATURES } from "./check-digit-signatures.ts";
import { ARITHMETIC_SIGNATURES } from "./expression-rounding.ts";
import { PARAMETERS_ROOT } from "./expression-parameters.ts";

/** What names mean in an expression: the record's fields, and rows bound by a table or a fold. */
export interface Scope {
  readonly record: ObjectShape;
  readonly rows: ReadonlyMap<string, BoundRow>;
  readonly environment: Environment;
  /** Fraction digits of the layout's currency: how exact `money("...")` may be. */
  readonly currencyDigits: number;
  /** Names of fields whose declaration is faulty: their uses are not reported. */
  readonly faultyNames: ReadonlySet<string>;
  /** Whether the record is a sender's row, of texts that expressions read. */
  readonly isSource?: true;
  /** What `let` names. */
  readonly named: ReadonlyMap<string, Expr>;
  /** What they stand for, by the index of `LetExpr`. */
  readonly lets: readonly Expr[];
  /** Collects those that something uses. */
  readonly used: Set<string>;
  /** Labels of fields that are one of a list, by the field's shape. */
  readonly labels: Labels;
  /** What the job's parameters hold; they are called `params`. */
  readonly parameters?: Parameters;
}

/** What people read for each choice of a field. */
export type Labels = ReadonlyMap<Shape, Readonly<Record<string, string>>>;

export interface BoundRow {
  /** The scope's name in the translated expression. */
  readonly scope: string;
  readonly item: ObjectShape;
  /** Where in the record its list is, that of an outer row's list before its own. */
  readonly path?: string;
}

class Money {}
class Day {}
class Decimal {}
class Address {}

const FUNCTIONS = [
  "money(string): money",
  "date(string): date",
  "decimal(string): decimal",
  ...["money", "int", "decimal"].map((type) => `sum(list<${type}>): ${type}`),
  ...["min", "max"].flatMap((name) =>
    ["money", "int", "decimal", "date"].map((type) => `${name}(list<${type}>): ${type}`),
  ),
  ...["mask", "last4", "upper", "lower", "trim"].map((name) => `${name}(string): string`),
  "label(string): string",
  "mask(string, int): string",
  ...["padLeft", "padRight"].map((name) => `${name}(string, int, string): string`),
  ...["money", "decimal", "int"].flatMap((type) => [
    `unit(${type}, string): string`,
    `unit(${type}, string, string): string`,
  ]),
  ...ARITHMETIC_SIGNATURES,
  ...CHECK_DIGIT_SIGNATURES,
  "days(date, date): int",
  "abs(money): money",
  ...["year", "month", "day"].map((name) => `${name}(date): int`),
  ...["money", "date", "decimal", "int"].map((type) => `format(${type}, string): string`),
];

const OPERATORS = [
  ...["money", "decimal"].flatMap((type) => [`${type} + ${type}`, `${type} - ${type}`, `-${type}`]),
  ...["int", "decimal"].flatMap((factor) => [`money * ${factor}`, `${factor} * money`]),
  "decimal * decimal",
  "decimal * int",
  "int * decimal",
  ...["money", "date", "decimal"].flatMap((type) =>
    ["==", "<", "<=", ">", ">="].map((operator) => `${type} ${operator} ${type}`),
  ),
];

const CEL_LIMITS = {
  maxAstNodes: 500,
  maxDepth: 32,
  maxListElements: 100,
  maxMapEntries: 1,
  maxCallArguments: 8,
};

/**
 * The scope of a record: a CEL environment in which money, dates, decimals and addresses are
 * separate types, so that mixing them up is a type error.
 */
export function recordScope(
  record: ObjectShape,
  currencyDigits: number,
  faultyNames: ReadonlySet<string>,
  parameters?: Parameters,
): Scope {
  const environment = new Environment({ limits: CEL_LIMITS });
  environment.registerType("money", Money).registerType("date", Day);
  environment.registerType("decimal", Decimal);
  environment.registerType("address", {
    ctor: Address,
    fields: { zip: "string", plus4: "string", deliveryPoint: "string", country: "string" },
  });
  const never = (): never => {
    throw new Error("layout expressions are translated, never evaluated here");
  };
  for (const signature of FUNCTIONS) environment.registerFunction(signature, never);
  for (const signature of OPERATORS) environment.registerOperator(signature, never);
  for (const [name, shape] of Object.entries(record.fields))
    environment.registerVariable(name, celType(environment, name, shape));
  const names = {
    rows: new Map(),
    named: new Map(),
    used: new Set<string>(),
    lets: [],
    labels: new Map(),
  };
  const scope = { record, ...names, environment, currencyDigits, faultyNames };
  // The data's own field of that name is no parameter.
  if (parameters === undefined || Object.hasOwn(record.fields, PARAMETERS_ROOT)) return scope;
  const type = celType(environment, PARAMETERS_ROOT, parameters.shape);
  environment.registerVariable(PARAMETERS_ROOT, type);
  return { ...scope, parameters };
}

/**
 * The scope with a row of `list` bound to `name`. The list is at `path` of the record; the path of
 * a list within rows begins with that of theirs.
 */
export function withRow(scope: Scope, name: string, path: string, list: ListShape): Scope {
  const environment = scope.environment.clone({ limits: CEL_LIMITS });
  environment.registerVariable(name, rowType(path));
  const rows = new Map(scope.rows).set(name, { scope: name, item: list.item, path });
  return { ...scope, environment, rows };
}

/** The scope with a name for the value of an expression. */
export function withNamed(scope: Scope, name: string, expr: Expr): Scope {
  const environment = scope.environment.clone({ limits: CEL_LIMITS });
  environment.registerVariable(name, celKind(expr.kind));
  return { ...scope, environment, named: new Map(scope.named).set(name, expr) };
}

/** Whether a name already means something; `record` is what translated expressions call it. */
export function isTaken(scope: Scope, name: string): boolean {
  const isRoot = name === "record" || (name === PARAMETERS_ROOT && scope.parameters !== undefined);
  if (scope.named.has(name)) return true;
  return isRoot || scope.rows.has(name) || Object.hasOwn(scope.record.fields, name);
}

const CEL_TYPES = { text: "string", integer: "int", boolean: "bool" } as const;

function celType(environment: Environment, path: string, shape: Shape): string {
  switch (shape.kind) {
    case "object":
      return objectType(environment, `${typeName(path)}_fields`, path, shape);
    case "list":
      return `list<${objectType(environment, rowType(path), path, shape.item)}>`;
    default:
      return celKind(shape.kind);
  }
}

function celKind(kind: ExprKind): string {
  return kind === "text" || kind === "integer" || kind === "boolean" ? CEL_TYPES[kind] : kind;
}

function objectType(
  environment: Environment,
  name: string,
  path: string,
  shape: ObjectShape,
): string {
  const schema: Record<string, string> = {};
  for (const [field, inner] of Object.entries(shape.fields))
    schema[field] = celType(environment, `${path}.${field}`, inner);
  environment.registerType({ name, schema });
  return name;
}

function rowType(path: string): string {
  return `${typeName(path)}_row`;
}

/** Distinct for distinct paths: `a.b_c` and `a_b.c` are two types. */
function typeName(path: string): string {
  return path.replaceAll("_", "_u").replaceAll(".", "_d");
}

/** What a function takes, such as `days(date, date)`; the first few ways of several. */
export function signaturesOf(name: string): string[] {
  const own = FUNCTIONS.filter((signature) => signature.startsWith(`${name}(`));
  return own.slice(0, 3).map((signature) => signature.replace(/: [^:]*$/, ""));
}

/** Names of functions that layouts may call, for hints. */
export const FUNCTION_NAMES: readonly string[] = [
  ...new Set([
    ...FUNCTIONS.map((signature) => signature.slice(0, signature.indexOf("("))),
    ..."size has startsWith endsWith contains filter map exists all".split(" "),
  ]),
];
