import type { ASTNode } from "@marcbachmann/cel-js";
import type { ObjectShape, Shape } from "../../model/data-shape.ts";
import type { Expr, FieldExpr } from "../../model/expr.ts";
import { ExpressionFault } from "./expression-fault.ts";
import { isScalar, parameterExpr, PARAMETERS_ROOT } from "./expression-parameters.ts";
import type { Scope } from "./expression-scope.ts";

/** A field that an expression names: its owner, its path and its shape. */
export interface FieldPath {
  readonly scope: string;
  readonly path: readonly string[];
  readonly shape: Shape;
}

const ADDRESS_PARTS = new Set(["zip", "plus4", "deliveryPoint", "country"]);
const OPTIONAL_TEXT: Shape = { kind: "text", optional: true };

/** The field that an `a.b.c` node names; undefined for any other node. */
export function fieldPath(node: ASTNode, scope: Scope): FieldPath | undefined {
  if (node.op === "id") return startOf(node.args, scope);
  if (node.op !== ".") return undefined;
  const [of, name] = node.args;
  const owner = fieldPath(of, scope);
  if (owner === undefined) return undefined;
  const shape = memberShape(owner.shape, name);
  return shape && { scope: owner.scope, path: [...owner.path, name], shape };
}

/** The field as an expression; its kind must be that of a value, not of a mapping. */
export function fieldExpr(field: FieldPath, offset: number): FieldExpr {
  const { shape, path, scope } = field;
  if (shape.kind === "object") {
    const fields = Object.keys(shape.fields).map((name) => [...path, name].join("."));
    const message = `\`${path.join(".")}\` is a group of fields, not a value; name one of them.`;
    throw new ExpressionFault("wrong-type", message, offset, `fields: ${fields.join(", ")}`);
  }
  const optional = shape.kind === "list" ? false : shape.optional;
  return { op: "field", kind: shape.kind, scope, path, optional };
}

/** A field or a parameter as an expression. */
export function namedExpr(field: FieldPath, scope: Scope, offset: number): Expr {
  if (field.scope !== PARAMETERS_ROOT || scope.parameters === undefined)
    return fieldExpr(field, offset);
  const [name] = field.path;
  // All of them together are no value.
  if (name === undefined || !isScalar(field.shape))
    return fieldExpr({ ...field, path: [PARAMETERS_ROOT] }, offset);
  return parameterExpr(name, field.shape, scope.parameters, scope.currencyDigits);
}

function startOf(name: string, scope: Scope): FieldPath | undefined {
  const row = scope.rows.get(name);
  if (row !== undefined) return { scope: row.scope, path: [], shape: row.item };
  if (name === PARAMETERS_ROOT && scope.parameters !== undefined)
    return { scope: PARAMETERS_ROOT, path: [], shape: scope.parameters.shape };
  const shape = ownField(scope.record, name);
  return shape && { scope: "record", path: [name], shape };
}

/** The field at a dotted path, of the record or of a row in scope. */
export function fieldAt(path: string, scope: Scope): FieldPath | undefined {
  const [first = "", ...rest] = path.split(".");
  let field = startOf(first, scope);
  for (const name of rest) {
    const shape = field && memberShape(field.shape, name);
    field = field && shape && { ...field, path: [...field.path, name], shape };
  }
  return field;
}

function memberShape(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === "object") return ownField(shape, name);
  return shape.kind === "address" && ADDRESS_PARTS.has(name) ? OPTIONAL_TEXT : undefined;
}

function ownField(shape: ObjectShape, name: string): Shape | undefined {
  return Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
}

/** The shape at a dotted path of the record, as job files and `rows:` name fields. */
export function shapeAt(record: ObjectShape, path: string): Shape | undefined {
  let shape: Shape | undefined = record;
  for (const name of path.split(".")) shape = shape && memberShape(shape, name);
  return shape;
}

/** The shape at a dotted path that may lead into the rows of lists. */
export function shapeInRows(record: ObjectShape, path: string): Shape | undefined {
  let shape: Shape | undefined = record;
  for (const name of path.split(".")) {
    const owner: Shape | undefined = shape?.kind === "list" ? shape.item : shape;
    shape = owner && memberShape(owner, name);
  }
  return shape;
}

/** The values that a field can have; undefined if the text is no field, or one of any value. */
export function choicesIn(scope: Scope, text: string): readonly string[] | undefined {
  const shape = fieldPath(scope.environment.parse(text).ast, scope)?.shape;
  return shape?.kind === "text" ? shape.oneOf : undefined;
}

/** The paths of all fields of a shape that hold values, except those inside list rows. */
export function fieldPaths(shape: ObjectShape, before = ""): string[] {
  return Object.entries(shape.fields).flatMap(([name, inner]) =>
    inner.kind === "object" ? fieldPaths(inner, `${before}${name}.`) : [`${before}${name}`],
  );
}
