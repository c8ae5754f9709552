import type { MissingGlyphPolicy } from "../model/job.ts";
import type { LayoutPlan } from "../model/layout-plan.ts";
import type { Galley } from "./galley.ts";
import { Hyphenators } from "./hyphenators.ts";
import { NoteMarks } from "./note-marks.ts";
import type { SetContext } from "./set-context.ts";
import type { TypeSizes } from "./type-sizes.ts";

/** What the setting functions share before there is a document. */
export function newSetContext(
  plan: LayoutPlan,
  galley: Galley,
  missingGlyph: MissingGlyphPolicy,
  { styles, shrunk, cellPercentMin, statics, geometries }: TypeSizes["context"],
): SetContext {
  return {
    galley,
    styles,
    shrunk,
    cellPercentMin,
    missingGlyph,
    statics,
    geometries,
    columns: new Map(),
    tables: [],
    faults: [],
    flawed: [],
    stop: undefined,
    starts: undefined,
    areas: undefined,
    hyphenators: new Hyphenators(plan.hyphenation),
    noteMarks: plan.notes && new NoteMarks(),
    locale: plan.locale,
    rightToLeft: false,
    flows: false,
    sections: [],
    footItem: -1,
    panelMpt: 0,
    blockId: "",
    textOffset: 0,
    substitutions: 0,
  };
}
