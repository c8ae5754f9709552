import { readFileSync } from "node:fs";

/** Adds up the CPU time of the whole process, its threads included, while it measures. */
export class CpuMeter {
  #cpuMicros = 0;
  #wallMs = 0;

  async measure<T>(work: () => T | Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const before = process.cpuUsage();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    this.#cpuMicros += user + system;
    this.#wallMs += performance.now() - startedAt;
    return result;
  }

  get figures(): { seconds: number; cpuSeconds: number } {
    return { seconds: this.#wallMs / 1000, cpuSeconds: this.#cpuMicros / 1e6 };
  }
}

/** The most memory that the process itself has held. */
export function rssPeakBytes(): number {
  // The figure of `getrusage` begins with what the parent held when it started the process.
  if (process.platform !== "linux") return process.resourceUsage().maxRSS * 1024;
  const [, kilobytes = "0"] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(STATUS, "latin1")) ?? [];
  return Number(kilobytes) * 1024;
}

const STATUS = "/proc/self/status";
