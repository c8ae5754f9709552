import { valueAt } from "../expr/value-at.ts";
import type { SearchSpec } from "../model/job.ts";
import type { RawAddress, RawObject } from "../model/record.ts";
import type { SearchTerms } from "../spool/fragment-facts.ts";

/** The terms that a record can be found by; undefined for all if the job declares none. */
export function searchTerms(
  spec: SearchSpec | undefined,
): (values: RawObject) => SearchTerms | undefined {
  if (spec === undefined) return () => undefined;
  const [account, name] = [spec.account?.split(".") ?? [], spec.name?.split(".") ?? []];
  return (values) => [textAt(values, account), textAt(values, name)];
}

function textAt(values: RawObject, path: readonly string[]): string {
  // The record itself is at no path: the job does not declare this one.
  if (path.length === 0) return "";
  const value = valueAt(values, path);
  if (typeof value === "string") return value;
  // The first line of an address is the name.
  return (value as RawAddress | undefined)?.lines[0] ?? "";
}
