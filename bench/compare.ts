import { budgetLines, verifyUs } from "./budget.ts";
import {
  cpuMsPerDocument,
  documentsPerSecond,
  median,
  medianOf,
  medianRatio,
  type Turns,
} from "./contest.ts";
import { BARE, BASELINE, PLAIN } from "./contestants.ts";
import { atLeast, atMost, type SubjectOutcome } from "./outcome.ts";
import { figure, table } from "./table.ts";
import type { TurnResult } from "./turn-request.ts";

/** What is told of each contestant: title, and the figure of one turn. */
const FIGURES: readonly (readonly [string, (result: TurnResult) => number])[] = [
  ["CPU ms/doc", cpuMsPerDocument],
  ["docs/s", documentsPerSecond],
  ["pages/s", ({ pages, seconds }) => pages / seconds],
  ["trans/s", ({ transactions, seconds }) => transactions / seconds],
  ["cores", ({ cpuSeconds, seconds }) => cpuSeconds / seconds],
  ["bytes/doc", ({ bytes, documents }) => bytes / documents],
  ["peak RSS MB", ({ rssPeakBytes }) => rssPeakBytes / 1e6],
  ["docs", ({ documents }) => documents],
];

/** Contestants beside each other, with the ratio of their CPU a document to Nightpress'. */
function contestTable(turns: Turns): string {
  const rows = [...turns.keys()].map((name) => [
    name,
    ...FIGURES.map(([, of]) => figure(medianOf(turns, name, of))),
    `${figure(medianRatio(turns, name, BASELINE, cpuMsPerDocument))}x`,
  ]);
  return table(["", ...FIGURES.map(([title]) => title), "CPU to ours"], rows);
}

function contestFigures(turns: Turns): SubjectOutcome["figures"] {
  return Object.fromEntries(
    [...turns.keys()].map((name) => [
      name,
      Object.fromEntries(FIGURES.map(([title, of]) => [title, medianOf(turns, name, of)])),
    ]),
  );
}

/** Nightpress against its peers and the bare loop, and against its own budget. */
export function peersOutcome(turns: Turns): SubjectOutcome {
  const lines = budgetLines(turns.get(BASELINE) ?? []);
  const rows = lines.map(({ stage, budgetUs, measuredUs }) => [
    stage,
    budgetUs === 0 ? "" : figure(budgetUs),
    figure(measuredUs),
  ]);
  const budget = Object.fromEntries(lines.map((line) => [line.stage, line.measuredUs]));
  return {
    tables: [
      { title: "The standard statement, 30 transactions, warm", text: contestTable(turns) },
      {
        title: "CPU by stage, microseconds a document",
        text: table(["", "budget", "measured"], rows),
      },
    ],
    figures: { ...contestFigures(turns), "stages in us": budget },
    targets: [
      atLeast(
        "CPU of pdfkit into one spool to ours",
        medianRatio(turns, "pdfkit, one spool", BASELINE, cpuMsPerDocument),
        6,
      ),
      atMost(
        "our CPU but for verifying to the bare loop's",
        medianRatio(turns, BASELINE, BARE, unverifiedCpuMs),
        4,
      ),
    ],
  };
}

/** CPU a document of all but reading the output again, which has a target of its own. */
function unverifiedCpuMs(result: TurnResult): number {
  return cpuMsPerDocument(result) - verifyUs(result) / 1000;
}

/** What verifying adds to a run, against the bare loop of the same turn. */
export function verifyOutcome(turns: Turns): SubjectOutcome {
  const runs = turns.get(BASELINE) ?? [];
  const bare = turns.get(BARE) ?? [];
  const ratios = runs.flatMap((run, turn) => {
    const other = bare[turn];
    return other === undefined ? [] : [verifyUs(run) / (cpuMsPerDocument(other) * 1000)];
  });
  const figures = {
    "verify us/doc": median(runs.map(verifyUs)),
    "bare loop us/doc": medianOf(turns, BARE, (result) => cpuMsPerDocument(result) * 1000),
    "verify to bare loop": median(ratios),
  };
  const rows = Object.entries(figures).map(([name, value]) => [name, figure(value)]);
  return {
    tables: [{ title: "Verifying, CPU of its stage in a run", text: table(["", "median"], rows) }],
    figures: { verify: figures },
    targets: [atMost("CPU of verifying to the bare loop's", median(ratios), 1)],
  };
}

export function formatsOutcome(turns: Turns): SubjectOutcome {
  return {
    tables: [{ title: "Input formats", text: contestTable(turns) }],
    figures: contestFigures(turns),
    targets: ["nightpress csv", "nightpress json"].map((name) =>
      atMost(`CPU of ${name} to ndjson`, medianRatio(turns, name, BASELINE, cpuMsPerDocument), 1.4),
    ),
  };
}

export function workersOutcome(turns: Turns): SubjectOutcome {
  const gain = medianRatio(turns, `${BASELINE}, 2 workers`, BASELINE, documentsPerSecond);
  const ceiling = medianRatio(turns, `${PLAIN}, 2 threads`, PLAIN, documentsPerSecond);
  const gains = { "2 workers to 1": gain, "2 plain loops to 1": ceiling };
  const rows = Object.entries(gains).map(([name, value]) => [name, figure(value)]);
  return {
    tables: [
      { title: "One worker and two", text: contestTable(turns) },
      { title: "What the second one gains", text: table(["", "documents/s"], rows) },
    ],
    figures: { ...contestFigures(turns), gains },
    targets: [atLeast("documents/s of 2 workers to 1", gain, 1.8)],
  };
}

/** Memory must not depend on the number of records: 400 MB and 100 MB a worker. */
export function sizeOutcome(
  title: string,
  turns: Turns,
  workersOf: (name: string) => number,
): SubjectOutcome {
  const targets = [...turns].map(([name, results]) => {
    const peakMb = median(results.map(({ rssPeakBytes }) => rssPeakBytes / 1e6));
    return atMost(`peak RSS in MB, ${name}`, peakMb, 400 + 100 * workersOf(name));
  });
  const rows = [...turns.keys()].map((name) => [
    name,
    ...FIGURES.map(([, of]) => figure(medianOf(turns, name, of))),
  ]);
  const text = table(["", ...FIGURES.map(([head]) => head)], rows);
  return { tables: [{ title, text }], figures: contestFigures(turns), targets };
}
