import type { RawObject, RawValue } from "../model/record.ts";

/** What lies at a path of a record that was checked against the shape that has the path. */
export function valueAt(values: RawObject, path: readonly string[]): RawValue | undefined {
  let value: RawValue | undefined = values;
  for (const name of path) value = (value as RawObject | undefined)?.[name];
  return value;
}
