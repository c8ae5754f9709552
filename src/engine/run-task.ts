import { workerData } from "node:worker_threads";
import { HostError } from "../base/host.ts";
import { Prng } from "../base/prng.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { openHost } from "./host-node.ts";
import { portableError } from "./portable-error.ts";
import { openFonts } from "./open-fonts.ts";
import { fragmentPath, runFolder } from "./run-folder.ts";
import { ShardComposer } from "./shard-composer.ts";
import { Assembler } from "./spool-assembler.ts";
import type { TaskResults, WorkerSetup, WorkerTask } from "./worker-tasks.ts";

const setup = workerData as WorkerSetup;
const host = await openHost(setup.hostModule);
const folder = runFolder(setup.outFolder);
let openedFonts: readonly OpenFont[] | undefined;
let composer: ShardComposer | undefined;
let assembler: Assembler | undefined;

/** One task in, its result out; bytes go to disk from here, in the worker's thread. */
export async function runTask(task: WorkerTask): Promise<TaskResults[WorkerTask["kind"]]> {
  await delayed(task);
  try {
    return work(task);
  } catch (error) {
    throw error instanceof HostError ? portableError(error) : error;
  }
}

function work(task: WorkerTask): TaskResults[WorkerTask["kind"]] {
  switch (task.kind) {
    case "compose":
      composer ??= new ShardComposer(host, setup.frozen, setup.compose, fonts());
      return composer.compose(task.shard, fragmentPath(folder, task.shard.index));
    case "spool":
      assembler ??= new Assembler(host, setup.frozen, folder, fonts());
      return assembler.spool(task.plan, task.resources, task.audit);
    case "batch":
      assembler ??= new Assembler(host, setup.frozen, folder, fonts());
      return assembler.batch(task.plan);
  }
}

/** Opened once in the thread, whatever it is asked to do. */
function fonts(): readonly OpenFont[] {
  openedFonts ??= openFonts(host, setup.frozen.plan);
  return openedFonts;
}

async function delayed(task: WorkerTask): Promise<void> {
  if (setup.delay === undefined) return;
  const place = task.kind === "compose" ? task.shard.index : 1e6 + task.plan.shards.length;
  const waitMs = new Prng(setup.delay.seed + place).below(setup.delay.msMax);
  await new Promise((resolve) => setTimeout(resolve, waitMs));
}
