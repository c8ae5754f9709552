import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { constants, setPriority } from "node:os";
import { fileURLToPath } from "node:url";
import { commandLine } from "../../src/cli/program.ts";
import { reportError } from "../../src/cli/report-error.ts";
import { inProcess } from "./in-process.ts";
import { NODE_FLAGS } from "./node-flags.ts";

/** The program's file, for tests that start it themselves. */
export const mainFile = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/**
 * Runs a command in a process of its own, without terminal and colours, for tests of what only a
 * process has: how it starts, threads and signals, its real exit code.
 */
export function nightpressProcess(args: readonly string[], cwd?: string): CommandResult {
  const options = { encoding: "utf8", cwd, env: plainEnvironment() } as const;
  const done = spawnSync(process.execPath, [mainFile, ...args], options);
  return { code: done.status, out: done.stdout, err: done.stderr };
}

export function plainEnvironment(): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _forced, ...rest } = process.env;
  return { ...rest, NO_COLOR: "1" };
}

/**
 * Runs a command in a process of its own that is sent signals: `heard` is told all that stands on
 * its standard error, each time there is more. It gives way to the test where both want the
 * processor, so that it does not end before the test has had its turn.
 */
export function signalledNightpress(
  args: readonly string[],
  heard: (err: string, child: ChildProcess) => void,
): Promise<CommandResult> {
  const env = plainEnvironment();
  const child = spawn(process.execPath, [...NODE_FLAGS, mainFile, ...args], { env });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let [out, err] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    err += text;
    heard(err, child);
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err })));
}

let isRunning = false;

/**
 * Runs a command as `cli/main.ts` does, in this process: to start another takes longer than most
 * commands. One at a time, as the console, the exit code and the folder are the process's own.
 */
export async function nightpress(args: readonly string[], cwd?: string): Promise<CommandResult> {
  if (isRunning) throw new Error("commands in one process run one after the other");
  isRunning = true;
  const putBack = takeProcess(cwd);
  try {
    await inProcess(() => perform(args));
  } finally {
    isRunning = false;
    putBack.all();
  }
  return putBack.result();
}

async function perform(args: readonly string[]): Promise<void> {
  try {
    const program = await commandLine(args);
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    const has = (flag: string): boolean => args.includes(flag);
    process.exitCode = reportError(error, { asJson: has("--json"), withStack: has("--debug") });
  }
}

/** Takes what a command writes and ends with, until all is put back. */
function takeProcess(cwd: string | undefined) {
  const { env, exitCode } = process;
  const folder = process.cwd();
  const console = [takeStream(process.stdout), takeStream(process.stderr)] as const;
  process.env = plainEnvironment();
  process.exitCode = 0;
  if (cwd !== undefined) process.chdir(cwd);
  let code = 0;
  return {
    all: (): void => {
      code = Number(process.exitCode);
      for (const stream of console) stream.putBack();
      Object.assign(process, { env, exitCode });
      process.chdir(folder);
    },
    result: (): CommandResult => ({ code, out: console[0].text(), err: console[1].text() }),
  };
}

function takeStream(stream: NodeJS.WriteStream) {
  let written = "";
  const own = Object.getOwnPropertyDescriptor(stream, "write");
  const write = (text: string | Uint8Array): boolean => {
    written += String(text);
    return true;
  };
  Object.assign(stream, { write });
  return {
    text: (): string => written,
    putBack: (): void => {
      Reflect.deleteProperty(stream, "write");
      if (own !== undefined) Object.defineProperty(stream, "write", own);
    },
  };
}
