import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

export const mainFile = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the real command line in a process of its own, without terminal and colours. */
export function nightpress(args: readonly string[], cwd?: string): CommandResult {
  const options = { encoding: "utf8", cwd, env: plainEnvironment() } as const;
  const done = spawnSync(process.execPath, [mainFile, ...args], options);
  return { code: done.status, out: done.stdout, err: done.stderr };
}

export function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _forced, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}
