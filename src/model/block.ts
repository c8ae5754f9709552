import type { Mpt } from "../base/units.ts";
import type { BarcodeCorrection, BarcodeKind } from "./barcode.ts";
import type { ChartBlock } from "./chart.ts";
import type { ListBlock } from "./list-block.ts";
import type { Expr, FieldExpr, Template } from "./expr.ts";
import type { Align, TextAlign } from "./geometry.ts";

/** What every block has. `id` is its path in the layout, such as `blocks.3`. */
export interface BlockBase {
  readonly id: string;
  /** Shown only where this holds. */
  readonly when?: Expr;
  /** One of several blocks of which each record shows exactly one. */
  readonly isVariant?: true;
  readonly spaceBeforeMpt: Mpt;
  readonly spaceAfterMpt: Mpt;
  /** Stays on the page of the first line of what follows. */
  readonly keepWithNext: boolean;
  readonly channels: { readonly print: boolean; readonly email: boolean };
  /** Print shows it only where it makes no page more; the lowest `priority` is tried first. */
  readonly ifRoom?: true;
  readonly priority?: number;
  /** Stands at the foot of the document's last page; only further such blocks follow it. */
  readonly atFoot?: true;
  /** It stands on pages of this master, an index into `LayoutPlan.masters`, and on no others. */
  readonly pagesOf?: number;
  /** True if nothing in it depends on the record: prepared once, drawn as a form XObject. */
  readonly isStatic: boolean;
}

/** A stretch of text in one style (an index into `LayoutPlan.styles`). */
export interface Span {
  readonly style: number;
  readonly template: Template;
  readonly href?: Template;
}

/** Text runs up the page, is upside down, or runs down the page. */
export type Turn = 90 | 180 | 270;

/** A heading or a paragraph. `level` 0 is a paragraph, 1 to 6 a heading. */
export interface TextBlock extends BlockBase {
  readonly kind: "text";
  readonly level: number;
  readonly align: TextAlign;
  /** How far it is set in from where its lines start. */
  readonly indentMpt?: Mpt;
  readonly spans: readonly Span[];
  readonly sum?: ProvenSum;
  /** How far its lines are turned from the left upwards, in degrees. */
  readonly turn?: Turn;
  /** A link that looks like a button in this colour, for e-mails alone. */
  readonly button?: { readonly color: number };
}

/**
 * A money field (an index into `moneyPaths`) of which a text shows the amount and nothing else, and
 * whose sum the layout proves.
 */
export type ProvenSum = number;

export interface FactsEntry {
  readonly label: readonly Span[];
  readonly value: readonly Span[];
  readonly when?: Expr;
  /** What the value shows. */
  readonly sum?: ProvenSum;
}

/** Labels and values in two columns, such as an account summary. */
export interface FactsBlock extends BlockBase {
  readonly kind: "facts";
  readonly entries: readonly FactsEntry[];
  /** Share of the width that the labels get, in thousandths. */
  readonly labelShare: number;
  readonly valueAlign: Align;
  /** A hairline between entries: index into `LayoutPlan.colors`, or -1. */
  readonly ruleColor: number;
  readonly rowGapMpt: Mpt;
}

export interface TableColumn {
  readonly title: Template;
  readonly titleStyle: number;
  readonly style: number;
  readonly cell: Template;
  /** Fixed width, or undefined for a column that shares what is left by `grow`. */
  readonly widthMpt?: Mpt;
  readonly grow: number;
  readonly align: Align;
  /** Cells wrap to several lines; where false, too long a cell is an overflow diagnostic. */
  readonly wrap: boolean;
  /** Money, integers or decimals: what carried sums, footers and totals add up in this column. */
  readonly sumOf?: Expr;
  /** The cells show what was added up so far; `cell` is empty then. */
  readonly running?: RunningTotal;
  /** A title above those of adjacent columns with the same one. */
  readonly group?: Template;
  /** A cell takes the room of the empty ones after it. */
  readonly spans?: true;
  /** Print shows a value once for rows that follow each other with it, and on each page again. */
  readonly merges?: true;
  /** Where a cell stands in a row that is taller; at the top by default. */
  readonly valign?: "middle" | "bottom";
  /** How far cells, and the title, are turned. */
  readonly turn?: Turn;
  readonly titleTurn?: Turn;
  /** Numbers stand with their decimal points below each other, before so many digits. */
  readonly decimals?: number;
  readonly looks?: readonly ConditionalLook[];
  /** What stands in each cell, whose row is in scope there; `cell` is empty then. */
  readonly table?: TableBlock;
}

