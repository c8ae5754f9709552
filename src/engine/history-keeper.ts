import { processorCount } from "../run/host/this-machine.ts";
import type { Host } from "../base/host.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { Register } from "../register/register.ts";
import type { RunReport, Stage } from "../model/run-report.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";

interface KeptRun {
  readonly host: Host;
  readonly frozen: FrozenRun;
  readonly workers: number;
}

const ALWAYS_WHOLE: readonly Stage[] = ["scan", "prepare", "settle", "verify", "report"];

/**
 * Records in the register what a production run made and how long it took, for the estimates of
 * later runs. The cost of a stage that this process did not run from its beginning is left out.
 */
export class HistoryKeeper {
  readonly #run: KeptRun;
  readonly #ledger: Ledger;
  readonly #wholeStages: readonly Stage[];

  /** To be created before the first stage. */
  constructor(run: KeptRun, ledger: Ledger) {
    this.#run = run;
    this.#ledger = ledger;
    const isComposed = ledger.shardsDone().size > 0;
    const isAssembled = ledger.spools().length + ledger.batches().length > 0;
    this.#wholeStages = [
      ...ALWAYS_WHOLE,
      ...(isComposed ? [] : (["compose"] as const)),
      ...(isAssembled ? [] : (["assemble"] as const)),
    ];
  }

  keep(report: RunReport): void {
    const { host, frozen, workers } = this.#run;
    const { job, runId, parent } = frozen;
    if (job.mode !== "production" || report.status === "stopped") return;
    // A few corrected records, or a file whose records are all suppressed, say nothing about the
    // next night.
    if (parent !== undefined || report.status === "nothing-made") return;
    const cores = processorCount();
    const costs = report.stages
      .filter(({ stage }) => this.#wholeStages.includes(stage))
      .map(({ stage, seconds, cpuSeconds }) => ({
        runId,
        stage,
        seconds,
        cpuSeconds,
        workers,
        cores,
      }));
    Register.with(host, job.registerFile, ({ history }) => {
      history.keepStages(costs);
      // A run that is held has made no output yet.
      if (this.#ledger.spools().length + this.#ledger.batches().length === 0) return;
      const { documents, pages, sheets, pieces, streams } = report;
      history.keepSize({
        runId,
        job: job.name,
        endedAtIso: new Date(host.nowMs()).toISOString(),
        records: report.records.read,
        documents,
        pages,
        sheets,
        pieces,
        inputBytes: total(frozen.scan.files, ({ sizeBytes }) => sizeBytes),
        fragmentBytes: total([...this.#ledger.shardsDone().values()], ({ bytes }) => bytes),
        outputBytes:
          total(this.#ledger.spools(), ({ bytes }) => bytes) +
          total(this.#ledger.batches(), ({ bytes }) => bytes),
        streams: streams.map(({ name, pieces, sheets, spools }) => ({
          name,
          pieces,
          sheets,
          spools,
        })),
      });
    });
  }
}

function total<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
