import { httpFault } from "./route.ts";

/**
 * Lets so many letters be composed and wait, and refuses more at once: a client that is told to
 * come back is better off than one that waits for ever.
 */
export class Turns {
  readonly #max: number;
  #taken = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Letters under way, waiting ones among them. */
  get taken(): number {
    return this.#taken;
  }

  async take<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (this.#taken >= this.#max) {
      const message = "Too many letters are waiting; send this one again in a second.";
      throw httpFault(503, "serve.busy", message, { "Retry-After": "1" });
    }
    this.#taken += 1;
    try {
      return await work();
    } finally {
      this.#taken -= 1;
    }
  }
}
