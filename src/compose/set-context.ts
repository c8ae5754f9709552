import type { Mpt } from "../base/units.ts";
import type { Diagnostic } from "../base/diagnostic.ts";
import type { ColumnsBlock, GroupBlock, TableBlock } from "../model/block.ts";
import type { BoundTable } from "../model/document.ts";
import type { MissingGlyphPolicy } from "../model/job.ts";
import { MARK_ROLES, type MarkRole } from "../model/frame.ts";
import type { Galley } from "./galley.ts";
import type { Hyphenators } from "./hyphenators.ts";
import type { LaneSection } from "./lanes.ts";
import type { NoteMarks } from "./note-marks.ts";
import type { StopSignal } from "./stop-signal.ts";
import type { ShrunkStyles } from "./shrunk-styles.ts";
import type { TableGeometry } from "./table-geometry.ts";
import type { TypeStyle } from "./type-style.ts";

/** A static block painted once as a form XObject. */
export interface StaticForm {
  readonly index: number;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
}

/** A panel that may break, from the left of the region. */
export interface PanelSlice {
  readonly block: GroupBlock;
  readonly xMpt: Mpt;
  readonly widthMpt: Mpt;
}

/** A table as it runs through the pages: what is repeated where it breaks. */
export interface FlowingTable {
  readonly bound: BoundTable;
  readonly geometry: TableGeometry;
  /** Height of the repeated header and the brought-forward row; 0 if there is neither. */
  readonly headMpt: Mpt;
  /** Height of the carried-forward row. */
  readonly footMpt: Mpt;
  /** Height of the rows of groups that go on where an item of the table begins a page. */
  readonly groupHeadMpt: ((item: number) => Mpt) | undefined;
  /** Footnotes that its repeated header names. */
  readonly headNotes: readonly number[];
  /** How far the table stands from the region's left, in the panels that it is in. */
  xMpt: Mpt;
  slices: readonly PanelSlice[];
}

/** Where columns stand in a region of this width. */
export interface ColumnPlaces {
  readonly widthMpt: Mpt;
  readonly rightToLeft: boolean;
  readonly places: readonly { readonly xMpt: Mpt; readonly widthMpt: Mpt }[];
}

/** The first item of a block. */
export interface BlockStart {
  readonly item: number;
  readonly id: string;
}

/** What the setting functions share while one document is typeset. */
export interface SetContext {
  readonly galley: Galley;
  styles: readonly TypeStyle[];
  shrunk: ShrunkStyles;
  /** The least percentage of its size that a text in a cell may have, where it does not wrap. */
  cellPercentMin: number;
  readonly missingGlyph: MissingGlyphPolicy;
  statics: ReadonlyMap<string, StaticForm>;
  geometries: Map<TableBlock, TableGeometry>;
  /** Of columns as they were last set. */
  readonly columns: Map<ColumnsBlock, ColumnPlaces>;
  readonly tables: FlowingTable[];
  readonly faults: Diagnostic[];
  /** Items of the flow that faults are about. */
  readonly flawed: number[];
  /** Ends the setting of a document that nobody waits for any more. */
  stop: StopSignal | undefined;
  readonly hyphenators: Hyphenators;
  /** Where the plan has footnotes. */
  readonly noteMarks: NoteMarks | undefined;
  /** Collects where blocks begin, while it is there. */
  starts: BlockStart[] | undefined;
  /** Collects the ids of blocks whose areas are laid, while it is there. */
  areas: string[] | undefined;
  /** The document's language, and whether that is written from right to left. */
  locale: string;
  rightToLeft: boolean;
  /** How high the next panel is at least: that of a grid is as high as its row. */
  panelMpt: Mpt;
  /** Whether items come to stand on pages one by one, as the flow does, not within another item. */
  flows: boolean;
  /** What of the flow stands in columns that may break. */
  readonly sections: LaneSection[];
  /** The first item of what stands at the foot of the last page, or -1. */
  footItem: number;
  /** Path of the block being typeset, and where in its text: to name the place of a fault. */
  blockId: string;
  textOffset: number;
  /** Code points replaced under the job's policy in this document. */
  substitutions: number;
}

const ROLE_INDEX = new Map(MARK_ROLES.map((role, index) => [role, index]));

export function roleIndex(role: MarkRole): number {
  return ROLE_INDEX.get(role) ?? 0;
}
