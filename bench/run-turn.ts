import { spawn } from "node:child_process";
import { join } from "node:path";
import type { TurnRequest, TurnResult } from "./turn-request.ts";

/** Runs a turn in a process of its own, so that no contestant inherits another's heap or caches. */
export async function runTurn(request: TurnRequest): Promise<TurnResult> {
  const child = spawn(
    process.execPath,
    [...heapFlags(request), join(import.meta.dirname, "turn.ts"), JSON.stringify(request)],
    // React is several times slower outside of production.
    { stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, NODE_ENV: "production" } },
  );
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", resolve);
  });
  if (code !== 0) throw new Error(`the turn ${JSON.stringify(request)} ended with code ${code}`);
  const line = output.trimEnd().split("\n").at(-1) ?? "";
  return JSON.parse(line) as TurnResult;
}

/**
 * A heap takes what it is given, and lets garbage lie while there is room: how much must be held is
 * seen where there is little.
 */
function heapFlags(request: TurnRequest): string[] {
  const { heapMb } = request.kind === "reading" ? request : {};
  if (heapMb === undefined) return [];
  return [`--max-old-space-size=${heapMb}`, `--max-semi-space-size=${SEMI_SPACE_MB}`];
}

const SEMI_SPACE_MB = 8;
