import { hashValue, sha256 } from "../../base/hash.ts";
import type { FrozenRun } from "../folder/frozen-run.ts";
import type { WorkerTask } from "./worker-tasks.ts";

/** The run that a task belongs to; the hash covers all of its inputs, by path and hash. */
export interface RunReference {
  readonly runId: string;
  readonly jobFileSha256: string;
}

/**
 * A task as it is handed to an executor: data alone, so that it can be given to a thread, a queue
 * or another host. `id` is the hash of the task and its run: the same in each attempt, and
 * different for any other task.
 */
export type RunTask<T extends WorkerTask = WorkerTask> = T & {
  readonly id: string;
  readonly run: RunReference;
};

export function runReference({ runId, sha256: jobFileSha256 }: FrozenRun): RunReference {
  return { runId, jobFileSha256 };
}

/** The task with its id, which is computed here each time that it is handed out. */
export function runTask<T extends WorkerTask>(run: RunReference, task: T): RunTask<T> {
  return { ...task, run, id: hashValue(JSON.parse(JSON.stringify({ run, task }, plain))) };
}

/**
 * Columns by their hash. What pages draw is left out: it follows from the run, and is the same
 * megabyte in the task of each spool.
 */
function plain(key: string, value: unknown): unknown {
  if (key === "resources") return undefined;
  if (!ArrayBuffer.isView(value)) return value;
  return sha256(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}
