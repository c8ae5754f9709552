import type { Actor } from "./audit.ts";

/** What an approval is of, each by a hash: all that decides what a job's documents look like. */
export interface ApprovedParts {
  /** The layout with its catalogues, fonts, images and papers. */
  readonly layout: string;
  /** Which records go to which channel. */
  readonly channels: string;
  /** Papers that the job chooses, and what it prints where no font has a character. */
  readonly print: string;
  /** The program's version. */
  readonly program: string;
}

/** What can be approved: its parts, and the hash of these. */
export interface Approvable {
  readonly sha256: string;
  readonly parts: ApprovedParts;
}

/** What an entry of the shop's log says of an approval. */
export interface ApprovalDetails extends Approvable {
  readonly layout: string;
  /** SHA-256 of `proof.json`. */
  readonly proof: string;
  /** First and last day on which a run may begin with it (YYYY-MM-DD); empty for no end. */
  readonly from: string;
  readonly until: string;
}

/** One person's approval, as the register has it. */
export interface LayoutApproval extends ApprovalDetails, Pick<Actor, "by" | "osUser"> {
  /** Number of the entry in the shop's log. */
  readonly seq: number;
  /** The shop's spelling of the name; empty where it does not know them. */
  readonly person: string;
  readonly isSigned: boolean;
  readonly atIso: string;
}

/** What a production run began with, where its shop wants layouts approved. */
export type RunApproval =
  | ({ readonly result: "approved" } & StandingApproval)
  | { readonly result: "overridden"; readonly sha256: string };

export interface StandingApproval {
  readonly sha256: string;
  /** The last proof set that it was approved by. */
  readonly proof: string;
  readonly until: string;
  readonly approvers: readonly Approver[];
}

export interface Approver extends Pick<Actor, "by" | "osUser"> {
  readonly seq: number;
  readonly person?: string;
  readonly isSigned: boolean;
}
