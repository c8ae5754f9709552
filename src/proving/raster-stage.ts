import type { RasterSampling, RasterVerdict, SampledSpool, SpoolSample } from "../model/raster.ts";
import type { SpoolExpectation } from "../model/verification.ts";
import { drawSample, sheetsOf } from "../verify/raster/draw-sample.ts";
import type { FrozenRun } from "../run/folder/frozen-run.ts";
import type { WorkerPool } from "../pool/worker-pool.ts";
import type { RasterTask } from "../run/tasks/worker-tasks.ts";
import { BreachList } from "./breach-list.ts";

/** Sheets per spool of a production run whose job does not give a number. */
const SHEETS_DEFAULT = 4;
/** The share of a worker at a time: starting the renderer costs as much as some sheets. */
const TASK_SHEETS = 64;

/** How many sheets per spool were requested for inspection. */
export interface RasterRequest {
  /** As the job says if omitted. */
  readonly asked?: number | undefined;
  readonly least?: number;
}

/** How many sheets of each spool are inspected: none in a test run, which is not mailed. */
export function rasterSheets({ job }: FrozenRun, { asked, least = 0 }: RasterRequest = {}): number {
  const byDefault = job.mode === "test" ? 0 : SHEETS_DEFAULT;
  return Math.max(least, asked ?? job.rasterSheets ?? byDefault);
}

/** Draws a random sample of all spools' sheets, and has workers inspect them. */
export class RasterStage {
  readonly breaches = new BreachList();
  readonly #name: string;
  readonly #sheetsPerSpool: number;
  readonly #samples: { readonly sample: SpoolSample; readonly of: number }[] = [];
  readonly #verdicts: (readonly RasterVerdict[])[] = [];

  /** The sample depends on `name` and the spools. */
  constructor(name: string, sheetsPerSpool: number) {
    this.#name = name;
    this.#sheetsPerSpool = sheetsPerSpool;
  }

  /** Spools are given in order; their expectations are not kept. */
  draw(expected: SpoolExpectation): void {
    if (this.#sheetsPerSpool === 0) return;
    const sample = drawSample(expected, this.#sheetsPerSpool, `${this.#name}\n${expected.sha256}`);
    this.#samples.push({ sample, of: sheetsOf(expected) });
  }

  /** Whether all were inspected; false if the operator stopped it. */
  async run(pool: WorkerPool, stopped: () => boolean): Promise<boolean> {
    const tasks = this.#tasks();
    if (tasks.length > 0)
      await pool.runAll(
        tasks,
        ({ place }, verdicts) => {
          this.#verdicts[place] = verdicts;
        },
        stopped,
      );
    const all = this.#verdicts.flat();
    for (const { breaches, breachCount } of all) this.breaches.addAll(breaches, breachCount);
    return all.length === this.#samples.length;
  }

  /** The inspected sheets, once all are done. */
  get sampling(): RasterSampling {
    const all = this.#verdicts.flat();
    const sum = (count: (verdict: RasterVerdict) => number): number =>
      all.reduce((total, verdict) => total + count(verdict), 0);
    return {
      sheetsPerSpool: this.#sheetsPerSpool,
      spools: this.#samples.map(sampledSpool),
      sheets: this.#samples.reduce((total, { sample }) => total + sample.sheets.length, 0),
      sides: sum(({ sides }) => sides),
      imbs: sum(({ imbs }) => imbs),
      matrices: sum(({ matrices }) => matrices),
      addresses: sum(({ addresses }) => addresses),
      codes: sum(({ codes = 0 }) => codes),
    };
  }

  #tasks(): RasterTask[] {
    const tasks: { kind: "raster"; samples: SpoolSample[]; place: number }[] = [];
    let sheets = TASK_SHEETS;
    for (const { sample } of this.#samples) {
      if (sheets >= TASK_SHEETS) {
        tasks.push({ kind: "raster", samples: [], place: tasks.length });
        sheets = 0;
      }
      tasks.at(-1)?.samples.push(sample);
      sheets += sample.sheets.length;
    }
    return tasks;
  }
}

function sampledSpool({
  sample,
  of,
}: {
  readonly sample: SpoolSample;
  readonly of: number;
}): SampledSpool {
  const sheets = sample.sheets.map(({ sheet, piece }) => {
    return piece === undefined ? { sheet } : { sheet, piece: piece.pieceNumber };
  });
  return { file: sample.file, of, sheets };
}
