import type { Ordinal } from "../base/units.ts";
import type { BoundCode } from "./barcode.ts";
import type {
  BarcodeBlock,
  Block,
  ColumnsBlock,
  FactsBlock,
  GroupBlock,
  ImageBlock,
  PageBreakBlock,
  RuleBlock,
  SpaceBlock,
  TableBlock,
  TextBlock,
} from "./block.ts";
import type { BoundChart } from "./bound-chart.ts";
import type { BoundList } from "./list-block.ts";
import type { RawAddress } from "./record.ts";
import type { TextFormat } from "./text-format.ts";

/** Stand-ins in bound furniture text for the page number and the page count. */
export const PAGE_MARK = "\uE000";
export const PAGES_MARK = "\uE001";

/**
 * One record bound to a layout: conditions settled, values formatted, channel-neutral. Blocks whose
 * condition does not hold are not here. It lives in one worker, for one record, and refers to the
 * plan's own blocks.
 */
export interface Document {
  readonly ordinal: Ordinal;
  readonly key: string;
  readonly locale: string;
  readonly title: string;
  /** True for one in large print. */
  readonly isLarge?: true;
  /** Of one whose e-mail is text alone. */
  readonly textFormat?: TextFormat;
  readonly address: RawAddress | undefined;
  readonly blocks: readonly BoundBlock[];
  /** Pages of other files behind it: indices of images; absent if there are none. */
  readonly appended?: readonly number[];
  /** The plan's footnotes, where it has any; undefined for one that says nothing. */
  readonly notes?: readonly (BoundText | undefined)[];
  /** By master: whether its condition holds; absent if no master has one. */
  readonly masterHolds?: readonly boolean[];
  /** Texts that it must show, by number; absent if the plan requires none. */
  readonly required?: readonly number[];
  /** Per master, per box: its bound blocks; undefined for a static box. */
  readonly furniture: readonly (readonly (readonly BoundBlock[] | undefined)[])[];
}

/** Texts of the plan's spans, one each, in order. */
export type BoundSpans = readonly string[];

/** Link targets of spans, by span. */
export type BoundHrefs = readonly (string | undefined)[];

export interface BoundText {
  readonly kind: "text";
  readonly block: TextBlock;
  readonly texts: BoundSpans;
  /** Undefined if no span is a link. */
  readonly hrefs?: BoundHrefs;
}

export interface BoundFacts {
  readonly kind: "facts";
  readonly block: FactsBlock;
  /** Indices into `block.entries` of those shown. */
  readonly entries: readonly number[];
  /** For each shown entry. */
  readonly labels: readonly BoundSpans[];
  readonly values: readonly BoundSpans[];
  /** For each shown entry, where some entry of the block has a link. */
  readonly labelHrefs?: readonly (BoundHrefs | undefined)[];
  readonly valueHrefs?: readonly (BoundHrefs | undefined)[];
}

/**
 * A bound table. Headers and footers of groups stand among the rows: `rowKinds[r]` says which.
 * Cells are row-major, `columns.length` a row.
 */
export interface BoundTable {
  readonly kind: "table";
  readonly block: TableBlock;
  readonly titles: readonly string[];
  readonly rowCount: number;
  /** ROW_DETAIL, ROW_GROUP, ROW_SUBTOTAL or ROW_TOTAL. */
  readonly rowKinds: Uint8Array;
  /** By column: the title of its group of columns, empty for none; where there are any. */
  readonly groupTitles?: readonly string[];
  /** Where `block.groups` has any. */
  readonly groups?: BoundGroups;
  /** Where the block or a column has `looks`. */
  readonly looks?: BoundLooks;
  readonly cells: readonly string[];
  /** Tables in cells, by the place of the cell in `cells`, which has their texts in lines. */
  readonly inner?: ReadonlyMap<number, BoundTable>;
  /** The text of a carry row after `rowsBefore` rows: one cell a column. */
  readonly carryForward?: (rowsBefore: number) => readonly string[];
  readonly carryBrought?: (rowsBefore: number) => readonly string[];
  /** The texts of `block.empty`'s spans where no row qualified. */
  readonly empty?: BoundSpans;
  readonly emptyHrefs?: BoundHrefs;
}

export const ROW_DETAIL = 0;
export const ROW_SUBTOTAL = 1;
export const ROW_TOTAL = 2;
/** The header of a group. */
export const ROW_GROUP = 3;

/** By cell of a bound table, row-major: indices of styles and of colours behind, -1 for none. */
export interface BoundLooks {
  readonly styles: Int16Array;
  readonly grounds: Int16Array;
}

/** The stretches of rows of a bound table. Each has a number, of all levels together. */
export interface BoundGroups {
  /** By row: the level of a header or footer; of no meaning for other rows. */
  readonly rowLevels: Uint8Array;
  /** By row and level: the group that the row is in, or -1; row-major. */
  readonly groupOf: Int32Array;
  /** By group: the first row that is part of it. */
  readonly firstRows: Int32Array;
  /** The cells of a group's `continued` row where it goes on after so many rows of the table. */
  readonly continuedCells: (group: number, rowsBefore: number) => readonly string[];
}

export interface BoundGroup {
  readonly kind: "group";
  readonly block: GroupBlock;
  readonly blocks: readonly BoundBlock[];
}

export interface BoundColumns {
  readonly kind: "columns";
  readonly block: ColumnsBlock;
  readonly columns: readonly (readonly BoundBlock[])[];
}

export interface BoundBarcode {
  readonly kind: "barcode";
  readonly block: BarcodeBlock;
  readonly code: BoundCode;
  readonly alt: string;
}

/** A block with nothing to bind. */
export interface BoundFixed {
  readonly kind: "fixed";
  readonly block: ImageBlock | RuleBlock | SpaceBlock | PageBreakBlock;
}

/** A block of any kind that is the same for every record (`block.isStatic`), bound once. */
export interface BoundStatic {
  readonly kind: "static";
  readonly block: Block;
  readonly content: Exclude<BoundBlock, BoundStatic>;
}

export type BoundBlock =
  | BoundText
  | BoundFacts
  | BoundTable
  | BoundChart
  | BoundGroup
  | BoundColumns
  | BoundBarcode
  | BoundList
  | BoundFixed
  | BoundStatic;
