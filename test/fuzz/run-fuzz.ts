import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Prng } from "../../src/base/prng.ts";
import { caseSeed, type FuzzKind, openTarget } from "./fuzz-kind.ts";
import type { BatchOrder, BatchReport } from "./run-batch.ts";

export interface FuzzOptions {
  readonly seed: number;
  /** Cases of each kind, and from which on. */
  readonly counts: ReadonlyMap<FuzzKind, number>;
  readonly first?: number;
  /** Where the inputs of findings are kept. */
  readonly findingsFolder: string;
  readonly onKind?: (result: KindResult) => void;
}

/** An input that the program did not take as it must; `file` is that input. */
export interface Finding {
  readonly kind: FuzzKind;
  readonly index: number;
  readonly what: string;
  readonly file: string;
}

export interface KindResult {
  readonly kind: FuzzKind;
  readonly cases: number;
  readonly accepted: number;
  /** How often each code was given. */
  readonly codes: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

/** A case that takes longer hangs. */
const HANG_MS = 30_000;
/** So does a whole run; on a busy machine it starts its workers slowly. */
const RUN_HANG_MS = 60_000;
/** Starting, loading and the first seeds take their time on a busy machine. */
const START_MS = 60_000;
/** Heap of a process, as a run's workers have it. */
const HEAP_MB = 512;
const GROWTH_BYTES_MAX = 300 * 1024 * 1024;
/** Cases of one process: what leaks in one is gone in the next. */
const BATCH_CASES = 2000;
/** A kind that fails so often is not looked at further. */
const FINDINGS_MAX = 40;

/** Runs the cases of all kinds, one kind after the other, in processes that may crash and hang. */
export async function runFuzz(options: FuzzOptions): Promise<KindResult[]> {
  const workFolder = mkdtempSync(join(tmpdir(), "nightpress-fuzz-"));
  const results: KindResult[] = [];
  try {
    for (const [kind, count] of options.counts) {
      const result = await runKind(kind, count, options, workFolder);
      options.onKind?.(result);
      results.push(result);
    }
  } finally {
    rmSync(workFolder, { recursive: true, force: true });
  }
  return results;
}

async function runKind(
  kind: FuzzKind,
  count: number,
  { seed, findingsFolder, first = 0 }: FuzzOptions,
  workFolder: string,
): Promise<KindResult> {
  const startedMs = performance.now();
  const codes: Record<string, number> = {};
  const found: { index: number; what: string }[] = [];
  let accepted = 0;
  let next = first;
  const end = first + count;
  while (next < end && found.length < FINDINGS_MAX) {
    const order: BatchOrder = {
      kind,
      seed,
      from: next,
      to: Math.min(end, next + BATCH_CASES),
      placeFile: `${workFolder}/place`,
      workFolder,
      growthBytesMax: GROWTH_BYTES_MAX,
    };
    const batch = await runProcess(order);
    for (const report of batch.reports) {
      if (report.kind === "finding") found.push(report);
      else {
        accepted += report.accepted;
        for (const [code, times] of Object.entries(report.codes))
          codes[code] = (codes[code] ?? 0) + times;
      }
    }
    next = batch.next;
  }
  const target = found.length > 0 ? await openTarget(kind, workFolder) : undefined;
  const findings = found.map(({ index, what }): Finding => {
    const input = target?.mutate(new Prng(caseSeed(seed, kind, index))) ?? Buffer.alloc(0);
    mkdirSync(findingsFolder, { recursive: true, mode: 0o700 });
    const file = join(findingsFolder, `${kind}-${seed}-${index}`);
    writeFileSync(file, input, { mode: 0o600 });
    writeFileSync(`${file}.txt`, `${what}\n`, { mode: 0o600 });
    return { kind, index, what, file };
  });
  target?.close?.();
  const seconds = (performance.now() - startedMs) / 1000;
  return { kind, cases: next - first, accepted, codes, findings, seconds };
}

/** One process until it is done, crashes or hangs; where to go on. */
function runProcess(order: BatchOrder): Promise<{ reports: readonly BatchReport[]; next: number }> {
  rmSync(order.placeFile, { force: true });
  const child = fork(new URL("./run-batch.ts", import.meta.url), {
    execArgv: [`--max-old-space-size=${HEAP_MB}`],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const reports: BatchReport[] = [];
  let stderr = "";
  let hangs = false;
  child.stderr?.on("data", (text: Buffer) => (stderr = (stderr + String(text)).slice(-4000)));
  child.on("message", (report) => reports.push(report as BatchReport));
  child.send(order);
  const watch = watchPlace(order, () => {
    hangs = true;
    child.kill("SIGKILL");
  });
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      clearInterval(watch);
      if (reports.at(-1)?.kind === "done") return resolve({ reports, next: order.to });
      const index = placeOf(order.placeFile) ?? order.from;
      const how = hangs ? "hangs" : `ended with ${code ?? signal}: ${stderr}`;
      resolve({ reports: [...reports, { kind: "finding", index, what: how }], next: index + 1 });
    });
  });
}

function watchPlace(order: BatchOrder, onHang: () => void): NodeJS.Timeout {
  let place: number | undefined;
  let sinceMs = performance.now();
  return setInterval(() => {
    const now = placeOf(order.placeFile);
    if (now !== place) sinceMs = performance.now();
    place = now;
    const allowedMs = place === undefined ? START_MS : order.kind === "run" ? RUN_HANG_MS : HANG_MS;
    if (performance.now() - sinceMs > allowedMs) onHang();
  }, 250);
}

function placeOf(file: string): number | undefined {
  try {
    const text = readFileSync(file, "utf8");
    return text === "" ? undefined : Number(text);
  } catch {
    return undefined;
  }
}
