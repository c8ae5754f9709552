import type { TaskPulse } from "../run/tasks/task-pulse.ts";
import type { WorkerBounds } from "../run/tasks/worker-bounds.ts";

const TICK_MS_MAX = 1000;
const TICKS_A_LIMIT = 8;

/**
 * Ends workers whose tasks make no progress any more. It counts its own ticks and reads no clock: a
 * machine that was asleep has not hung.
 */
export class HangWatch {
  readonly #pulses: readonly TaskPulse[];
  readonly #bounds: WorkerBounds;
  readonly #end: (lane: number) => void;
  readonly #tickMs: number;
  readonly #timer: NodeJS.Timeout;
  readonly #stamps: string[] = [];
  readonly #stillMs: number[] = [];

  /** `end` is called once, with the lane of a task that hangs. */
  constructor(pulses: readonly TaskPulse[], bounds: WorkerBounds, end: (lane: number) => void) {
    this.#pulses = pulses;
    this.#bounds = bounds;
    this.#end = end;
    const { recordMsMax, stillMsMax } = bounds;
    this.#tickMs = Math.min(TICK_MS_MAX, Math.min(recordMsMax, stillMsMax) / TICKS_A_LIMIT);
    this.#timer = setInterval(() => this.#tick(), this.#tickMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    for (const [lane, pulse] of this.#pulses.entries()) {
      const stamp = pulse.isUnderWay ? pulse.stamp : "";
      const isStill = stamp !== "" && stamp === this.#stamps[lane];
      const before = this.#stillMs[lane] ?? 0;
      const stillMs = isStill ? before + this.#tickMs : 0;
      this.#stamps[lane] = stamp;
      this.#stillMs[lane] = stillMs;
      const { recordMsMax, stillMsMax } = this.#bounds;
      const limitMs = pulse.place === undefined ? stillMsMax : recordMsMax;
      if (before < limitMs && stillMs >= limitMs) this.#end(lane);
    }
  }
}
