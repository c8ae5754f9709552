import type { Block } from "../model/block.ts";
import type { ImagePlan } from "../model/layout-plan.ts";
import type { Color } from "../model/geometry.ts";
import type { FootnoteNames } from "./blocks/note-marks.ts";
import type { Scope } from "./expression/expression-scope.ts";
import type { Catalogue } from "./messages/catalogue.ts";
import type { NameTable } from "./name-table.ts";
import type { ProvenSums } from "./proven-sums.ts";
import type { StyleTable } from "./blocks/style-table.ts";
import type { Path, YamlSource } from "../yaml/yaml-source.ts";

/** All that the check of a block needs to know: what is declared, and where the block is. */
export interface LayoutCheck {
  readonly source: YamlSource;
  readonly scope: Scope;
  readonly colors: NameTable<Color>;
  readonly styles: StyleTable;
  readonly images: NameTable<ImagePlan>;
  readonly sums: ProvenSums;
  /** The texts of the locale that is checked; absent if the layout has no catalogues. */
  readonly catalogue?: Catalogue;
  /** What included parts and extending layouts have; absent if the layout stands alone. */
  readonly parts?: LayoutParts;
  /** What ids begin with, so that those of one plan differ. */
  readonly idPrefix?: string;
  /** Whether `{page}` and `{pages}` are known: in the boxes of masters. */
  readonly hasPages: boolean;
  /** Footnotes that texts may name; absent where none can stand, as in the boxes of masters. */
  readonly notes?: FootnoteNames | undefined;
  /** The width available to a block; anything wider is an error. */
  readonly widthMpt: number;
  /** The colour behind a block: an index into the layout's colours, or -1 for the paper. */
  readonly ground: number;
  /** Whether what stands here is kept on one page, so that a page cannot end within it. */
  readonly isWhole?: boolean;
  readonly counter: BlockCounter;
  /** The masters whose pages blocks can ask for; absent if it is not known. */
  readonly pages?: ReadonlyMap<string, NamedPages>;
}

/** A master whose pages blocks can ask for: its index in the plan, and how wide its body is. */
export interface NamedPages {
  readonly master: number;
  readonly widthMpt: number;
}

export interface LayoutParts {
  /** Lists of blocks, as written, by name. */
  readonly lists: ReadonlyMap<string, unknown>;
  /** What slots are filled with, as written, by name. */
  readonly fill: Readonly<Record<string, unknown>>;
  /** Collects the slots that there are. */
  readonly slots: Set<string>;
}

/** How many blocks were met, at all depths. */
export interface BlockCounter {
  count: number;
}

/** What a container needs to check the blocks inside it. */
export interface Children {
  readonly check: LayoutCheck;
  readonly depth: number;
  /** The container as written. */
  readonly raw: Readonly<Record<string, unknown>>;
  checkedBlocks(check: LayoutCheck, path: Path, value: unknown, depth: number): Block[];
}
