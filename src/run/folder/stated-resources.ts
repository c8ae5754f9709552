import { hashValue } from "../../base/hash.ts";
import type { SharedResource } from "../../model/shared-resource.ts";

/** Static art and images, which are known when a run begins; fonts and inks are not. */
const ART = /^[ISA]\d/;

/** Names of art whose statement differs from `job.json`. Art that no page draws is not stated. */
export function otherArt(
  art: readonly SharedResource[],
  stated: readonly SharedResource[],
): readonly string[] {
  const own = stated.filter(({ name }) => ART.test(name));
  return differing(drawnOf(art, own), own);
}

/** The art of `job.json` that pages draw: the verifier refuses art that is drawn and not stated. */
function drawnOf(
  art: readonly SharedResource[],
  stated: readonly SharedResource[],
): readonly SharedResource[] {
  const names = new Set(stated.map(({ name }) => name));
  return art.filter(({ name }) => names.has(name));
}

/** Names of resources whose statements in two lists differ, each once. */
export function differing(
  one: readonly SharedResource[],
  other: readonly SharedResource[],
): readonly string[] {
  const [first, second] = [one, other].map(
    (list) => new Map(list.map((resource) => [resource.name, hashValue(resource)])),
  ) as [Map<string, string>, Map<string, string>];
  const names = new Set([...first.keys(), ...second.keys()]);
  return [...names].filter((name) => first.get(name) !== second.get(name));
}

/**
 * What every spool must hold: fonts and inks from the beginning of assembly, art from that of the
 * run.
 */
export function wantedResources(
  art: readonly SharedResource[] | undefined,
  stated: readonly SharedResource[] | undefined,
): readonly SharedResource[] | undefined {
  if (art === undefined || stated === undefined) return stated;
  return [...stated.filter(({ name }) => !ART.test(name)), ...drawnOf(art, stated)];
}
