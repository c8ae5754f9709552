import { compileSpans } from "./bind-spans.ts";
import { compileHrefs } from "./compile-href.ts";
import type { BoundText } from "../model/document.ts";
import type { AppendedPages } from "../model/layout-plan.ts";
import type { ExprContext } from "../expr/expr-context.ts";
import type { Evaluate } from "../expr/scopes.ts";

/** What stands behind a document: pages of other files, and what e-mails show in their place. */
export interface BoundAppended {
  readonly images: readonly number[];
  readonly links: readonly BoundText[];
}

/** The pages that a document has behind it. */
export function compileAppended(
  appended: readonly AppendedPages[],
  context: ExprContext,
): Evaluate<BoundAppended> {
  const compiled = appended.map(({ when, images, link }) => ({
    when: when && context.compile(when, context),
    images,
    link: link && {
      block: link,
      texts: compileSpans(link.spans, context),
      hrefs: compileHrefs(link.spans, context),
    },
  }));
  return (scopes) => {
    const shown = compiled.filter(({ when }) => when === undefined || when(scopes) === true);
    return {
      images: shown.flatMap(({ images }) => images),
      links: shown.flatMap(({ link }): BoundText[] => {
        const hrefs = link?.hrefs?.(scopes);
        if (link === undefined) return [];
        return [
          { kind: "text", block: link.block, texts: link.texts(scopes), ...(hrefs && { hrefs }) },
        ];
      }),
    };
  };
}
