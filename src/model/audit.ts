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
  "approve-layout",
  "agree",
  "rules",
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

/** Who enters a decision: with the shop's spelling of their name, and a key if they have one. */
export interface EnteringActor extends Actor {
  readonly person?: string | undefined;
  /** A signature over an entry's hash (all of the entry but signature and own hash). */
  sign?(entryHash: string): DecisionSignature | undefined;
}

/** Ed25519 over a DSSE v1 encoding of the entry's hash. */
export interface DecisionSignature {
  /** SHA-256 of the public key as SubjectPublicKeyInfo in DER. */
  readonly keyid: string;
  /** Base64. */
  readonly sig: string;
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
  /** The shop's spelling of the name, where it knew the person. */
  readonly person?: string;
  /** The person's, where they have a key. */
  readonly signature?: DecisionSignature;
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
