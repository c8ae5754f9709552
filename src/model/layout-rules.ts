import type { Channel } from "./channel.ts";
import type { Expr } from "./expr.ts";

/** What must hold between the fields of every record; one for which it does not is rejected. */
export interface Assertion {
  /** Its place in the layout, as blocks have one: `assert.0`. */
  readonly id: string;
  readonly that: Expr;
  /** What a person reads of a record for which it does not hold; without values. */
  readonly message: string;
}

/** A text that documents must have, such as the wording of a regulation. */
export interface RequiredText {
  /** What people call it, such as `reg-e-errors`. */
  readonly name: string;
  readonly channels: readonly Channel[];
  readonly when?: Expr;
  /**
   * By locale, for those it is required in: its stretches between values, each of which a document
   * must show without a break.
   */
  readonly words: Readonly<Record<string, readonly string[]>>;
}
