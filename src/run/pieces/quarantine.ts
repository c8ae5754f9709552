import type { Ordinal, PieceNumber } from "../../base/units.ts";
import type { AuditEntry } from "../../model/audit.ts";
import { type Channel, CHANNEL_FACTS, CHANNELS } from "../../model/channel.ts";
import type { Breach } from "../../model/verification.ts";

/** A document that was pulled because the verifier refused it, and the output that holds it. */
export interface QuarantinedDocument {
  readonly channel: Channel;
  readonly ordinal: Ordinal;
  /** -1 for a message. */
  readonly piece: PieceNumber;
  /** Spool or batch, relative to the run's folder, without its extension. */
  readonly home: string;
}

/**
 * Breaches that pulling a piece does not end: machines divert it by its place in the spool, so
 * every piece must be where it should, once, and the file must be the one that was made.
 */
const NOT_BY_PULLING: ReadonlySet<string> = new Set(
  [
    ["doubled", "misplaced", "missing", "piece-missing", "piece-not-whole", "sheet-mixed"],
    ["page-doubled", "page-foreign", "page-misplaced", "page-missing", "page-listed-twice"],
    ["page-shares", "page-unnamed", "wrong-side", "wrong-hash", "control-cut"],
    ["control-row-missing", "control-row-surplus", "fragment-broken", "not-composed"],
    ["message-doubled", "message-missing", "message-unknown", "message-foreign"],
    ["ledger-broken", "ledger-count", "ledger-row", "key-changed", "state", "unreadable"],
  ]
    .flat()
    .map((name) => `verify.${name}`),
);

/** Documents in quarantine, by the decisions about a run. */
export function quarantinedIn(entries: readonly AuditEntry[]): QuarantinedDocument[] {
  return entries.flatMap(({ action, details }) => {
    if (action !== "pull") return [];
    return (details["quarantine"] ?? []) as readonly QuarantinedDocument[];
  });
}

/** Whether a breach concerns one document only, so that pulling the document ends it. */
export function endsByPulling({ code, piece, document }: Breach): boolean {
  return !NOT_BY_PULLING.has(code) && (piece !== undefined || document !== undefined);
}

/** Whether a breach concerns a document in quarantine, in the file that it was pulled from. */
export function isQuarantined(breach: Breach, documents: readonly QuarantinedDocument[]): boolean {
  if (!endsByPulling(breach)) return false;
  const home = homeOf(breach.file);
  const own = documents.filter((one) => one.home === home);
  return own.some(({ piece, ordinal }) =>
    breach.piece === undefined || piece < 0 ? breach.document === ordinal : breach.piece === piece,
  );
}

/** Extensions of files that belong to a spool or batch, and of single messages. */
const ENDINGS = [
  ...CHANNELS.map((channel) => CHANNEL_FACTS[channel].extension),
  "csv",
  "ticket\\.json",
  "[a-z]+-batch",
  "eml",
];
const OUTPUT_ENDING = new RegExp(`\\.(?:${ENDINGS.join("|")})$`);

/** A spool, its control file and its ticket have the same name; so have a batch and its index. */
export function homeOf(file: string): string {
  return file.replace(OUTPUT_ENDING, "");
}

/** The channel that a file belongs to; undefined for a file outside all channels. */
export function channelOfFile(file: string): Channel | undefined {
  return CHANNELS.find((channel) => file.startsWith(`${channel}/`));
}
