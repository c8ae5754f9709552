import { hostname, userInfo } from "node:os";
import type { AuditEntry, AuditRoot } from "../../model/audit.ts";
import type {
  CertificateEnvelope,
  CertifiedDecision,
  CertifiedMailing,
  RunAttempt,
} from "../../model/certificate.ts";
import { type Mailing, mailingsOf } from "../mailings.ts";
import type { CertifiedRun } from "./certificate-body.ts";
import { isoNow, runAttempts } from "./run-attempts.ts";

/** What was known when a certificate was issued, and by whom: all that the body must not hold. */
export function certificateEnvelope(
  { host, frozen, ledger, entries }: CertifiedRun,
  auditRoot: AuditRoot,
  operator: string | undefined,
  earlier: readonly RunAttempt[],
): CertificateEnvelope {
  const known = runAttempts(ledger);
  return {
    runId: frozen.runId,
    issuedAtIso: isoNow(host),
    issuedBy: {
      osUser: userInfo().username,
      hostName: hostname(),
      ...(operator !== undefined && { operator: operator.toWellFormed() }),
    },
    // A ledger that was made anew knows none; what an earlier certificate said stands.
    attempts: known.length > 0 ? known : earlier,
    decisions: entries.map(decisionOf),
    auditRoot: { seq: auditRoot.seq, hash: auditRoot.hash },
    mailings: mailingsOf(entries).map(certifiedMailing),
  };
}

function decisionOf({ seq, atIso, action, by, hash }: AuditEntry): CertifiedDecision {
  return { seq, atIso, action, by, hash };
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
