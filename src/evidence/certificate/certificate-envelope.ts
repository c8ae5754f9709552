import { hostName, userName } from "../../run/host/this-machine.ts";
import type { AuditEntry, AuditRoot } from "../../model/audit.ts";
import type {
  CertificateEnvelope,
  CertifiedDecision,
  CertifiedMailing,
  CertifiedReprint,
  RunAttempt,
} from "../../model/certificate.ts";
import { fileHash } from "../../base/file-hash.ts";
import { type Mailing, mailingsOf } from "../../run/decisions/mailings.ts";
import { isFinished } from "../../run/pieces/reprint-files.ts";
import { reprintFiles } from "../../run/pieces/reprint-files.ts";
import { againEntries, againFolder } from "../../run/pieces/printed-places.ts";
import { quarantinedIn } from "../../run/pieces/quarantine.ts";
import type { CertifiedRun } from "./certificate-body.ts";
import { certifiedFile } from "../../run/folder/companion-file.ts";
import { isoNow, runAttempts } from "../../run/folder/run-attempts.ts";
import type { RunPlace } from "../../run/folder/open-run.ts";

/**
 * What was known when a certificate was issued, and by whom: everything that the body must not
 * contain.
 */
export function certificateEnvelope(
  run: CertifiedRun,
  auditRoot: AuditRoot,
  operator: string | undefined,
  earlier: readonly RunAttempt[],
): Omit<CertificateEnvelope, "sheets"> {
  const { host, folder, frozen, ledger, entries } = run;
  const known = runAttempts(ledger);
  return {
    runId: frozen.runId,
    jobFileSha256: fileHash(host, folder.jobFile),
    issuedAtIso: isoNow(host),
    issuedBy: {
      osUser: userName(),
      hostName: hostName(),
      ...(operator !== undefined && { operator: operator.toWellFormed() }),
    },
    // A rebuilt ledger has none; those of an earlier certificate remain valid.
    attempts: known.length > 0 ? known : earlier,
    decisions: entries.map(decisionOf),
    auditRoot: { seq: auditRoot.seq, hash: auditRoot.hash },
    reprints: certifiedReprints(run, entries),
    ...quarantineOf(entries),
    mailings: mailingsOf(entries).map(certifiedMailing),
  };
}

/** Those that were made, with the hashes of the existing files. */
function certifiedReprints(run: RunPlace, entries: readonly AuditEntry[]): CertifiedReprint[] {
  const { host, folder } = run;
  const made = againEntries(entries).filter(({ details }) => isFinished(run, entries, details));
  return made.map(({ root, details }) => {
    const { kind, number } = details;
    const inside = againFolder(folder, number).slice(folder.root.length + 1);
    const paths = reprintFiles(folder, details).map((file) => `${folder.root}/${file}`);
    const there = paths.filter((path) => host.exists(path));
    const files = there.map((path) => certifiedFile(host, path));
    return { seq: root.seq, kind, number, folder: inside, files };
  });
}

function quarantineOf(entries: readonly AuditEntry[]): Pick<CertificateEnvelope, "quarantined"> {
  const quarantined = quarantinedIn(entries).map(({ home, piece, ordinal }) => {
    return { file: home, piece, document: ordinal };
  });
  return quarantined.length === 0 ? {} : { quarantined };
}

function decisionOf({ seq, atIso, action, by, hash, details }: AuditEntry): CertifiedDecision {
  const { code } = details;
  const overridden = action === "override" && typeof code === "string" ? { code } : {};
  return { seq, atIso, action, by, ...overridden, hash };
}

function certifiedMailing(mailing: Mailing): CertifiedMailing {
  const { seq, by, date, statement, effects, correctedBy } = mailing;
  return {
    seq,
    by,
    date,
    statement,
    ...(correctedBy !== undefined && { correctedBy }),
    outputs: new Set(effects.flatMap(({ outputs = [] }) => outputs)).size,
    pieces: effects.reduce((sum, { pieces = [] }) => sum + pieces.length, 0),
  };
}
