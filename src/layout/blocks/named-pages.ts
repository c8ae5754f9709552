import type { BlockBase } from "../../model/block.ts";
import type { Master } from "../../model/layout-plan.ts";
import { nameHint } from "../../yaml/suggest.ts";
import type { Path } from "../../yaml/yaml-source.ts";
import { isMapping } from "../data-declaration.ts";
import type { LayoutCheck, NamedPages } from "../layout-check.ts";
import type { CommonValue } from "./block-schema.ts";

/** The masters that blocks can name, by their names. */
export function namedPages(masters: readonly Master[]): ReadonlyMap<string, NamedPages> {
  return new Map(
    masters.flatMap(({ name, body, isNamed }, master): [string, NamedPages][] =>
      isNamed === true ? [[name, { master, widthMpt: body.widthMpt }]] : [],
    ),
  );
}

/** The check of what a block has: as wide as the body of the pages it asks for. */
export function onItsPages(check: LayoutCheck, value: unknown): LayoutCheck {
  const name = isMapping(value) ? value["master"] : undefined;
  const pages = typeof name === "string" ? check.pages?.get(name) : undefined;
  return pages === undefined ? check : { ...check, widthMpt: pages.widthMpt };
}

/** On which master's pages a block stands; only those of the flow itself can say so. */
export function askedPages(
  check: LayoutCheck,
  path: Path,
  { master: name }: CommonValue,
  depth: number,
): Pick<BlockBase, "pagesOf"> {
  if (name === undefined) return {};
  const at = [...path, "master"];
  if (depth > 0 || check.hasPages) {
    const message = "`master` works only in the layout's own `blocks`; move it there.";
    check.source.report("wrong-value", at, message, { at: "key" });
    return {};
  }
  // Where the section of print is faulty, it is not known what it names.
  if (check.pages === undefined) return {};
  const pages = check.pages.get(name);
  if (pages !== undefined) return { pagesOf: pages.master };
  const message = `There is no master \`${name}\` with \`when: named\`.`;
  const hint = nameHint(name, "masters with `when: named`", check.pages.keys());
  check.source.report("unknown-master", at, message, { hint });
  return {};
}
