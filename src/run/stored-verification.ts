import { hashValue } from "../base/hash.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { utf8Text } from "../base/utf8-text.ts";
import type { RunVerification } from "../model/run-report.ts";
import type { Verification } from "../model/verification.ts";
import type { BookedRun, RunPlace } from "./open-run.ts";

export const VERIFICATION_FILE = "verification.json";
export const LEAVES_FILE = "pieces.leaves";

/** A report shows so many breaches; the file beside it has more. */
const REPORTED_MAX = 50;

/** What a run's report says of a verification. */
export function reportedVerification(found: Verification): RunVerification {
  const breaches = found.breaches.slice(0, REPORTED_MAX);
  return { state: found.ok ? "verified" : "breached", found: { ...found, breaches } };
}

/** Of a run that is told not to verify; what an earlier process found does not count any more. */
export function skippedVerification({ host, folder: { reports } }: RunPlace): RunVerification {
  for (const name of [VERIFICATION_FILE, LEAVES_FILE]) host.remove(`${reports}/${name}`);
  return { state: "skipped" };
}

/**
 * The verification that an earlier process came to, where it found no breach and the ledger still
 * has the same outputs, in files of the same sizes; undefined if they are to be read (again).
 */
export function standingVerification(run: BookedRun): Verification | undefined {
  const { host, folder, ledger } = run;
  if (!host.exists(`${folder.reports}/${LEAVES_FILE}`)) return undefined;
  const found = storedVerification(run);
  if (found?.ok !== true || found.outputsHash !== outputsHash(ledger)) return undefined;
  const outputs = [
    ...ledger.spools().map(({ name, bytes }) => ({ path: `print/${name}`, bytes })),
    ...ledger.batches().map(({ channel, name, bytes }) => ({ path: `${channel}/${name}`, bytes })),
  ];
  const isSame = outputs.every(({ path, bytes }) => {
    const whole = `${folder.root}/${path}`;
    return host.exists(whole) && host.sizeBytes(whole) === bytes;
  });
  return isSame ? found : undefined;
}

/** What the verifier found last, right or wrong; undefined if it was never asked. */
export function storedVerification({
  host,
  folder: { reports },
}: RunPlace): Verification | undefined {
  const file = `${reports}/${VERIFICATION_FILE}`;
  if (!host.exists(file)) return undefined;
  try {
    return JSON.parse(utf8Text(host.readFile(file))) as Verification;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The hashes of all pieces and messages in the tree's order; undefined if there are none. */
export function storedLeaves({ host, folder: { reports } }: RunPlace): Uint8Array | undefined {
  const file = `${reports}/${LEAVES_FILE}`;
  return host.exists(file) ? host.readFile(file) : undefined;
}

/** Names what a verification is of: it stands as long as the run has these outputs. */
export function outputsHash(ledger: Ledger): string {
  const fragments = [...ledger.shardsDone()].map(([index, { checksum }]) => [index, checksum]);
  const outputs = { spools: ledger.spools(), batches: ledger.batches() };
  return hashValue({ fragments, ...outputs, printings: ledger.printings() });
}
