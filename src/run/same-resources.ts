import { diagnostic, UsageError } from "../base/diagnostic.ts";
import { hashValue } from "../base/hash.ts";
import type { SharedResource } from "../model/shared-resource.ts";

/**
 * Throws a `UsageError` where fonts, images or art were made otherwise than when the run first made
 * them. `earlier` is undefined for runs of programs that did not write them down.
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
  const message = `Spools would have other resources than the run began with: ${names.join(", ")}.`;
  throw new UsageError([
    diagnostic("run.resource-changed", message, {
      hint: "Go on with the program that the run began with, or start a new run in a new folder.",
    }),
  ]);
}
