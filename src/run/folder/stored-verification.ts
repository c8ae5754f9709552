import { hashValue } from "../../base/hash.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { utf8Text } from "../../base/utf8-text.ts";
import type { RunVerification } from "../../model/run-report.ts";
import type { Verification } from "../../model/verification.ts";
import type { BookedRun, RunPlace } from "./open-run.ts";

export const VERIFICATION_FILE = "verification.json";
export const LEAVES_FILE = "pieces.leaves";

/** A report shows this many breaches; the file beside it has more. */
const REPORTED_MAX = 50;

/** The summary of a verification in a run's report. */
export function reportedVerification(found: Verification): RunVerification {
  const breaches = found.breaches.slice(0, REPORTED_MAX);
  return { state: found.ok ? "verified" : "breached", found: { ...found, breaches } };
}

/** For a run that skips verification; results of an earlier process no longer count. */
export function skippedVerification({ host, folder: { reports } }: RunPlace): RunVerification {
  for (const name of [VERIFICATION_FILE, LEAVES_FILE]) host.remove(`${reports}/${name}`);
  return { state: "skipped" };
}

/**
 * The verification of an earlier process, if it found no breach and the ledger still has the same
 * outputs, in files of the same sizes; undefined if the outputs must be read (again).
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

/** The verifier's last result, passed or failed; undefined if it never ran. */
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

/** Identifies the outputs of a verification: it is valid as long as the run has these. */
export function outputsHash(ledger: Ledger): string {
  const fragments = [...ledger.shardsDone()].map(([index, { checksum }]) => [index, checksum]);
  const outputs = { spools: ledger.spools(), batches: ledger.batches() };
  return hashValue({ fragments, ...outputs, printings: ledger.printings() });
}
