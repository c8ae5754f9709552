const INDEX = /^\d+$/;

/** Sets values at a path of a nested record, such as `customer.address.lines.0`. */
export type SetValue = (record: Record<string, unknown>, value: unknown) => void;

/**
 * Compiles a path: what lies on the way is made where it is missing. A number is a place in a list
 * of texts, into which values are put in the order in which they come.
 */
export function setterOf(path: string): SetValue {
  const steps = path.split(".");
  const last = steps.pop() ?? "";
  const list = INDEX.test(last) ? steps.pop() : undefined;
  return (record, value) => {
    let at = record;
    for (const step of steps) at = objectIn(at, step);
    if (list === undefined) at[last] = value;
    else listIn(at, list).push(value);
  };
}

/** The object that is a member of another; made if there is none. */
export function objectIn(record: Record<string, unknown>, name: string): Record<string, unknown> {
  const member = record[name];
  if (isRecord(member)) return member;
  const made: Record<string, unknown> = {};
  record[name] = made;
  return made;
}

/** The list that is a member of a record; made if there is none. */
export function listIn(record: Record<string, unknown>, name: string): unknown[] {
  const member = record[name];
  if (isList(member)) return member;
  const made: unknown[] = [];
  record[name] = made;
  return made;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
