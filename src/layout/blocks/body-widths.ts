import type { Master } from "../../model/layout-plan.ts";
import type { YamlSource } from "../../yaml/yaml-source.ts";
import type { LayoutCheck } from "../layout-check.ts";
import { namedPages } from "./named-pages.ts";

/** What blocks of the flow have to fit, and the pages of other widths that they can ask for. */
export function flowOf(
  masters: readonly Master[],
  widthMaxMpt: number,
): Required<Pick<LayoutCheck, "widthMpt" | "pages">> {
  const flow = masters.filter((master) => namedBy(masters, master) === undefined);
  const widthMpt = Math.min(widthMaxMpt, ...flow.map(({ body }) => body.widthMpt));
  return { widthMpt, pages: namedPages(masters) };
}

/** Blocks are typeset once, before it is known which page they will be on. */
export function checkBodyWidths(
  source: YamlSource,
  masters: readonly Master[],
  footnotes: unknown,
): void {
  const [first] = masters;
  for (const [index, master] of masters.entries()) {
    const named = namedBy(masters, master);
    const base = named ?? first;
    const path = ["print", "masters", index, "body"];
    if (base !== undefined && base.body.widthMpt !== master.body.widthMpt) {
      const others = named === undefined ? "all masters" : `\`${named.name}\` and its variants`;
      const message = `The bodies of ${others} must be equally wide; change one of them.`;
      source.report("body-widths", path, message);
    }
    const isNarrow = master.body.widthMpt < (first?.body.widthMpt ?? 0);
    if (named !== master || !isNarrow || footnotes === undefined) continue;
    const message = "Footnotes are as wide as the first page's body, and this one is narrower.";
    source.report("body-widths", path, message, { hint: "make it as wide, or leave them out" });
  }
}

/** The master for which blocks ask, where pages of a master are theirs. */
function namedBy(masters: readonly Master[], master: Master): Master | undefined {
  const base = master.variant === undefined ? master : masters[master.variant.of];
  return base?.isNamed === true ? base : undefined;
}
