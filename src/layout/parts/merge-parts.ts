import type { YamlSource } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import { MergedSource, Origins } from "./merged-source.ts";

/** A file that a layout is put together from. */
export interface PartFile {
  readonly kind: "layout" | "part";
  readonly source: YamlSource;
  readonly folder: string;
}

/** Sections of names: those of later files come after those of earlier ones, or replace them. */
const BY_NAME = new Set(
  "data parameters let labels format fonts colors styles images print email sms fill".split(" "),
);
/** Sections that are lists: what a later file has comes behind what earlier ones have. */
const LISTED = new Set(["require", "assert"]);
/** What says how files belong together, and is no part of the whole. */
const OWN_KEYS = new Set(["part", "include", "extends"]);
/** Where lists of blocks are found that parts have for use. */
export const USED = "use";

export interface MergedLayout {
  readonly source: MergedSource;
  /** The lists of blocks of parts, by name; a list is placed at `[USED, name]`. */
  readonly lists: ReadonlyMap<string, unknown>;
}

/** Puts files together, the first of which everything after it may change; the last is the root. */
export function mergeParts(files: readonly PartFile[], root: YamlSource): MergedLayout {
  const origins = new Origins();
  const merged: Record<string, unknown> = {};
  const lists = new Map<string, unknown>();
  for (const { kind, source } of files) {
    if (!isMapping(source.value)) continue;
    for (const [key, value] of Object.entries(source.value)) {
      if (OWN_KEYS.has(key)) continue;
      if (kind === "part" && key === "blocks") addLists(lists, origins, source, value);
      else addSection(merged, origins, source, key, value);
    }
  }
  return { source: new MergedSource(root, merged, origins), lists };
}

function addSection(
  merged: Record<string, unknown>,
  origins: Origins,
  source: YamlSource,
  key: string,
  value: unknown,
): void {
  const before = merged[key];
  origins.add([key], { source, path: [key] });
  if (LISTED.has(key) && Array.isArray(value)) {
    const list: readonly unknown[] = Array.isArray(before) ? before : [];
    merged[key] = [...list, ...value];
    for (const index of value.keys())
      origins.add([key, list.length + index], { source, path: [key, index] });
    return;
  }
  if (!BY_NAME.has(key) || !isMapping(value)) {
    merged[key] = value;
    return;
  }
  merged[key] = isMapping(before) ? { ...before, ...value } : value;
  for (const name of Object.keys(value)) origins.add([key, name], { source, path: [key, name] });
}

function addLists(
  lists: Map<string, unknown>,
  origins: Origins,
  source: YamlSource,
  value: unknown,
): void {
  if (!isMapping(value)) {
    const message = "The `blocks` of a part are a mapping of names to lists of blocks.";
    source.report("wrong-value", ["blocks"], message);
    return;
  }
  for (const [name, list] of Object.entries(value)) {
    lists.set(name, list);
    origins.add([USED, name], { source, path: ["blocks", name] });
  }
}
