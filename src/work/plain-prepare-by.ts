import { limits } from "../base/limits.ts";
import type { PrepareBy } from "./prepare.ts";

/** Layouts are checked by themselves as a job checks them that says nothing of all this. */
export function plainPrepareBy(layoutFolder: string): PrepareBy {
  const { pagesPerDocumentMax } = limits;
  return {
    missingGlyph: { action: "reject" },
    layout: layoutFolder,
    limits: { pagesPerDocumentMax },
    showsUnderlays: true,
  };
}
