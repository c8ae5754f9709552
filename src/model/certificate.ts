import type { Ordinal, PageCount, PieceNumber, SheetCount } from "../base/units.ts";
import type { AuditAction, AuditRoot } from "./audit.ts";
import type { Channel } from "./channel.ts";
import type { ProvenItem } from "./proven-item.ts";
import type { BalanceLine } from "./run-report.ts";
import type { SharedResource } from "./shared-resource.ts";
import type { VerifiedCounts, VerifiedSum } from "./verification.ts";

/**
 * What is certified about a run. It contains no customer keys and no field values; all numbers are
 * integers, so that every program hashes the same text.
 */
export interface Certificate {
  readonly body: CertificateBody;
  /** Of the body as canonical JSON (RFC 8785). */
  readonly bodySha256: string;
  readonly envelope: CertificateEnvelope;
  /** Null if nobody signed: then it proves nothing about who issued it. */
  readonly signature: CertificateSignature | null;
}

/** What the job alone decides: the same bytes for the same job, however the run went. */
export interface CertificateBody {
  readonly format: "nightpress-certificate-1";
  readonly program: {
    readonly nightpress: string;
    readonly node: string;
    readonly zlib: string;
    readonly arch: string;
  };
  readonly job: {
    readonly name: string;
    readonly cycle: string;
    readonly mode: "test" | "production";
    readonly asOf: string;
    /** As on every sheet of the run. */
    readonly mark: string;
    /** Which child run of its parent; 0 if the run is none. */
    readonly child: number;
    readonly seed: number;
  };
  /** Of what `job.json` froze, without the places where it lay. */
  readonly jobSha256: string;
  readonly frozen: FrozenHashes;
  /** IMb serials on pieces; null if none was drawn. */
  readonly serials: SerialRange | null;
  readonly records: RecordCounts;
  readonly balance: readonly BalanceLine[];
  readonly verification: CertifiedVerification;
  /** What all spools share, as it was made; null if the run did not write it down. */
  readonly resources: readonly SharedResource[] | null;
  /** By what its layout was approved; only if the shop wanted that. */
  readonly approval?: CertifiedApproval;
  readonly spools: readonly CertifiedSpool[];
  readonly batches: readonly CertifiedBatch[];
  /** The list of rejects; null if there is none. */
  readonly rejects: CertifiedFile | null;
  /** Where the audit log was when assembly began, as on the trailer sheets. */
  readonly auditRoot: AuditRoot;
  /** Null if the run was not verified. */
  readonly merkle: CertifiedTree | null;
}

/** The approval of a layout; overridden, the run's decisions say by whom. */
export type CertifiedApproval =
  | {
      readonly result: "approved";
      /** What was approved: layout, catalogues, fonts, images, papers, channel rules, program. */
      readonly sha256: string;
      /** SHA-256 of the proof set's `proof.json`. */
      readonly proof: string;
      /** The last day on which a run may begin with it; empty for no end. */
      readonly until: string;
      /** With the numbers of their entries in the shop's audit log. */
      readonly approvers: readonly { readonly seq: number; readonly by: string }[];
    }
  | { readonly result: "overridden"; readonly sha256: string };

/** Hashes of what the run was made from, fixed before its first page. */
export interface FrozenHashes {
  readonly inputs: readonly CertifiedFile[];
  readonly layout: { readonly name: string; readonly sha256: string };
  readonly fonts: readonly { readonly name: string; readonly sha256: string }[];
  readonly images: readonly { readonly name: string; readonly sha256: string }[];
  readonly seeds: readonly CertifiedFile[];
  readonly suppressions: readonly { readonly sha256: string; readonly keys: number }[];
  readonly channels: readonly Channel[];
}

/** A file by its name, without the folder it lay in. */
export interface CertifiedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** How the units of the input ended. */
export interface RecordCounts {
  readonly read: number;
  readonly seeds: number;
  readonly ended: readonly { readonly disposition: string; readonly count: number }[];
  readonly rejects: readonly { readonly code: string; readonly count: number }[];
  readonly pastRejectLimit: boolean;
}

/** What the verifier found when it read the finished files back. */
export type CertifiedVerification =
  | { readonly result: "not verified" }
  | {
      readonly result: "verified";
      readonly counts: VerifiedCounts;
      readonly notChecked: readonly string[];
      readonly sums: readonly VerifiedSum[];
    };

