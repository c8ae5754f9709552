import type { PageCount, SheetCount } from "../base/units.ts";
import type { RunCost, StageCost, StreamSize } from "../register/register-history.ts";

/** What a run is to be estimated for. */
export interface EstimateInput {
  readonly records: number;
  readonly inputBytes: number;
  readonly workers: number;
  /** Processors of the machine: more workers than these are no faster. */
  readonly cores: number;
  /** What some of the records came to, composed just now; for a job without history. */
  readonly sample?: SampleCost;
}

/** What a sample of the records made. */
export interface SampleCost {
  readonly records: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly pieces: number;
  /** Of pages and messages, as fragments hold them. */
  readonly bytes: number;
}

const ESTIMATED_STAGES = ["compose", "settle", "assemble", "verify", "report"] as const;
export type EstimatedStage = (typeof ESTIMATED_STAGES)[number];

export interface RunEstimate {
  /** How many earlier runs of the job it comes from; 0 if it is from built-in figures. */
  readonly fromRuns: number;
  readonly pages: PageCount;
  readonly sheets: SheetCount;
  readonly pieces: number;
  readonly fragmentBytes: number;
  readonly outputBytes: number;
  readonly seconds: Readonly<Record<EstimatedStage, number>>;
  /** Empty without history: what streams there will be, only the run itself can tell. */
  readonly streams: readonly StreamSize[];
}

/**
 * Of the sample statements on a machine with two processors (see bench/README.md): per record, per
 * byte of input, and seconds of one worker per million bytes of input.
 */
const BUILT_IN = {
  pagesPerRecord: 1.94,
  sheetsPerRecord: 1.08,
  piecesPerRecord: 0.81,
  fragmentPerInputByte: 4,
  outputPerInputByte: 4.5,
  secondsPerMillionBytes: {
    compose: 0.45,
    settle: 0.01,
    assemble: 0.07,
    verify: 0.1,
    report: 0.002,
  },
} as const;

/** Stages that workers do together; the others are one thread's work. */
const SHARED_STAGES: readonly EstimatedStage[] = ["compose", "assemble", "verify"];

/** What a run will make and take, by what earlier runs of the job did for each record. */
export function estimateRun(input: EstimateInput, history: readonly RunCost[]): RunEstimate {
  const known = history.filter(({ records }) => records > 0);
  return known.length === 0 ? builtIn(input) : fromHistory(input, known);
}

function builtIn({ records, inputBytes, workers, cores, sample }: EstimateInput): RunEstimate {
  const lanes = Math.min(workers, cores);
  const { secondsPerMillionBytes: costs } = BUILT_IN;
  const secondsOf = (stage: EstimatedStage): number =>
    ((inputBytes / 1e6) * costs[stage]) / (SHARED_STAGES.includes(stage) ? lanes : 1);
  return {
    fromRuns: 0,
    pages: Math.round(records * BUILT_IN.pagesPerRecord),
    sheets: Math.round(records * BUILT_IN.sheetsPerRecord),
    pieces: Math.round(records * BUILT_IN.piecesPerRecord),
    fragmentBytes: inputBytes * BUILT_IN.fragmentPerInputByte,
    outputBytes: inputBytes * BUILT_IN.outputPerInputByte,
    seconds: byStage(secondsOf),
    streams: [],
    ...(sample && sample.records > 0 && fromSample(sample, records)),
  };
}

/** What was composed just now says more of what will be made than other people's statements. */
function fromSample(
  sample: SampleCost,
  records: number,
): Pick<RunEstimate, "pages" | "sheets" | "pieces" | "fragmentBytes" | "outputBytes"> {
  const scaled = (count: number): number => Math.round((count / sample.records) * records);
  const fragmentBytes = scaled(sample.bytes);
  const { outputPerInputByte, fragmentPerInputByte } = BUILT_IN;
  return {
    pages: scaled(sample.pages),
    sheets: scaled(sample.sheets),
    pieces: scaled(sample.pieces),
    fragmentBytes,
    outputBytes: Math.round((fragmentBytes * outputPerInputByte) / fragmentPerInputByte),
  };
}

function fromHistory(input: EstimateInput, history: readonly RunCost[]): RunEstimate {
  const records = history.reduce((sum, run) => sum + run.records, 0);
  const scaled = (of: (run: RunCost) => number): number =>
    (history.reduce((sum, run) => sum + of(run), 0) / records) * input.records;
  const fallback = builtIn(input).seconds;
  const [last] = history as readonly [RunCost, ...RunCost[]];
  const share = input.records / last.records;
  return {
    fromRuns: history.length,
    pages: Math.round(scaled(({ pages }) => pages)),
    sheets: Math.round(scaled(({ sheets }) => sheets)),
    pieces: Math.round(scaled(({ pieces }) => pieces)),
    fragmentBytes: Math.round(scaled(({ fragmentBytes }) => fragmentBytes)),
    outputBytes: Math.round(scaled(({ outputBytes }) => outputBytes)),
    seconds: byStage((stage) => secondsOf(stage, input, history) ?? fallback[stage]),
    streams: last.streams.map(({ name, pieces, sheets, spools }) => ({
      name,
      pieces: Math.round(pieces * share),
      sheets: Math.round(sheets * share),
      spools: Math.max(1, Math.round(spools * share)),
    })),
  };
}

/** Of all runs in which the stage was done in one go; undefined if there is none. */
function secondsOf(
  stage: EstimatedStage,
  input: EstimateInput,
  history: readonly RunCost[],
): number | undefined {
  let [records, laneSeconds] = [0, 0];
  for (const run of history) {
    const cost = run.stages.find((one) => one.stage === stage);
    if (cost === undefined) continue;
    records += run.records;
    laneSeconds += cost.seconds * lanesOf(stage, cost);
  }
  if (records === 0) return undefined;
  return ((laneSeconds / records) * input.records) / lanesOf(stage, input);
}

function lanesOf(
  stage: EstimatedStage,
  { workers, cores }: Pick<StageCost, "workers" | "cores">,
): number {
  return SHARED_STAGES.includes(stage) ? Math.min(workers, cores) : 1;
}

function byStage(of: (stage: EstimatedStage) => number): Record<EstimatedStage, number> {
  return {
    compose: of("compose"),
    settle: of("settle"),
    assemble: of("assemble"),
    verify: of("verify"),
    report: of("report"),
  };
}
