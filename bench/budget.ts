import type { TurnResult } from "./turn-request.ts";
import { median } from "./contest.ts";

/** CPU of a Nightpress run by where it goes, in microseconds a document. */
export interface BudgetLine {
  readonly stage: string;
  readonly budgetUs: number;
  readonly measuredUs: number;
}

type Measure = (result: TurnResult) => number;

/**
 * The budget of the standard statement on a quiet machine, as the design sets it. The parts of the
 * compose stage are timed by a clock in the worker; what they leave of the stage's CPU (garbage
 * collection, compilation, the main thread) is a line of its own without a budget.
 */
const LINES: readonly (readonly [stage: string, budgetUs: number, measure: Measure])[] = [
  ["scan, parse, validate", 60, (result) => stageUs(result, "scan") + partUs(result, "intake")],
  ["bind and expressions", 40, (result) => partUs(result, "bind")],
  ["compose and paint", 80, (result) => partUs(result, "compose") + partUs(result, "paint")],
  ["deflate", 80, (result) => partUs(result, "deflate")],
  [
    "fragments, ledger, sort, assemble",
    70,
    (result) =>
      partUs(result, "fragment") + stageUs(result, "settle") + stageUs(result, "assemble"),
  ],
  ["verify", 70, verifyUs],
  ["prepare and report", 0, (result) => stageUs(result, "prepare") + stageUs(result, "report")],
  ["rest of the compose stage", 0, restUs],
  ["all", 400, (result) => (result.cpuSeconds * 1e6) / result.documents],
];

/** The budget beside what was measured, median over turns. */
export function budgetLines(turns: readonly TurnResult[]): BudgetLine[] {
  return LINES.map(([stage, budgetUs, measure]) => ({
    stage,
    budgetUs,
    measuredUs: median(turns.map(measure)),
  }));
}

/** What reading all output again takes. */
export function verifyUs(result: TurnResult): number {
  return stageUs(result, "verify");
}

function stageUs({ stages = [], documents }: TurnResult, name: string): number {
  const found = stages.filter(({ stage }) => stage === name);
  return found.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds * 1e6) / documents, 0);
}

function partUs({ composeCpu = [] }: TurnResult, name: string): number {
  return composeCpu.find(({ part }) => part === name)?.usPerDocument ?? 0;
}

function restUs(result: TurnResult): number {
  const parts = (result.composeCpu ?? []).reduce((sum, part) => sum + part.usPerDocument, 0);
  return stageUs(result, "compose") - parts;
}
