import { visible } from "../base/visible-text.ts";
import type { AuditEntry } from "../model/audit.ts";

/** What is known of who entered something, by the word of a report. */
export type SignerWord = "signed" | "typed" | "unknown-key" | "wrong";

/** One line for an entry of an audit log. */
export function entryText(
  entry: AuditEntry,
  signer: SignerWord | undefined,
  actionWidth = 12,
): string {
  const { seq, atIso, action, reason } = entry;
  const when = `${atIso.slice(0, 19)}Z`;
  const what = action.padEnd(actionWidth);
  const row = `${String(seq).padStart(3)}  ${when}  ${what} ${whoText(entry, signer)}`;
  // The text of a reason must not look like another row.
  return visible(`${row}: ${reason}`);
}

function whoText({ by, person, osUser, hostName }: AuditEntry, signer: SignerWord = "typed") {
  const user = `${osUser}@${hostName}`;
  // What the program enters of its own, nobody has typed.
  if (by.startsWith("nightpress ")) return `${by} (${user})`;
  if (signer === "signed") return `${person ?? by}, signed (${user})`;
  if (signer === "unknown-key") return `${by}, signed with a key that nobody has now (${user})`;
  return `${by} as typed, OS user ${user}`;
}
