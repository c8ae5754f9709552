import type { AuditRoot } from "../../model/audit.ts";
import type { SpoolPlan } from "../../model/piece.ts";
import type { RasterVerdict, SpoolSample } from "../../model/raster.ts";
import type { Shard } from "../../model/shard.ts";
import type {
  BatchExpectation,
  OutputVerdict,
  SpoolExpectation,
} from "../../model/verification.ts";
import type { BatchPlan, BatchResult } from "../../spool/assemble-batch.ts";
import type { PageResources, SpoolResult } from "../../spool/spool-job.ts";
import type { FrozenRun } from "../folder/frozen-run.ts";
import type { PlacedColumns } from "./placed-columns.ts";
import type { PoisonUnit } from "./poison-unit.ts";
import type { RunTask } from "./run-task.ts";
import type { ComposedShard, ComposeSetup } from "./composed-shard.ts";

/** What a worker gets once, when its thread starts. */
export interface WorkerSetup {
  readonly frozen: FrozenRun;
  readonly outFolder: string;
  readonly compose: ComposeSetup;
}

export type WorkerTask =
  | {
      readonly kind: "compose";
      readonly shard: Shard;
      /** Units that killed workers. */
      readonly poison?: readonly PoisonUnit[];
    }
  | {
      /** Composes some units of a shard as a trial, to see whether the worker survives. */
      readonly kind: "probe";
      readonly shard: Shard;
      readonly from: number;
      readonly to: number;
      readonly poison: readonly PoisonUnit[];
    }
  | {
      readonly kind: "spool";
      readonly plan: SpoolPlan;
      readonly resources: PageResources;
      /** The audit log's root when assembly began. */
      readonly audit: AuditRoot;
    }
  | { readonly kind: "batch"; readonly plan: BatchPlan }
  | VerifyTask
  | RasterTask;

/** Reads a finished output again. `place` is its place among all outputs. */
export type VerifyTask =
  | { readonly kind: "verify-spool"; readonly expected: SpoolExpectation; readonly place: number }
  | { readonly kind: "verify-batch"; readonly expected: BatchExpectation; readonly place: number };

/** Renders and inspects sampled sheets. `place` is its place among all such tasks. */
export interface RasterTask {
  readonly kind: "raster";
  readonly samples: readonly SpoolSample[];
  readonly place: number;
}

/** What a thread gets when it starts. */
export interface ThreadSetup extends WorkerSetup {
  /** Module that makes the thread's host, if it is not the machine itself (see `openHost`). */
  readonly hostModule?: string | undefined;
  /** Memory of the pulses of all lanes (see `TaskPulse`). */
  readonly pulses: SharedArrayBuffer;
}

/** A task as a thread gets it; a lane is a slot for one concurrent task. */
export interface HandedTask {
  readonly task: RunTask;
  readonly lane: number;
}

export interface TaskResults {
  readonly compose: ComposedShard;
  readonly probe: null;
  readonly spool: { readonly result: SpoolResult; readonly placed: PlacedColumns };
  readonly batch: { readonly result: BatchResult; readonly placed: PlacedColumns };
  readonly "verify-spool": OutputVerdict;
  readonly "verify-batch": OutputVerdict;
  /** In the order of the samples. */
  readonly raster: readonly RasterVerdict[];
}

export type ResultOf<T extends WorkerTask> = TaskResults[T["kind"]];

/** Runs a task in a worker; throws a `WorkerDeath` if the worker dies of it. */
export type RunOne = <T extends WorkerTask>(task: T) => Promise<ResultOf<T>>;
