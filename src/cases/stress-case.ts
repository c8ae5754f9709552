import type { LayoutPlan } from "../model/layout-plan.ts";
import type { RawObject } from "../model/record.ts";

/** A record that was made to try a layout with. */
export interface StressCase {
  /** Unlike that of any other case of the layout, and fit for a file's name. */
  readonly name: string;
  /** As JSON has it; it matches the layout's data. */
  readonly record: RawObject;
  /** What is special about it, in words for people. */
  readonly why: string;
}

/** What cases are made of. */
export interface CaseBy {
  readonly plan: LayoutPlan;
  /** The same seed, the same cases. */
  readonly seed: number;
  /** Records that are right: what they hold is what most records hold. The first counts most. */
  readonly samples?: readonly RawObject[];
  /** How many rows the longest lists have; 2,000 by default. */
  readonly rowsMax?: number;
}