/** How a row or a cell looks where a condition holds; the first one that does decides. */
export interface ConditionalLook {
  readonly when: Expr;
  /** Index of a text style, or -1 for the usual one. */
  readonly style: number;
  /** Index into `LayoutPlan.colors`, or -1. */
  readonly background: number;
}

/** A sum that grows from row to row. */
export interface RunningTotal {
  readonly of: Expr;
  /** Where it begins, outside of the rows; 0 by default. */
  readonly from?: Expr;
  /** The level of groups (0 the outermost) in which it begins anew, or -1. */
  readonly level: number;
  readonly format?: string;
}

/** Which rows a table shows or a block is repeated for, in input order. */
export interface TableRows {
  /** That of the innermost rows, where it is a list within others' rows. */
  readonly list: FieldExpr;
  /** The name of the row in expressions. */
  readonly row: string;
  readonly where?: Expr;
  /** Only the last of each stretch of rows with the same value, such as the day's last balance. */
  readonly lastBy?: Expr;
  /** The rows that they are within, from the outermost; their names are known in expressions. */
  readonly within?: readonly OuterRows[];
}

export interface OuterRows {
  readonly list: FieldExpr;
  readonly row: string;
}

/** Rows whose cells the layout writes itself, row by row. */
export interface WrittenRows {
  readonly cells: readonly (readonly Template[])[];
}

export interface TableCarry {
  /** Shown at the foot of a page the table leaves, with the sum so far in each summed column. */
  readonly forward: Template;
  readonly brought: Template;
  readonly style: number;
}

/** A row of a table that has a label, and sums where there are any. */
export interface LabelledRow {
  readonly label: Template;
  readonly style: number;
}

/** A level of a table's groups: stretches of rows with the same value, within the outer ones. */
export interface TableGroup {
  /** A value, or the name of the row that they are within. */
  readonly by: Expr | { readonly row: string };
  /** Stands above the stretch; may show its first row. */
  readonly header?: LabelledRow;
  /** Stands at the head of each further page of the stretch; may show its first row. */
  readonly continued?: LabelledRow;
  /** Stands below the stretch with its sums; may show its last row. */
  readonly footer?: LabelledRow;
  /** A stretch of one row has no footer, as that would say again what the row does. */
  readonly footerOfSeveral?: true;
  /** Whether `continued` shows the stretch's sums so far. */
  readonly carries: boolean;
  /** Each stretch but the table's first begins a page. */
  readonly newPage: boolean;
  /** Each stretch stays on one page where it fits on one. */
  readonly keepTogether: boolean;
  /** How far the labels are set in. */
  readonly indentMpt: Mpt;
  /** Behind header and continued rows: an index into `LayoutPlan.colors`, or -1. */
  readonly background: number;
}

/** Marks a row whose number does not follow the one before by one, such as a missing check. */
export interface TableGaps {
  readonly by: Expr;
  /** Column whose cell gets `mark` appended. */
  readonly column: number;
  readonly mark: string;
}

export interface TableBlock extends BlockBase {
  readonly kind: "table";
  readonly rows: TableRows | WrittenRows;
  readonly columns: readonly TableColumn[];
  readonly columnGapMpt: Mpt;
  readonly rowGapMpt: Mpt;
  /** How far the first cells of rows are set in, but for those of sums and groups. */
  readonly rowIndentMpt: Mpt;
  readonly showHeader: boolean;
  readonly repeatHeader: boolean;
  /** The table is set in this many columns side by side, filled row by row downwards; 1 mostly. */
  readonly across: number;
  readonly acrossGapMpt: Mpt;
  readonly carry?: TableCarry;
  /** From the outermost level; none mostly. */
  readonly groups: readonly TableGroup[];
  readonly total?: LabelledRow;
  readonly gaps?: TableGaps;
  /** Shown instead of the table where no row qualifies; without it the table is left out. */
  readonly empty?: readonly Span[];
  /** Indices into `LayoutPlan.colors`, -1 none: rule under header, rule between rows, stripe. */
  readonly headerRuleColor: number;
  readonly rowRuleColor: number;
  readonly stripeColor: number;
  /** The same: rules between columns, and at the table's sides. */
  readonly columnRuleColor: number;
  readonly sideRuleColor: number;
  /** Of whole rows. */
  readonly looks?: readonly ConditionalLook[];
  /** Keeps the whole table on one page where it fits on one. */
  readonly keepTogether: boolean;
  readonly onPhone: PhoneTable;
}

