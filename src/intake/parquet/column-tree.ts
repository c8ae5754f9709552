import type { SchemaTree } from "hyparquet/src/types.js";
import { isPlainObject } from "../../base/plain-object.ts";
import { BadValue, leafTextOf, type LeafText } from "./leaf-text.ts";

/** A part of a row, by its name, with how its values become texts. */
export type ColumnNode =
  | { readonly kind: "leaf"; readonly path: string; readonly text: LeafText | undefined }
  | { readonly kind: "struct"; readonly path: string; readonly fields: readonly ColumnField[] }
  | { readonly kind: "list"; readonly path: string; readonly item: ColumnNode };

export interface ColumnField {
  readonly name: string;
  readonly node: ColumnNode;
}

/** A value that cannot be used, with its column. */
export interface BadField {
  readonly column: string;
  readonly problem: string;
}

/** The columns of a schema, of which `__proto__` would be none. */
export function columnFields(tree: SchemaTree): ColumnField[] {
  return tree.children.map((child) => ({ name: child.element.name, node: nodeOf(child) }));
}

function nodeOf(tree: SchemaTree): ColumnNode {
  const { element, children } = tree;
  const path = tree.path.join(".");
  const kind = element.logical_type?.type ?? element.converted_type;
  if (kind === "LIST") return { kind: "list", path, item: listItem(tree) };
  const own: ColumnNode =
    children.length === 0
      ? { kind: "leaf", path, text: leafTextOf(element) }
      : kind === "MAP" || kind === "MAP_KEY_VALUE"
        ? { kind: "leaf", path, text: undefined }
        : { kind: "struct", path, fields: columnFields(tree) };
  return element.repetition_type === "REPEATED" ? { kind: "list", path, item: own } : own;
}

/** The three levels of a list, or the two of older writers (Parquet, LogicalTypes.md). */
function listItem({ children, path }: SchemaTree): ColumnNode {
  const [repeated] = children;
  const nothing: ColumnNode = { kind: "leaf", path: path.join("."), text: undefined };
  if (repeated === undefined) return nothing;
  const [inner] = repeated.children;
  if (inner !== undefined && repeated.children.length === 1) return nodeOf(inner);
  const node = nodeOf(repeated);
  return node.kind === "list" ? node.item : node;
}

/** All leaves that are in no list. */
function flatLeaves(fields: readonly ColumnField[]): ColumnNode[] {
  return fields.flatMap(({ node }) => (node.kind === "struct" ? flatLeaves(node.fields) : [node]));
}

export function hasLists(fields: readonly ColumnField[]): boolean {
  return flatLeaves(fields).some(({ kind }) => kind === "list");
}

/** The path of a column that has no canonical text, if there is one. */
export function unreadable(node: ColumnNode): string | undefined {
  if (node.kind === "leaf") return node.text === undefined ? node.path : undefined;
  if (node.kind === "list") return unreadable(node.item);
  return node.fields.map((field) => unreadable(field.node)).find((path) => path !== undefined);
}

/** A value of the file as the record has it; what is wrong goes to `onBad`. */
export function valueOf(node: ColumnNode, value: unknown, onBad: (bad: BadField) => void): unknown {
  if (value === undefined || value === null) return undefined;
  if (node.kind === "leaf") {
    const text = node.text?.(value);
    if (!(text instanceof BadValue)) return text;
    onBad({ column: node.path, problem: text.problem });
    return undefined;
  }
  if (node.kind === "list")
    return (Array.isArray(value) ? value : []).flatMap((item: unknown) => {
      const inner = valueOf(node.item, item, onBad);
      return inner === undefined ? [] : [inner];
    });
  return isPlainObject(value) ? structOf(node.fields, value, onBad) : undefined;
}

export function structOf(
  fields: readonly ColumnField[],
  value: Readonly<Record<string, unknown>>,
  onBad: (bad: BadField) => void,
): Record<string, unknown> {
  const built: Record<string, unknown> = {};
  for (const { name, node } of fields) {
    const inner = valueOf(node, value[name], onBad);
    if (inner !== undefined) built[name] = inner;
  }
  return built;
}
