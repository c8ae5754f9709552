import { resolve } from "node:path";
import { AuditError } from "../../audit/audit-error.ts";
import { commandHost } from "../../run/host/machine.ts";
import { auditShop, type ShopAuditRequest } from "./audit-shop.ts";
import { attachReply, type StoredRoots, writeRoots } from "./audit-roots.ts";

export interface RootExport extends Omit<ShopAuditRequest, "root"> {
  /** A new file; with a reply, the one that was exported before. */
  readonly out: string;
  /** The reply of a time-stamping authority about that file. */
  readonly reply?: string | undefined;
}

/**
 * Writes the roots of a shop's audit logs into a file, to be kept where nobody can change them with
 * the logs; or keeps a time-stamping authority's reply beside such a file. Throws an `AuditError`
 * if a log was changed: its root would endorse that.
 */
export function exportRoots({ out, reply, ...request }: RootExport): StoredRoots {
  if (reply !== undefined) return attachReply(out, reply);
  const host = commandHost();
  const report = auditShop(request);
  const [first] = report.findings;
  if (first !== undefined) throw new AuditError(first.code, first.message);
  return writeRoots(host, resolve(out), report);
}
