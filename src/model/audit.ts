import type { StateEffect } from "./piece-state.ts";

/** What people decide about a run, and what is done in a shop that must be traceable later. */
const AUDIT_ACTIONS = [
  "override",
  "suppress",
  "approve",
  "sample",
  "judge",
  "hold",
  "release",
  "pull",
  "reimage",
  "reprint",
  "reprint-made",
  "reconcile",
  "withdraw",
  "by-hand",
  "redrive",
  "mailed",
  "correct",
  "close",
  "abandon",
  "find",
  "get",
  "verify",
  "legal-hold",
  "purge",
  "register",
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who decides: the given name, and what the machine knows about the user. */
export interface Actor {
  readonly by: string;
  readonly osUser: string;
  readonly hostName: string;
}

/** Plain data, enough to act on the decision again. Keys and places, no field values. */
export interface DecisionDetails {
  /** What the decision does to states. */
  readonly effects?: readonly StateEffect[];
  readonly [name: string]: unknown;
}

/** A decision before it is entered. */
export interface Decision {
  readonly action: AuditAction;
  readonly reason: string;
  readonly details: DecisionDetails;
}

/** One line of an audit log. `hash` covers all other fields, so also all entries before. */
export interface AuditEntry extends Decision, Actor {
  /** 1-based. */
  readonly seq: number;
  readonly atIso: string;
  /** The hash of the entry before, or the log's genesis. */
  readonly previous: string;
  readonly hash: string;
}

/** One kind of thing that a decision is about: numbers, ranges of them, or names. */
export interface DecisionSubject {
  readonly what: string;
  readonly items: readonly string[];
}

/** The last entry of a log; `seq` is 0 and `hash` the genesis if there is none. */
export interface AuditRoot {
  readonly seq: number;
  readonly hash: string;
}
