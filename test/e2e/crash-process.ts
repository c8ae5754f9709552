import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { ReprintOptions } from "../../src/index.ts";
import { NODE_FLAGS } from "../kit/node-flags.ts";
import type { RunEnd } from "./crash-end.ts";
import type { CrashPlan } from "./crash-host.ts";

export interface ChildResult {
  readonly signal: NodeJS.Signals | null;
  /** Where the child lived to tell. */
  readonly end: RunEnd | undefined;
  readonly err: string;
}

export interface ChildOptions {
  /** Threads; where there is one, which is usual, the process itself does its work. */
  readonly workers?: number;
  readonly plan?: CrashPlan;
  /** Kills the process from outside after so many milliseconds. */
  readonly killAfterMs?: number;
  /** What it reads from standard input. */
  readonly input?: string;
}

const childFile = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

/** Runs a job in a process of its own. */
export function runChild(job: string, out: string, options?: ChildOptions): Promise<ChildResult> {
  return spawned(["run", job, out], options);
}

/** A run whose process was killed when this shard, counted from 1, was done: its folder. */
export async function killAtShard(
  job: string,
  out: string,
  nth: number,
  input?: string,
): Promise<void> {
  const counterFile = `${out}.count`;
  const at = { op: "rename", path: "/shards/", nth, when: "after" } as const;
  const plan = { ...at, fault: "kill", counterFile } as const;
  const { signal, err } = await runChild(job, out, { plan, ...(input !== undefined && { input }) });
  if (signal !== "SIGKILL" || err !== "") throw new Error(`ended by ${signal}, saying: ${err}`);
}

/** Resumes a run in a process of its own. */
export function resumeChild(out: string, options?: ChildOptions): Promise<ChildResult> {
  return spawned(["resume", "-", out], options);
}

/** Reprints pieces of a run in a process of its own. */
export function reprintChild(
  out: string,
  request: ReprintOptions,
  options?: ChildOptions,
): Promise<ChildResult> {
  return spawned(["reprint", JSON.stringify(request), out], options);
}

async function spawned(args: readonly string[], options: ChildOptions = {}): Promise<ChildResult> {
  const { workers = 1, plan, killAfterMs, input = "" } = options;
  const env = { ...process.env, ...(plan && { CRASH_PLAN: JSON.stringify(plan) }) };
  const child = spawn(process.execPath, [...NODE_FLAGS, childFile, ...args, String(workers)], {
    env,
  });
  child.stdin.end(input);
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (err += text));
  const timer =
    killAfterMs === undefined ? undefined : setTimeout(() => child.kill("SIGKILL"), killAfterMs);
  const signal = await new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("close", (_code, endedBy) => resolve(endedBy)),
  );
  clearTimeout(timer);
  return { signal, err, end: out === "" ? undefined : (JSON.parse(out) as RunEnd) };
}