export interface CertifiedSpool {
  /** Below the run's folder, as all files here. */
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly stream: string;
  readonly part: number;
  readonly pieces: number;
  readonly sheets: SheetCount;
  readonly pages: PageCount;
  /** Control file and job ticket. */
  readonly companions: readonly CertifiedFile[];
}

export interface CertifiedBatch {
  readonly file: string;
  readonly channel: Channel;
  readonly bytes: number;
  readonly sha256: string;
  readonly count: number;
  /** Its index. */
  readonly companions: readonly CertifiedFile[];
}

/** The tree over all pieces and messages (RFC 9162, 2.1, with SHA-256). */
export interface CertifiedTree {
  readonly root: string;
  readonly leafCount: number;
}

/** When, where and by whom: what differs between two runs of one job. */
export interface CertificateEnvelope {
  readonly runId: string;
  /** Of the run's own `job.json`, byte by byte. */
  readonly jobFileSha256: string;
  readonly issuedAtIso: string;
  readonly issuedBy: {
    readonly osUser: string;
    readonly hostName: string;
    /** As they named themselves. */
    readonly operator?: string;
  };
  /** The processes that worked on the run; those of a lost ledger are not known. */
  readonly attempts: readonly RunAttempt[];
  readonly decisions: readonly CertifiedDecision[];
  readonly auditRoot: AuditRoot;
  /** What was printed once more, by the decisions that led to it. */
  readonly reprints: readonly CertifiedReprint[];
  /** This certificate for people, as the files beside it have it. */
  readonly sheets: readonly CertifiedFile[];
  /**
   * Pieces and messages that were pulled because the verifier refuses them; only if there are any.
   */
  readonly quarantined?: readonly CertifiedQuarantine[];
  /** Evidence that people entered. Empty: nothing is known of any mailing. */
  readonly mailings: readonly CertifiedMailing[];
}

/** A document in a spool or batch that is not what was composed and was pulled for that. */
export interface CertifiedQuarantine {
  readonly file: string;
  /** Number of the piece; -1 of a message. */
  readonly piece: PieceNumber;
  readonly document: Ordinal;
}

export interface RunAttempt {
  readonly beganAtIso: string;
  /** Absent if the process did not come to its end, or has not yet. */
  readonly endedAtIso?: string;
  readonly workers: number;
  readonly hostName: string;
}

/** Reasons are left out, because people name customers in them; the entry's hash covers them. */
export interface CertifiedDecision {
  readonly seq: number;
  readonly atIso: string;
  readonly action: AuditAction;
  readonly by: string;
  /** Of an override: the code of the finding. */
  readonly code?: string;
  readonly hash: string;
}

/** The files of a reprint or re-image, by their names in its folder. */
export interface CertifiedReprint {
  /** The entry of the audit log. */
  readonly seq: number;
  readonly kind: "reprint" | "reimage";
  /** Among all of the run, from 1. */
  readonly number: number;
  /** Below the run's folder. */
  readonly folder: string;
  readonly files: readonly CertifiedFile[];
}

/** What somebody entered about a mailing. */
export interface CertifiedMailing {
  /** The entry of the audit log. */
  readonly seq: number;
  readonly by: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly statement: string;
  /** The entry that corrected it, if it was entered wrongly at first. */
  readonly correctedBy?: number;
  /** Spools and batches it is about as a whole. */
  readonly outputs: number;
  /** Pieces and messages it names beside them. */
  readonly pieces: number;
}

/** A DSSE v1 signature (PAE and Ed25519) over `{bodySha256, envelope}` as canonical JSON. */
export interface CertificateSignature {
  readonly construction: "DSSEv1";
  readonly algorithm: "Ed25519";
  readonly payloadType: string;
  /** SHA-256 of the public key as SubjectPublicKeyInfo in DER. */
  readonly keyid: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly publicKey: string;
  /** Base64. */
  readonly sig: string;
}

/** Proof that one piece or message is in a certified run; checked without the run's folder. */
export interface PieceProof {
  readonly format: "nightpress-proof-1";
  readonly item: ProvenItem;
  /** 0-based among the tree's leaves. */
  readonly index: number;
  /** Hashes in hex from the leaf to the root, nearest first. */
  readonly path: readonly string[];
  readonly certificate: Certificate;
}

export interface SerialRange {
  readonly mailerId: string;
  readonly first: number;
  readonly last: number;
}
