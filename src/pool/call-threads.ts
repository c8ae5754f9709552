import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { limits } from "../base/limits.ts";
import type { CallSetup, HandedCall, Muster } from "./call-worker.ts";

/** How long a thread has to give up a call that nobody waits for, before it is ended. */
const GRACE_MS = 50;

/** What threads do with calls. */
export interface CallThreadsBy {
  /** Its `openCalls` takes the setup, and gives what answers a call (see `CallModule`). */
  readonly module: URL;
  readonly setup: unknown;
  readonly threads: number;
}

/**
 * Threads that answer calls, a call at a time each and each call for itself. A thread that dies is
 * replaced; so is one that does not give up a call that nobody waits for any more.
 */
export class CallThreads<Call, Answer> {
  readonly #pool: Piscina;
  readonly #threads: number;
  readonly #rejections = new Set<(error: unknown) => void>();

  constructor({ module, setup, threads }: CallThreadsBy) {
    this.#threads = threads;
    const workerData: CallSetup = { module: module.href, setup };
    this.#pool = new Piscina({
      filename: fileURLToPath(new URL("./call-worker-entry.js", import.meta.url)),
      minThreads: threads,
      maxThreads: threads,
      idleTimeout: 600_000,
      resourceLimits: { maxOldGenerationSizeMb: limits.workerHeapMb },
      workerData,
      recordTiming: false,
    });
    // Without a listener it would be thrown; with one, Piscina itself would wait for ever.
    this.#pool.on("error", (error: unknown) => {
      for (const reject of this.#rejections) reject(error);
    });
  }

  /** Resolves when all threads have opened what they need. */
  async ready(): Promise<void> {
    const arrived = new Int32Array(new SharedArrayBuffer(4));
    const muster: Muster = { arrived, threads: this.#threads };
    await Promise.all(Array.from({ length: this.#threads }, () => this.#handed(muster)));
  }

  /** Rejects with the signal's reason as soon as that is given. */
  run(call: Call, signal?: AbortSignal): Promise<Answer> {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    const flag = new Int32Array(new SharedArrayBuffer(4));
    const end = new AbortController();
    const handed: HandedCall<Call> = { call, flag };
    return new Promise((resolve, reject) => {
      let ending: NodeJS.Timeout | undefined;
      const giveUp = (): void => {
        Atomics.store(flag, 0, 1);
        ending = setTimeout(() => end.abort(), GRACE_MS);
        reject(signal?.reason);
      };
      signal?.addEventListener("abort", giveUp);
      const running = this.#handed<Answer>(handed, end.signal);
      void running.then(resolve, reject).finally(() => {
        clearTimeout(ending);
        signal?.removeEventListener("abort", giveUp);
      });
    });
  }

  #handed<T>(handed: HandedCall<Call> | Muster, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#rejections.add(reject);
      const running: Promise<T> = this.#pool.run(handed, signal && { signal });
      void running.then(resolve, reject).finally(() => this.#rejections.delete(reject));
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}
