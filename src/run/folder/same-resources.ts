import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { hashValue } from "../../base/hash.ts";
import type { SharedResource } from "../../model/shared-resource.ts";

/**
 * Throws a `UsageError` if fonts, images or art differ from those that the run first made.
 * `earlier` is undefined for runs of versions that did not record them.
 */
export function checkSameResources(
  made: readonly SharedResource[],
  earlier: readonly SharedResource[] | undefined,
): void {
  if (earlier === undefined) return;
  const before = new Map(earlier.map((resource) => [resource.name, hashValue(resource)]));
  const changed = made.filter((resource) => before.get(resource.name) !== hashValue(resource));
  const gone = made.length === earlier.length ? [] : ["their number"];
  const names = [...changed.map(({ name }) => name), ...gone];
  if (names.length === 0) return;
  const message = `Resources differ from those that the run began with: ${names.join(", ")}.`;
  throw new UsageError([
    diagnostic("run.resource-changed", message, {
      hint: "Resume it with the version it began with, or start a new run in a new folder.",
    }),
  ]);
}
