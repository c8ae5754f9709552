/** Parts of the compose stage, as its report shows them. */
export const COMPOSE_PARTS = ["intake", "bind", "compose", "paint", "deflate", "fragment"] as const;

/**
 * Adds up the time a worker thread spends in each part. The thread waits only for the disk, so its
 * wall time approximates its CPU time. Never part of any output except the report.
 */
export class StageClock {
  readonly #totals = new Float64Array(COMPOSE_PARTS.length);
  #since = performance.now();

  /** Starts timing. */
  start(): void {
    this.#since = performance.now();
  }

  /** Books the time since the last call to a part. */
  book(part: number): void {
    const now = performance.now();
    this.#totals[part] = (this.#totals[part] as number) + now - this.#since;
    this.#since = now;
  }

  /** Milliseconds by part since the last call, which resets them to 0. */
  take(): number[] {
    const totals = [...this.#totals];
    this.#totals.fill(0);
    return totals;
  }
}

export const PART_INTAKE = 0;
export const PART_BIND = 1;
export const PART_COMPOSE = 2;
export const PART_PAINT = 3;
export const PART_DEFLATE = 4;
export const PART_FRAGMENT = 5;
