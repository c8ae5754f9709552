import type { LayoutPlan } from "../../src/model/layout-plan.ts";
import type { BoundStatement } from "../statement/bound-statements.ts";

/** What a peer has made in the end. */
export interface Drawn {
  readonly pages: number;
  readonly bytes: number;
}

/** One run of a peer: it draws statement after statement to a file. */
export interface PeerRun {
  draw(statement: BoundStatement): void | Promise<void>;
  /** Ends the file; all bytes are on their way to the disk then. */
  close(): Promise<Drawn>;
}

/** Another way to make the same statements. */
export interface Peer {
  readonly name: string;
  /** Starts a run that writes to `file`. */
  open(plan: LayoutPlan, file: string): PeerRun;
}
