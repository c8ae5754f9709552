/** Int32 fields of a lane: a cache line, so that lanes do not slow each other down. */
const LANE_FIELDS = 16;
const LANE_BYTES = LANE_FIELDS * Int32Array.BYTES_PER_ELEMENT;
const UNDER_WAY = 0;
const PLACE = 1;
const BEATS = 2;
const THREAD = 3;
const TASK = 4;

/** What a worker does with a unit: takes it apart, or composes it. */
export type UnitPhase = "read" | "compose";

/** The unit of a shard, by its number in it, that a worker is at. */
export interface UnitPlace {
  readonly unit: number;
  readonly phase: UnitPhase;
}

/**
 * Where a worker is in its task, in memory that it shares with the main thread and that outlives
 * it. The worker's stores are plain ones: the main thread reads them after the worker's end, or
 * now and then, to see that something moves.
 */
export class TaskPulse {
  readonly #fields: Int32Array;

  constructor(memory: SharedArrayBuffer, lane: number) {
    this.#fields = new Int32Array(memory, lane * LANE_BYTES, LANE_FIELDS);
  }

  /** The memory of so many tasks that may be under way at once. */
  static memory(lanes: number): SharedArrayBuffer {
    return new SharedArrayBuffer(lanes * LANE_BYTES);
  }

  /** Forgets the task before, but for how many there were; said by the main thread. */
  handOut(): void {
    const tasks = this.#fields[TASK] as number;
    this.#fields.fill(0);
    this.#fields[TASK] = tasks + 1;
  }

  /** Which thread has the task. */
  taken(threadId: number): void {
    this.#fields[THREAD] = threadId;
  }

  /** The worker has begun the task, and is at no unit. */
  begin(): void {
    this.#fields[PLACE] = -1;
    this.#fields[UNDER_WAY] = 1;
  }

  /** The worker has a result or an error to give. */
  end(): void {
    this.#fields[UNDER_WAY] = 0;
  }

  reads(unit: number): void {
    this.#fields[PLACE] = unit * 2;
  }

  composes(unit: number): void {
    this.#fields[PLACE] = unit * 2 + 1;
  }

  /** From here on it is at no unit, but writes a file. */
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

  /** Undefined if the task is at no unit. */
  get place(): UnitPlace | undefined {
    const place = Atomics.load(this.#fields, PLACE);
    if (place < 0) return undefined;
    return { unit: place >> 1, phase: (place & 1) === 0 ? "read" : "compose" };
  }

  /**
   * Another value as long as something moves, and for each task: one that hangs where the task
   * before it in this lane hung has stood still no longer than it has run.
   */
  get stamp(): string {
    return [TASK, PLACE, BEATS].map((field) => Atomics.load(this.#fields, field)).join("/");
  }
}
