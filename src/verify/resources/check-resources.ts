import type { SharedResource } from "../../model/shared-resource.ts";
import type { BreachList } from "../file/breach-list.ts";
import type { ReadResources } from "./read-resources.ts";

const KINDS: Readonly<Record<string, string>> = {
  F: "font",
  I: "image",
  S: "form",
  A: "form",
  C: "colour space",
  R: "resources of pages",
};
/** What is said of a part that differs. */
const PARTS: Readonly<Record<string, string>> = {
  program: "its program",
  widths: "its widths",
  toUnicode: "its ToUnicode map",
  codes: "its map of codes",
  glyphIds: "its map of glyphs",
  content: "what it draws",
  mask: "its mask",
  resources: "what it draws with",
};

/** Compares what the pages of a spool share with what was recorded when it was made. */
export function checkResources(
  { resources, ids }: ReadResources,
  made: readonly SharedResource[],
  breaches: BreachList,
): void {
  const found = new Map(resources.map((resource) => [resource.name, resource]));
  for (const wanted of made) {
    const { name } = wanted;
    const own = found.get(name);
    const fault = own === undefined ? "it is missing from the spool" : faultOf(own, wanted);
    if (fault === undefined) continue;
    const object = ids.has(name) ? `Object ${ids.get(name)}, ` : "";
    const message = `${object}${kindOf(name)} ${name}: ${fault}.`;
    breaches.add("verify.resource-changed", message);
  }
  const known = new Set(made.map(({ name }) => name));
  for (const { name } of resources) {
    if (known.has(name)) continue;
    const object = `Object ${ids.get(name)}, ${kindOf(name)} ${name}`;
    const message = `${object}: the run made no such object.`;
    breaches.add("verify.resource-unknown", message);
  }
}

export function kindOf(name: string): string {
  return KINDS[name.charAt(0)] ?? "resource";
}

function faultOf(own: SharedResource, wanted: SharedResource): string | undefined {
  const parts = new Set([...Object.keys(own.sha256), ...Object.keys(wanted.sha256)]);
  const changed = [...parts].filter((part) => own.sha256[part] !== wanted.sha256[part]);
  if (own.entries !== wanted.entries)
    return `it is \`${own.entries}\`, and was \`${wanted.entries}\``;
  if (changed.length === 0) return undefined;
  const named = changed.map((part) => PARTS[part] ?? part).join(", ");
  return `${named}: not what was made for the run`;
}
