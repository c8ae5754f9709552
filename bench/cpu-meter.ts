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

export function rssPeakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}
