import { asciiBytes } from "./strings.ts";

/** Numbers of the objects that a page or form may name (ISO 32000-1, 7.8.3). */
export interface ListedResources {
  readonly fontsId: number;
  readonly spacesId: number;
  /** Images and forms, by name. */
  readonly xObjects: readonly (readonly [name: string, id: number])[];
}

/** Entries of a resource dictionary: all fonts and colours, and those images and forms. */
export function resourceEntries({ fontsId, spacesId, xObjects }: ListedResources): string {
  const shared = `/Font ${fontsId} 0 R/ColorSpace ${spacesId} 0 R`;
  if (xObjects.length === 0) return shared;
  const entries = xObjects.map(([name, id]) => `/${name} ${id} 0 R`);
  return `${shared}/XObject<<${entries.join("")}>>`;
}

/** The resource dictionary of a page. */
export function pageResourceList(listed: ListedResources): Uint8Array {
  return asciiBytes(`<<${resourceEntries(listed)}/ProcSet[/PDF/Text/ImageB/ImageC]>>`);
}

/** A dictionary of fonts or colour spaces, from its entries. */
export function dictionaryOf(entries: readonly string[]): Uint8Array {
  return asciiBytes(`<<${entries.join("")}>>`);
}
