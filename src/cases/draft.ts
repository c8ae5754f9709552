import type { ObjectShape, Shape } from "../model/data-shape.ts";
import type { RawObject } from "../model/record.ts";
import { EACH } from "./case-field.ts";

/** A record while it is made: as JSON has it, every list there. */
export interface Draft {
  [field: string]: unknown;
}

/** Gives the value of a field; undefined leaves it out. `row` counts within its innermost list. */
export type ValueOf = (path: readonly string[], shape: Shape, row: number) => unknown;

/** Builds a record from its shape; of lists, `valueOf` gives how many rows they have. */
export function buildDraft(shape: ObjectShape, valueOf: ValueOf): Draft {
  return objectOf(shape, [], 0, valueOf);
}

function objectOf(
  { fields }: ObjectShape,
  before: readonly string[],
  row: number,
  valueOf: ValueOf,
): Draft {
  const draft: Draft = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = valueFor(field, [...before, key], row, valueOf);
    if (value !== undefined) draft[key] = value;
  }
  return draft;
}

function valueFor(shape: Shape, path: readonly string[], row: number, valueOf: ValueOf): unknown {
  if (shape.kind === "object") return objectOf(shape, path, row, valueOf);
  const value = valueOf(path, shape, row);
  if (shape.kind !== "list") return value;
  const inner = [...path, EACH];
  return Array.from({ length: Number(value) }, (_, index) =>
    objectOf(shape.item, inner, index, valueOf),
  );
}

/** What lies at a path; of the rows of a list, that of the first, or of the one after `row`. */
export function valueIn(draft: unknown, path: readonly string[], row = 0): unknown {
  let value: unknown = draft;
  for (const key of path)
    if (Array.isArray(value)) value = value[row % Math.max(1, value.length)];
    else value = isDraft(value) ? value[key] : undefined;
  return value;
}

/** A value as it is put into a draft; undefined takes the field away. */
export interface Change {
  readonly path: readonly string[];
  readonly value: unknown;
  /** Of the rows of lists on the way, all are changed, not the first alone. */
  readonly inAllRows: boolean;
}

/** Changes a draft, and gives what undoes it. */
export function applyChange(draft: Draft, { path, value, inAllRows }: Change): () => void {
  const key = path.at(-1) ?? "";
  const undo = ownersOf(draft, path.slice(0, -1), inAllRows).map((owner) => {
    const before = owner[key];
    const had = key in owner;
    if (value === undefined) delete owner[key];
    else owner[key] = value;
    return () => {
      if (had) owner[key] = before;
      else delete owner[key];
    };
  });
  return () => {
    for (const one of undo) one();
  };
}

/** The objects that have the last field of a path. */
function ownersOf(draft: Draft, path: readonly string[], inAllRows: boolean): Draft[] {
  let owners: unknown[] = [draft];
  for (const key of path)
    owners = owners.flatMap((owner: unknown): unknown[] => {
      if (Array.isArray(owner)) return inAllRows ? owner : owner.slice(0, 1);
      return isDraft(owner) ? [owner[key]] : [];
    });
  return owners.filter(isDraft);
}

function isDraft(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A list with so many rows: the first of those that are there, then copies of the last one. */
export function resized(rows: readonly unknown[], count: number): unknown[] {
  return Array.from({ length: count }, (_, index) => rows[index] ?? structuredClone(rows.at(-1)));
}

/** The draft as a record, which changes with it: its values are those that a shape allows. */
export function recordOf(draft: Draft): RawObject {
  return draft as RawObject;
}

/** A copy of the draft, as a record. */
export function asRecord(draft: Draft): RawObject {
  return structuredClone(recordOf(draft));
}
