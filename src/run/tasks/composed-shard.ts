import type { StaticForm } from "../../compose/set-context.ts";
import type { FragmentSummary } from "../../spool/fragment-facts.ts";
import type { EmailImage } from "../../paint/html/mime.ts";

/** What composing needs in addition to the frozen run. */
export interface ComposeSetup {
  readonly statics: ReadonlyMap<string, StaticForm>;
  readonly emailImages: readonly EmailImage[];
  /** Reasons by key of suppressed records; undefined if nobody is suppressed. */
  readonly suppressed?: ReadonlyMap<string, string> | undefined;
}

export interface ComposedShard {
  readonly summary: FragmentSummary;
  /** Milliseconds by compose part. */
  readonly partMs: readonly number[];
}
