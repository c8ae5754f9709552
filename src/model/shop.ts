import type { Devices } from "./device.ts";
import type { ListSpec } from "./list-spec.ts";
import type { HoldSpec, MailSpec } from "./job.ts";
import type { Person, ShopRules } from "./person.ts";

/** A shop's file, checked, with all paths absolute: what its jobs have in common. */
export interface Shop {
  readonly name: string;
  readonly file: string;
  readonly registerFile: string;
  /** Worker threads for all runs together; one per processor if left out. */
  readonly workers?: number;
  readonly devices: Devices;
  /** Which streams run on which machines; the first matching rule applies. */
  readonly assign: readonly AssignRule[];
  /** Mailer ids by the name that jobs use for them. */
  readonly mailers: Readonly<Record<string, MailSpec>>;
  /** Days from mailing for which documents of a class are kept; `default` is for all others. */
  readonly retentionDays: Readonly<Record<string, number>>;
  /** Where runs wait for people, unless their job says otherwise. */
  readonly hold?: HoldSpec;
  /** Seed addresses, which get every mailing too. */
  readonly seedsFile?: string;
  /** Lists of keys that get nothing. */
  readonly suppress?: readonly ListSpec[];
  readonly reprints: ReprintRules;
  /** The private key that certificates are signed with, in a file that only the operator reads. */
  readonly certificateKeyFile?: string;
  /** Who decides. */
  readonly people?: readonly Person[];
  readonly rules?: ShopRules;
}

export interface AssignRule {
  /** Names of streams; `*` stands for any characters. */
  readonly streams: string;
  readonly press?: string;
  readonly inserter?: string;
}

export interface ReprintRules {
  /** Percent of a run's pieces past which a reprint is refused; 100 where nothing is said. */
  readonly piecesMaxPercent: number;
}

/** Which run goes first if several want the shop's workers. */
export const PRIORITIES = ["rush", "normal", "low"] as const;
export type Priority = (typeof PRIORITIES)[number];
