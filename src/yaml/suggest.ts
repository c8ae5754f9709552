import { suggest } from "../base/nearest-name.ts";

/** A hint that lists the choices, shortened if there are many. */
export function listHint(what: string, names: Iterable<string>): string {
  const all = [...names];
  if (all.length === 0) return `no ${what} is declared`;
  const shown = all.slice(0, 12).join(", ");
  return `${what}: ${shown}${all.length > 12 ? ", ..." : ""}`;
}

/** `suggest`, or else `listHint`. */
export function nameHint(name: string, what: string, names: Iterable<string>): string {
  const all = [...names];
  return suggest(name, all) ?? listHint(what, all);
}
