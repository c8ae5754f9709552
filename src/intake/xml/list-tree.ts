import type { ListNode, XmlMembers, XmlValue } from "./record-builder.ts";

interface GrowingNode extends ListNode {
  readonly children: Map<string, GrowingNode>;
  list: number;
}

function newNode(): GrowingNode {
  return { children: new Map<string, GrowingNode>(), list: -1 };
}

/** The paths of the lists' elements, as a tree of names below the record. */
export function listTree(paths: readonly string[]): ListNode {
  const root = newNode();
  paths.forEach((path, index) => {
    let node = root;
    for (const step of path.split("/")) {
      const next = node.children.get(step) ?? newNode();
      node.children.set(step, next);
      node = next;
    }
    node.list = index;
  });
  return root;
}

/**
 * Puts lists at their field paths in a record; false if something that is not an object is in the
 * way. An empty list stands where its object is, so that it makes no object of its own.
 */
export function placeLists(
  record: XmlMembers,
  fields: readonly (readonly string[])[],
  items: readonly XmlValue[][],
): boolean {
  return fields.every((field, index) => placeList(record, field, items[index] ?? []));
}

function placeList(record: XmlMembers, field: readonly string[], items: XmlValue[]): boolean {
  let at = record;
  for (const step of field.slice(0, -1)) {
    const inner = Object.hasOwn(at, step) ? at[step] : undefined;
    if (inner === undefined && items.length === 0) return true;
    if (inner === undefined) at = at[step] = {};
    else if (typeof inner === "string" || Array.isArray(inner)) return false;
    else at = inner;
  }
  const name = field.at(-1) ?? "";
  if (Object.hasOwn(at, name)) return items.length === 0;
  at[name] = items;
  return true;
}
