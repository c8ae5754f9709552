import { existsSync, readFileSync, statSync } from "node:fs";
import type { Prng } from "../../src/base/prng.ts";
import { type ChildResult, resumeChild, runChild } from "./crash-process.ts";
import { differences, filesBelow, outputHashes, partialFiles } from "./run-fixture.ts";

/** What an undisturbed run of the job took and gave. */
export interface Undisturbed {
  readonly ms: number;
  readonly outcome: Outcome;
}

/** What must be the same however often a run was killed. */
export interface Outcome {
  readonly hashes: Readonly<Record<string, string>>;
  /** The certificate's body as JSON; empty where there is none. */
  readonly certificate: string;
}

export interface KilledRun {
  /** When each process was killed, in milliseconds from its start. */
  readonly killedMs: readonly number[];
  /** Files that were whole before a resume and were made again all the same. */
  readonly repeated: readonly string[];
  readonly last: ChildResult;
}

/** Runs a job in a process of its own and lets it end. */
export async function undisturbed(job: string, out: string): Promise<Undisturbed> {
  const since = performance.now();
  const { end, err } = await runChild(job, out, { workers: 2 });
  if (end?.status !== "finished") throw new Error(`the undisturbed run failed: ${err}`);
  return { ms: performance.now() - since, outcome: outcomeOf(out) };
}

/**
 * Runs a job and kills its process from outside at a moment that chance picks, goes on with what
 * there is, kills that too, and so on up to `killsMax` times; then lets it end.
 */
export async function killedRun(
  job: string,
  out: string,
  random: Prng,
  { ms }: Undisturbed,
  killsMax: number,
  workers = 2,
): Promise<KilledRun> {
  const killedMs: number[] = [];
  const repeated: string[] = [];
  for (;;) {
    const whole = wholeFiles(out);
    // From the very start of the process to past its end.
    const killAfterMs = killedMs.length < killsMax ? random.below(Math.ceil(ms)) : undefined;
    const last = await goOn(job, out, workers, killAfterMs);
    repeated.push(...madeAgain(out, whole));
    if (last.signal !== "SIGKILL") return { killedMs, repeated, last };
    killedMs.push(killAfterMs ?? 0);
  }
}

/** Goes on with what there is: a run that has no job.json yet was never begun. */
function goOn(
  job: string,
  out: string,
  workers: number,
  killAfterMs: number | undefined,
): Promise<ChildResult> {
  const options = killAfterMs === undefined ? { workers } : { workers, killAfterMs };
  return existsSync(`${out}/job.json`) ? resumeChild(out, options) : runChild(job, out, options);
}

/** What is wrong with a run that was killed and has ended, in words; empty where nothing is. */
export function faultsOf(out: string, run: KilledRun, expected: Outcome): string[] {
  const { last, repeated } = run;
  if (last.end?.status !== "finished" || last.err !== "")
    return [`it ended with ${JSON.stringify(last)}`];
  const { hashes, certificate } = outcomeOf(out);
  const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as {
    readonly balance: readonly { readonly what: string; readonly ok: boolean }[];
  };
  return [
    ...differences(hashes, expected.hashes).map((file) => `${file} has different bytes`),
    ...(certificate === expected.certificate ? [] : ["the certificate has another body"]),
    ...partialFiles(out).map((file) => `${file} was left`),
    ...report.balance.filter(({ ok }) => !ok).map(({ what }) => `it does not balance: ${what}`),
    ...repeated.map((file) => `${file} was whole and was made again`),
  ];
}

function outcomeOf(out: string): Outcome {
  const file = `${out}/reports/certificate.json`;
  const certificate = existsSync(file)
    ? JSON.stringify((JSON.parse(readFileSync(file, "utf8")) as { body?: unknown }).body)
    : "";
  return { hashes: outputHashes(out), certificate };
}

/**
 * Identities of fragments, and of spools, their tickets and batches whose lists lie beside them: a
 * list is published last.
 */
function wholeFiles(out: string): Map<string, number> {
  const names = new Set(["shards", "print", "email", "sms"].flatMap((root) => below(out, root)));
  const isWhole = (name: string): boolean =>
    name.endsWith(".frag") || names.has(name.replace(/\.(pdf|batch|ndjson|ticket\.json)$/, ".csv"));
  const whole = [...names].filter((name) => !name.endsWith(".partial") && isWhole(name));
  return new Map(whole.map((name) => [name, statSync(`${out}/${name}`).ino]));
}

function below(out: string, root: string): string[] {
  return filesBelow(`${out}/${root}`).map((file) => `${root}/${file}`);
}

function madeAgain(out: string, before: ReadonlyMap<string, number>): string[] {
  const isOther = ([name, inode]: [string, number]): boolean =>
    !existsSync(`${out}/${name}`) || statSync(`${out}/${name}`).ino !== inode;
  return [...before].filter(isOther).map(([name]) => name);
}
