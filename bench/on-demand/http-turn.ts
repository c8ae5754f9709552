import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { standardRecords } from "../statement/bound-statements.ts";
import { STANDARD_LAYOUT } from "../statement/standard-job.ts";

/** Other records than these do not come: what a letter costs depends little on which it is. */
const RECORDS = 2000;
const CONNECTIONS = 16;
const WARM_LETTERS_MAX = 2000;
/** Of the letters, at which the most memory held so far is read. */
const SHARES = [0.1, 0.5, 1];

export interface HttpTurn {
  readonly lettersPerSecond: number;
  /** Of the server with its threads, and of the client. */
  readonly cpuMsPerLetter: number;
  /** The most that the server held at 10, 50 and 100 % of the letters. */
  readonly peaksBytes: readonly number[];
  readonly bytesPerLetter: number;
}

/** Has a server of its own compose so many letters, as they are asked for over loopback. */
export async function httpTurn(letters: number, threads: number): Promise<HttpTurn> {
  const program = join(import.meta.dirname, "../../src/cli/main.ts");
  const args = [program, "serve", STANDARD_LAYOUT, "--port", "0", "--threads", String(threads)];
  const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  try {
    const ask = asking(await readyUrl(server));
    await each(Math.min(letters, WARM_LETTERS_MAX), ask);
    const peaksBytes: number[] = [];
    const before = performance.now();
    const cpuBefore = cpuMsOf(server.pid ?? 0);
    let sizeBytes = 0;
    let done = 0;
    for (const share of SHARES) {
      const count = Math.round(letters * share) - done;
      await each(count, async (at) => {
        const bytes = await ask(done + at);
        sizeBytes += bytes;
      });
      done += count;
      peaksBytes.push(peakOf(server.pid ?? 0));
    }
    const seconds = (performance.now() - before) / 1000;
    return {
      lettersPerSecond: letters / seconds,
      cpuMsPerLetter: (cpuMsOf(server.pid ?? 0) - cpuBefore) / letters,
      peaksBytes,
      bytesPerLetter: sizeBytes / letters,
    };
  } finally {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
}

async function readyUrl({ stdout }: ChildProcess): Promise<URL> {
  if (stdout === null) throw new Error("the server's output is not read");
  for await (const line of createInterface(stdout)) {
    const [, url] = /^Ready at (\S+)$/.exec(line) ?? [];
    if (url !== undefined) return new URL(url);
  }
  throw new Error("the server ended before it was ready");
}

/** Sends a record and gives the size of its letter. */
function asking({ hostname, port }: URL): (at: number) => Promise<number> {
  const bodies = [...standardRecords(RECORDS)].map(({ values }) => JSON.stringify(values));
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const options = {
    host: hostname,
    port,
    agent,
    method: "POST",
    path: "/compose/retail-statement?format=pdf&as-of=2026-10-31",
    headers: { "Content-Type": "application/json" },
  };
  return (at) =>
    new Promise((resolve, reject) => {
      const sent = request(options, (response) => {
        let sizeBytes = 0;
        response.on("data", (part: Buffer) => (sizeBytes += part.length));
        response.on("end", () => {
          if (response.statusCode === 200) resolve(sizeBytes);
          else reject(new Error(`a letter was answered with ${response.statusCode}`));
        });
      });
      sent.on("error", reject);
      sent.end(bodies[at % bodies.length]);
    });
}

/** Does `work` so many times, as many at a time as there are connections. */
async function each(count: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const at = next;
      next += 1;
      await work(at);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, lane));
}

/** Of the server and of this process, which is its client; Linux alone says it of others. */
function cpuMsOf(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const { user, system } = process.cpuUsage();
  // The name of the program, in parentheses, may have blanks; times are the 14th and 15th fields.
  const [, fields = ""] = readFileSync(`/proc/${pid}/stat`, "latin1").split(") ");
  const [userTicks, systemTicks] = fields.split(" ").slice(11, 13).map(Number);
  return (user + system) / 1000 + ((userTicks ?? 0) + (systemTicks ?? 0)) * MS_PER_TICK;
}

/** Linux counts a hundred ticks a second. */
const MS_PER_TICK = 10;

/** Linux alone keeps it; elsewhere there is none. */
function peakOf(pid: number): number {
  if (process.platform !== "linux") return Number.NaN;
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) * 1024;
}
