/** Int32 fields of a lane: a cache line, so that lanes do not slow each other down. */
const LANE_FIELDS = 16;
const LANE_BYTES = LANE_FIELDS * Int32Array.BYTES_PER_ELEMENT;
const UNDER_WAY = 0;
const PLACE = 1;
const BEATS = 2;
const THREAD = 3;
const TASK = 4;

/** What a worker does with a unit: parses it, or composes it. */
export type UnitPhase = "read" | "compose";

/** The unit of a shard, by its number in it, that a worker is processing. */
export interface UnitPlace {
  readonly unit: number;
  readonly phase: UnitPhase;
}

/**
 * A worker's progress in its task, in memory that it shares with the main thread and that outlives
 * it. The worker uses plain stores: the main thread reads them after the worker's end, or now and
 * then, to see that there is progress.
 */
export class TaskPulse {
  readonly #fields: Int32Array;

  constructor(memory: SharedArrayBuffer, lane: number) {
    this.#fields = new Int32Array(memory, lane * LANE_BYTES, LANE_FIELDS);
  }

  /** Memory for this many concurrent tasks. */
  static memory(lanes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(lanes * LANE_BYTES);
  }

  /** Clears the task before, except for the number of tasks; called by the main thread. */
  handOut(): void {
    const tasks = this.#fields[TASK] as number;
    this.#fields.fill(0);
    this.#fields[TASK] = tasks + 1;
  }

  /** Which thread has the task. */
  taken(threadId: number): void {
    this.#fields[THREAD] = threadId;
  }

  /** The worker has begun the task, and is not at a unit. */
  begin(): void {
    this.#fields[PLACE] = -1;
    this.#fields[UNDER_WAY] = 1;
  }

  /** The worker has a result or an error to return. */
  end(): void {
    this.#fields[UNDER_WAY] = 0;
  }

  reads(unit: number): void {
    this.#fields[PLACE] = unit * 2;
  }

  composes(unit: number): void {
    this.#fields[PLACE] = unit * 2 + 1;
  }

  /** From here on it is not at a unit, but writes a file. */
  writes(): void {
    this.#fields[PLACE] = -1;
  }

  /** A block was read or written. */
  beat(): void {
    this.#fields[BEATS] = (this.#fields[BEATS] as number) + 1;
  }

  get isUnderWay(): boolean {
    return Atomics.load(this.#fields, UNDER_WAY) === 1;
  }

  get threadId(): number {
    return Atomics.load(this.#fields, THREAD);
  }

  /** Undefined if the task is not at a unit. */
  get place(): UnitPlace | undefined {
    const place = Atomics.load(this.#fields, PLACE);
    if (place < 0) return undefined;
    return { unit: place >> 1, phase: (place & 1) === 0 ? "read" : "compose" };
  }

  /**
   * A value that changes with progress, and for each task: a task that hangs at the same point as
   * the one before it in this lane counts as hung only from its own beginning.
   */
  get stamp(): string {
    return [TASK, PLACE, BEATS].map((field) => Atomics.load(this.#fields, field)).join("/");
  }
}
