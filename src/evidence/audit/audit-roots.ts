import { resolve } from "node:path";
import { diagnostic, UsageError } from "../../base/diagnostic.ts";
import { sha256 } from "../../base/hash.ts";
import { type Host, writeFileAtomic } from "../../base/host.ts";
import { isPlainObject } from "../../base/plain-object.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { ExportedRoots, RunRoot } from "../../model/audit-roots.ts";
import type { AuditRoot } from "../../model/audit.ts";
import { Register } from "../../register/register.ts";
import { commandHost } from "../../run/host/machine.ts";
import { type TimestampClaim, timestampClaim } from "./timestamp-reply.ts";

/** A file of exported roots, with the time-stamping reply that lies beside it, if there is one. */
export interface StoredRoots {
  readonly file: string;
  readonly sha256: string;
  readonly roots: ExportedRoots;
  readonly timestamp: TimestampClaim | undefined;
}

type ShopRun = Pick<RunRoot, "runId" | "job" | "cycle"> & { readonly root: AuditRoot | undefined };

/** The logs of a shop as they were found whole. */
export interface ShopRoots {
  readonly register: string;
  readonly root: AuditRoot;
  readonly runs: readonly ShopRun[];
}

/** What the reply of a time-stamping authority is kept as, beside the roots. */
function replyFile(file: string): string {
  return `${file}.tsr`;
}

/** Writes the roots of a shop's logs into a new file. Throws a `UsageError` if it exists. */
export function writeRoots(
  host: Host,
  file: string,
  { register, root: shop, runs: audited }: ShopRoots,
): StoredRoots {
  if (host.exists(file))
    throw badRoots(`The file ${file} already exists; it was left as it is.`, "Name a new file.");
  const atIso = new Date(host.nowMs()).toISOString();
  const runs = Register.with(host, register, (known) => audited.map((run) => rootOf(known, run)));
  const roots: ExportedRoots = { format: "nightpress-roots-1", atIso, shop, runs };
  const bytes = new TextEncoder().encode(`${JSON.stringify(roots, null, 1)}\n`);
  writeFileAtomic(host, file, bytes);
  return { file, sha256: sha256(bytes), roots, timestamp: undefined };
}

function rootOf({ auditRoots, seals }: Register, { runId, job, cycle, root }: ShopRun): RunRoot {
  const { seq, hash } = root ?? auditRoots.of(runId) ?? { seq: 0, hash: "" };
  return { runId, job, cycle, seq, hash, jobSha256: seals.jobOf(runId) ?? null };
}

/** The roots in a file. Throws a `UsageError` if it has none, or its reply is of another file. */
export function readExportedRoots(host: Host, file: string): StoredRoots {
  if (!host.exists(file)) throw badRoots(`There is no file ${file}.`, EXPORT_HINT);
  const bytes = host.readFile(file);
  const roots = rootsIn(utf8Text(bytes));
  if (roots === undefined) throw badRoots(`The file ${file} holds no exported roots.`, EXPORT_HINT);
  const own = { file, sha256: sha256(bytes), roots };
  const reply = replyFile(file);
  if (!host.exists(reply)) return { ...own, timestamp: undefined };
  return { ...own, timestamp: claimOf(reply, host.readFile(reply), own) };
}

/**
 * Keeps the reply of a time-stamping authority (RFC 3161) beside exported roots. Throws a
 * `UsageError` if it is not about that file.
 */
export function attachReply(rootFile: string, reply: string): StoredRoots {
  const host = commandHost();
  const [file, from] = [resolve(rootFile), resolve(reply)];
  const own = readExportedRoots(host, file);
  if (!host.exists(from)) throw badRoots(`There is no file ${reply}.`, STAMP_HINT);
  const bytes = host.readFile(from);
  const timestamp = claimOf(from, bytes, own);
  writeFileAtomic(host, replyFile(file), bytes);
  return { ...own, timestamp };
}

function claimOf(
  reply: string,
  bytes: Uint8Array,
  { file, sha256: hash }: Pick<StoredRoots, "file" | "sha256">,
): TimestampClaim {
  const claim = timestampClaim(bytes);
  if (claim === undefined)
    throw badRoots(`${reply} is no reply of a time-stamping authority over a SHA-256.`, STAMP_HINT);
  if (claim.imprintSha256 === hash) return claim;
  throw badRoots(`${reply} is not about ${file}: it stamps another hash.`, STAMP_HINT);
}

/** The file may be anything. */
function rootsIn(text: string): ExportedRoots | undefined {
  try {
    const roots: ExportedRoots | null = JSON.parse(text);
    if (roots?.format !== "nightpress-roots-1" || typeof roots.atIso !== "string") return undefined;
    const { shop, runs } = roots;
    return Array.isArray(runs) && [shop, ...runs].every(isRoot) ? roots : undefined;
  } catch {
    return undefined;
  }
}

function isRoot(value: unknown): boolean {
  const { seq, hash } = isPlainObject(value) ? value : {};
  return Number.isSafeInteger(seq) && typeof hash === "string";
}

const EXPORT_HINT = "`nightpress audit export --shop FILE --out FILE` writes the roots of a shop.";
const STAMP_HINT =
  "Ask for one with `openssl ts -query -data ROOTS -sha256 -cert -out ROOTS.tsq`, and send that " +
  "to the authority.";

function badRoots(message: string, hint: string): UsageError {
  return new UsageError([diagnostic("audit.bad-roots", message, { hint })]);
}
