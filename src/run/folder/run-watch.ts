import type { PageCount } from "../../base/units.ts";
import type { Progress, Stage, StageTime } from "../../model/run-report.ts";

/** Measures a run's times and reports its progress. Times go to the report and nowhere else. */
export class RunWatch {
  readonly times: StageTime[] = [];
  readonly #listeners: ((progress: Progress) => void)[];
  readonly #startedAt = performance.now();
  readonly #cpuAtStart = process.cpuUsage();
  #rejects = 0;
  #pages = 0;

  constructor(tell: (progress: Progress) => void) {
    this.#listeners = [tell];
  }

  /** Adds a listener for progress from now on. */
  alsoTell(listener: (progress: Progress) => void): void {
    this.#listeners.push(listener);
  }

  /** Runs a stage and books its time; `countOf` returns the number of units it worked on. */
  async stage<T>(
    stage: Stage,
    work: () => Promise<T> | T,
    countOf: (value: T) => number = () => 0,
  ): Promise<T> {
    const startedAt = performance.now();
    const cpu = process.cpuUsage();
    this.#pages = 0;
    const value = await work();
    const count = countOf(value);
    const used = process.cpuUsage(cpu);
    const seconds = (performance.now() - startedAt) / 1000;
    this.times.push({ stage, seconds, cpuSeconds: (used.user + used.system) / 1e6, count });
    return value;
  }

  /** Adds the yield of a finished piece of work, and reports the stage's progress. */
  advance(
    stage: Stage,
    place: {
      done: number;
      total: number;
      unit: Progress["unit"];
      pages?: PageCount;
      rejects?: number;
    },
  ): void {
    this.#pages += place.pages ?? 0;
    this.#rejects += place.rejects ?? 0;
    const { done, total, unit } = place;
    const progress = { stage, done, total, unit, pages: this.#pages, rejects: this.#rejects };
    for (const tell of this.#listeners) tell(progress);
  }

  get seconds(): number {
    return (performance.now() - this.#startedAt) / 1000;
  }

  get cpuSeconds(): number {
    const used = process.cpuUsage(this.#cpuAtStart);
    return (used.user + used.system) / 1e6;
  }

  get rssPeakBytes(): number {
    return process.resourceUsage().maxRSS * 1024;
  }
}
