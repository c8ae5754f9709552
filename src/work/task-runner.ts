import { type Host, HostError } from "../base/host.ts";
import type { OpenFont } from "../compose/type-style.ts";
import { pulseHost } from "../run/host/pulse-host.ts";
import { assert } from "../base/assert.ts";
import type { RunTask } from "../run/tasks/run-task.ts";
import { portableError } from "../run/tasks/portable-error.ts";
import { openFonts } from "./open-fonts.ts";
import { fragmentPath, type RunFolder, runFolder } from "../run/folder/run-folder.ts";
import { ShardComposer } from "./shard-composer.ts";
import { Assembler } from "./spool-assembler.ts";
import type { OutputVerifier } from "./output-verifier.ts";
import { TaskPulse } from "../run/tasks/task-pulse.ts";
import type { TaskResults, WorkerSetup, WorkerTask } from "../run/tasks/worker-tasks.ts";

/**
 * What a worker thread does: one task in, its result out; bytes go to disk from here. Knows nothing
 * of threads, so that a simulation can run tasks in its own.
 */
export class TaskRunner {
  readonly #host: Host;
  readonly #setup: WorkerSetup;
  readonly #folder: RunFolder;
  /** The pulse of the current task: there is one at a time. */
  #pulse = new TaskPulse(TaskPulse.memory(1), 0);
  #openedFonts: readonly OpenFont[] | undefined;
  #composer: ShardComposer | undefined;
  #assembler: Assembler | undefined;
  #verifier: OutputVerifier | undefined;

  constructor(host: Host, setup: WorkerSetup) {
    this.#host = pulseHost(host, () => this.#pulse.beat());
    this.#setup = setup;
    this.#folder = runFolder(setup.outFolder);
  }

  /** `pulse` receives the task's progress. */
  async run(task: RunTask, pulse = this.#pulse): Promise<TaskResults[WorkerTask["kind"]]> {
    const { runId, sha256 } = this.#setup.frozen;
    const isOwn = task.run.runId === runId && task.run.jobFileSha256 === sha256;
    assert(isOwn, "a worker was handed a task of another run");
    this.#pulse = pulse;
    pulse.begin();
    try {
      return await this.#work(task);
    } catch (error) {
      throw error instanceof HostError ? portableError(error) : error;
    } finally {
      // Not reached if the thread is ended during its task.
      pulse.end();
    }
  }

  /** Closes the files that it keeps open between tasks. */
  close(): void {
    this.#assembler?.close();
    this.#assembler = undefined;
  }

  async #work(task: WorkerTask): Promise<TaskResults[WorkerTask["kind"]]> {
    switch (task.kind) {
      case "compose": {
        const path = fragmentPath(this.#folder, task.shard.index);
        const care = { pulse: this.#pulse, poison: task.poison ?? [] };
        return this.#composerOpened().compose(task.shard, path, care);
      }
      case "probe":
        this.#composerOpened().probe(task.shard, task, { pulse: this.#pulse, poison: task.poison });
        return null;
      case "spool":
        return this.#assemblerOpened().spool(task.plan, task.resources, task.audit);
      case "batch":
        return this.#assemblerOpened().batch(task.plan);
      case "verify-spool":
      case "verify-batch":
        return (await this.#verifierOpened()).verify(task);
      case "raster": {
        const { lookAtSamples } = await import("./raster/raster-look.ts");
        const { frozen } = this.#setup;
        return lookAtSamples(this.#host, frozen, this.#folder.root, task.samples);
      }
    }
  }

  #composerOpened(): ShardComposer {
    const { frozen, compose } = this.#setup;
    this.#composer ??= new ShardComposer(this.#host, frozen, compose, this.#fonts());
    return this.#composer;
  }

  #assemblerOpened(): Assembler {
    const { frozen } = this.#setup;
    this.#assembler ??= new Assembler(
      { host: this.#host, folder: this.#folder, frozen },
      this.#fonts(),
    );
    return this.#assembler;
  }

  /** Its code is loaded only when something is verified, not while records wait. */
  async #verifierOpened(): Promise<OutputVerifier> {
    const { OutputVerifier: Verifier } = await import("./output-verifier.ts");
    const { frozen } = this.#setup;
    this.#verifier ??= new Verifier(this.#host, frozen, this.#folder.root);
    return this.#verifier;
  }

  /** Opened once, whatever is requested. */
  #fonts(): readonly OpenFont[] {
    this.#openedFonts ??= openFonts(this.#host, this.#setup.frozen.plan);
    return this.#openedFonts;
  }
}
