import { medianOf, medianRatio, type Turns } from "../contest.ts";
import { atLeast, atMost, type SubjectOutcome, type Target } from "../outcome.ts";
import { figure, table } from "../table.ts";
import type { ReadingFacts, TurnResult } from "../turn-request.ts";
import { PARSING } from "./reading-formats.ts";

const MB_PER_SECOND_MIN = 20;
const MB = 1e6;
/** How much more memory may be held at the end than at half of the records. */
const GROWTH_MAX = 1.15;
/** What NDJSON costs to the bare loop, as it was when this was first measured. */
const PARSING_RATIO_MAX = 3;

type FigureOf = (result: TurnResult) => number;

const usPerRecord: FigureOf = ({ cpuSeconds, documents }) => (cpuSeconds * 1e6) / documents;
const mbPerSecond: FigureOf = ({ bytes, cpuSeconds }) => bytes / MB / cpuSeconds;
/** The peak of a whole phase to that of its first half, in the worst of the three. */
const growth = ofFacts((facts) => {
  const phases = [facts.copyPeaksBytes, facts.scanPeaksBytes, facts.readPeaksBytes];
  return Math.max(...phases.map(([, half = 1, whole = 1]) => whole / half));
});

/** What is told of each format: title, and the figure of one turn. */
const FIGURES: readonly (readonly [string, FigureOf])[] = [
  ["CPU us/record", usPerRecord],
  ["copy+scan", ofFacts((facts, turn) => (facts.prepareCpuSeconds * 1e6) / turn.documents)],
  ["MB", ({ bytes }) => bytes / MB],
  ["MB/s a core", mbPerSecond],
  ["seconds", ({ seconds }) => seconds],
  ...peakFigures("copy", ({ copyPeaksBytes }) => copyPeaksBytes),
  ...peakFigures("scan", ({ scanPeaksBytes }) => scanPeaksBytes),
  ...peakFigures("read", ({ readPeaksBytes }) => readPeaksBytes),
];

function ofFacts(figureOf: (facts: ReadingFacts, turn: TurnResult) => number): FigureOf {
  return (turn) => (turn.reading === undefined ? Number.NaN : figureOf(turn.reading, turn));
}

function peakFigures(
  phase: string,
  peaksOf: (facts: ReadingFacts) => readonly number[],
): (readonly [string, FigureOf])[] {
  return ["10", "50", "100"].map((share, at) => [
    `${phase} ${share}%`,
    ofFacts((facts) => (peaksOf(facts)[at] ?? Number.NaN) / MB),
  ]);
}

/** Reading in each format beside each other; memory is judged where there are records enough. */
export function readingOutcome(turns: Turns, isLarge: boolean): SubjectOutcome {
  const names = [...turns.keys()];
  const rows = names.map((name) => [
    name,
    ...FIGURES.map(([, of]) => figure(medianOf(turns, name, of))),
    `${figure(medianRatio(turns, name, "csv", usPerRecord))}x`,
  ]);
  const [first] = [...turns.values()].flat();
  const title =
    `Reading ${first?.documents ?? 0} records without composing; ` +
    "peak memory in MB at shares of copying, of scanning, and of reading";
  return {
    tables: [{ title, text: table(["", ...FIGURES.map(([head]) => head), "to csv"], rows) }],
    figures: Object.fromEntries(names.map((name) => [name, figuresOf(turns, name)])),
    targets: [...timeTargets(turns), ...(isLarge ? memoryTargets(turns) : [])],
  };
}

function figuresOf(turns: Turns, name: string): Record<string, number> {
  const all = FIGURES.map(([title, of]) => [title, medianOf(turns, name, of)] as const);
  return Object.fromEntries(all.filter(([, value]) => Number.isFinite(value)));
}

function timeTargets(turns: Turns): Target[] {
  const ratio = (name: string, to: string): number => medianRatio(turns, name, to, usPerRecord);
  return [
    atMost(`CPU of ndjson to ${PARSING}`, ratio("ndjson", PARSING), PARSING_RATIO_MAX),
    atMost("CPU of fixed width to csv", ratio("fixed width", "csv"), 1),
    ...["XML", "JSON list", "JSON lists"].map((name) =>
      atLeast(`MB/s of ${name} a core`, medianOf(turns, name, mbPerSecond), MB_PER_SECOND_MIN),
    ),
    // Not every format is read each time.
  ].filter(({ value }) => Number.isFinite(value));
}

function memoryTargets(turns: Turns): Target[] {
  return [...turns.keys()]
    .filter((name) => name !== PARSING)
    .map((name) =>
      atMost(`peak RSS of ${name}, all to half`, medianOf(turns, name, growth), GROWTH_MAX),
    );
}
