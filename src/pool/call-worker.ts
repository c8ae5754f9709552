import { workerData } from "node:worker_threads";
import { move, transferableSymbol, valueSymbol } from "piscina";

/** What a thread of calls is started with. */
export interface CallSetup {
  readonly module: string;
  readonly setup: unknown;
}

/** A call, and a flag that is set when nobody waits for its answer any more. */
export interface HandedCall<Call> {
  readonly call: Call;
  readonly flag: Int32Array;
}

/** Holds each thread that takes it until all have one, so that all are known to be ready. */
export interface Muster {
  /** How many threads have one. */
  readonly arrived: Int32Array;
  readonly threads: number;
}

/** Says whether anybody still waits for a call's answer. */
export interface CallStop {
  readonly aborted: boolean;
  readonly reason: unknown;
}

/** A module whose functions answer calls in a thread. */
export interface CallModule<Setup, Call, Answer> {
  readonly openCalls: (setup: Setup) => Promise<(call: Call, stop: CallStop) => Answer>;
  /** Parts of an answer that are handed over instead of copied. */
  readonly handedOver: (answer: Answer) => readonly ArrayBuffer[];
}

const { module, setup }: CallSetup = workerData;
const calls: CallModule<unknown, unknown, object> = await import(module);
const answer = await calls.openCalls(setup);

/** What a worker thread does with each call; `call-worker-entry.js` loads it. */
export default function runCall(handed: HandedCall<unknown> | Muster): unknown {
  if ("arrived" in handed) return muster(handed);
  const { call, flag } = handed;
  const value = answer(call, {
    get aborted() {
      return Atomics.load(flag, 0) !== 0;
    },
    get reason() {
      return new DOMException("Nobody waits for the answer any more.", "AbortError");
    },
  });
  return move({ [valueSymbol]: value, [transferableSymbol]: calls.handedOver(value) });
}

/** A thread that dies before it comes here leaves the others waiting, but not for ever. */
const MUSTER_MS_MAX = 60_000;

function muster({ arrived, threads }: Muster): void {
  let count = Atomics.add(arrived, 0, 1) + 1;
  Atomics.notify(arrived, 0);
  while (count < threads) {
    if (Atomics.wait(arrived, 0, count, MUSTER_MS_MAX) === "timed-out") return;
    count = Atomics.load(arrived, 0);
  }
}