/**
 * How an e-mail shows a table on a narrow screen: a card for each row, its rows as they are, or its
 * groups and sums alone.
 */
export type PhoneTable = "cards" | "rows" | "summary";

export interface ImageBlock extends BlockBase {
  readonly kind: "image";
  /** Index into `LayoutPlan.images`. */
  readonly image: number;
  readonly widthMpt: Mpt;
  readonly heightMpt: Mpt;
  readonly align: Align;
  readonly alt: string;
}

export interface RuleBlock extends BlockBase {
  readonly kind: "rule";
  readonly thicknessMpt: Mpt;
  readonly color: number;
}

export interface SpaceBlock extends BlockBase {
  readonly kind: "space";
  readonly heightMpt: Mpt;
}

export interface PageBreakBlock extends BlockBase {
  readonly kind: "page-break";
}

/** Blocks that belong together; with a `zone` it is a message of that zone. */
export interface GroupBlock extends BlockBase {
  readonly kind: "group";
  readonly zone?: string;
  readonly blocks: readonly Block[];
  readonly keepTogether: boolean;
  readonly paddingMpt: Mpt;
  /** Indices into `LayoutPlan.colors`, or -1. */
  readonly background: number;
  readonly borderColor: number;
  /** Half a point by default. */
  readonly borderWidthMpt?: Mpt;
  /** Where there is a border; on all sides by default. */
  readonly borderSides?: readonly BorderSide[];
  /** Of its corners, where they are round. */
  readonly radiusMpt?: Mpt;
  /** What it holds may continue on the next page; its frame is open there. */
  readonly breakable?: true;
}

export type BorderSide = "top" | "right" | "bottom" | "left";

/** Blocks that stand once for each row of a list, such as a section for each account. */
export interface RepeatBlock extends BlockBase {
  readonly kind: "repeat";
  readonly rows: TableRows;
  /** What stands for a row, and what all of them together are bound as. */
  readonly item: GroupBlock;
  readonly whole: GroupBlock;
  /** Stands between rows that begin a page of their own. */
  readonly pageBreak?: PageBreakBlock;
  /** What rows stand side by side in, where the repeat is a grid. */
  readonly grid?: ColumnsBlock;
  /** Shown where no row qualifies. */
  readonly empty?: TextBlock;
}

export interface ColumnPlan {
  readonly widthMpt?: Mpt;
  readonly grow: number;
  readonly blocks: readonly Block[];
}

/** Columns side by side, or one text that flows from column to column. */
export interface ColumnsBlock extends BlockBase {
  readonly kind: "columns";
  readonly gapMpt: Mpt;
  readonly columns: readonly ColumnPlan[];
  /** A row of a grid: its panels are as high as the highest. */
  readonly isGrid?: true;
  /** The only one of `columns` flows through so many, at the end equally high where it balances. */
  readonly flow?: { readonly count: number; readonly balances: boolean };
  /** Each continues on the next page by itself; else they are kept on one. */
  readonly breakable?: true;
}

/** What a code says: a text, or a payment by its named fields. */
export type BarcodePayload =
  | { readonly form: "text"; readonly value: Template }
  | {
      readonly form: "epc" | "swiss-bill";
      readonly fields: readonly { readonly name: string; readonly value: Template }[];
      /** Of kind money. */
      readonly amount?: Expr;
    };

/** A machine-readable code, different from record to record. */
export interface BarcodeBlock extends BlockBase {
  readonly kind: "barcode";
  readonly symbology: BarcodeKind;
  readonly correction: BarcodeCorrection;
  readonly payload: BarcodePayload;
  /** The width of a module, or that of the whole symbol without its quiet zone. */
  readonly size: { readonly moduleMpt: Mpt } | { readonly widthMpt: Mpt };
  /** Of the bars of a linear symbol; modules of others are as high as they are wide. */
  readonly heightMpt: Mpt;
  /** What stays blank beside the symbol: in modules, or on all sides of a slip's code. */
  readonly quiet: { readonly modules: number } | { readonly mpt: Mpt };
  /** The style of the text for people beneath it, or -1 for none. */
  readonly textStyle: number;
  readonly align: Align;
  readonly alt: Template;
}

export type Block =
  | TextBlock
  | FactsBlock
  | TableBlock
  | ChartBlock
  | ImageBlock
  | RuleBlock
  | SpaceBlock
  | PageBreakBlock
  | GroupBlock
  | RepeatBlock
  | ColumnsBlock
  | BarcodeBlock
  | ListBlock;
