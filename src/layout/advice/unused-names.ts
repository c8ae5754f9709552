import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { Scope } from "../expression/expression-scope.ts";

/** A section of names, and which of them something uses. */
export interface NamedSection {
  readonly section: string;
  /** What messages call one of them. */
  readonly what: string;
  readonly names: readonly string[];
  readonly used: ReadonlySet<string>;
  /** Whether the first is what is taken where none is named. */
  readonly hasDefault: boolean;
}

/** Warns of what the layout's own file declares and nothing uses; parts are for others, too. */
export function adviseUnused(source: YamlSource, sections: readonly NamedSection[]): void {
  for (const { section, what, names, used, hasDefault } of sections)
    for (const [index, name] of names.entries()) {
      if (used.has(name) || (hasDefault && index === 0)) continue;
      const path = [section, name];
      if (source.place(path).file !== source.file) continue;
      const message = `The ${what} \`${name}\` is not used; remove it.`;
      const hint = `nothing names \`${name}\``;
      source.report("unused-name", path, message, { at: "key", severity: "warning", hint });
    }
}

interface Names {
  readonly names: readonly string[];
  readonly used: ReadonlySet<string>;
}

/** The sections whose names are looked up in tables; of images and footnotes none is a default. */
export function namedSections(tables: Readonly<Record<string, Names>>): NamedSection[] {
  return Object.entries(tables).map(([section, { names, used }]) => {
    const hasDefault = section !== "images" && section !== "footnotes";
    return { section, what: section.replace(/s$/, ""), names, used, hasDefault };
  });
}

/** What `let` names. */
export function letNames({ named, used }: Scope): NamedSection {
  const names = [...named.keys()];
  return { section: "let", what: "value", names, used, hasDefault: false };
}
