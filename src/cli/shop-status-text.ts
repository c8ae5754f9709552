import { visible } from "../base/visible-text.ts";
import type { ShopRun, ShopStatus } from "../model/shop-status.ts";
import { countText, grouped, shareText } from "../report/figures.ts";
import { clockText } from "./clock-text.ts";
import { shortPath } from "./print-diagnostics.ts";
import { tableText } from "./table-text.ts";

/** Heads a column of estimated hours beside measured ones. */
const EXPECTED = "done, expected";

/** All runs as a table, then each run's streams, open exceptions and next step. */
export function shopStatusText({ runs, done }: ShopStatus): string {
  const hidden = done > 0 ? [`${countText(done, "run")} closed or abandoned (\`--all\`)`] : [];
  if (runs.length === 0) return ["No open runs.", ...hidden].join("\n");
  const head = ["run", "mode", "state", "progress", "workers", "last spool expected", "folder"];
  const rows = runs.map((run) => [
    run.job === "" ? "unknown" : `${run.job} ${run.cycle}`,
    run.mode,
    run.state,
    progressText(run),
    run.process === undefined ? "–" : lanesText(run.process),
    clockText(run.expectedReadyAtIso),
    shortPath(run.out),
  ]);
  const details = runs
    .filter((run) => detailLines(run).length > 0)
    .flatMap((run) => [
      "",
      `${run.job} ${run.cycle} in ${shortPath(run.out)}`,
      ...detailLines(run),
    ]);
  return [tableText([head, ...rows]), ...details, ...hidden].join("\n");
}

/** What to say about one run besides its progress. */
export function runDetailsText(run: ShopRun): string {
  const { process: own, expectedReadyAtIso: readyAtIso, state } = run;
  return [
    `  state    ${state}`,
    ...(own
      ? [`  process  ${own.pid} on ${own.hostName}, ${own.priority}, ${lanesText(own)}`]
      : []),
    ...(readyAtIso === undefined ? [] : [`  expected last spool at ${clockText(readyAtIso)}`]),
    ...detailLines(run),
  ].join("\n");
}

function detailLines(run: ShopRun): string[] {
  const { exceptions, next, out } = run;
  const command = next.replace(out, shortPath(out));
  return [
    ...streamLines(run),
    ...exceptions.map(({ count, note, sinceIso }) => {
      const since = sinceIso === undefined ? "" : `, since ${clockText(sinceIso)}`;
      return `  open     ${count > 1 ? `${grouped(count)} ` : ""}${visible(note)}${since}`;
    }),
    ...(run.compare === undefined ? [] : [`  compare  ${run.compare}`]),
    ...(command === "" ? [] : [`  next     ${command}`]),
  ];
}

function streamLines({ streams }: ShopRun): string[] {
  if (streams.length === 0) return [];
  const head = ["stream", "spools", "pieces", "sheets", "press", EXPECTED, "inserter", EXPECTED];
  const rows = streams.map((one) => [
    one.name,
    grouped(one.spools),
    grouped(one.pieces),
    grouped(one.sheets),
    one.press ?? "–",
    clockText(one.expectedPrintedAtIso),
    one.inserter ?? (one.press === undefined ? "–" : "by hand"),
    clockText(one.expectedInsertedAtIso),
  ]);
  return tableText([head, ...rows], [1, 2, 3])
    .split("\n")
    .map((line) => `  ${line}`);
}

/**
 * The progress of the stage that a process is in; otherwise the records composed or spools made.
 */
function progressText(run: ShopRun): string {
  const { process: own, recordsDone, recordsTotal, spoolsDone, spoolsTotal } = run;
  if (own !== undefined && own.total > 0) return `${own.stage} ${shareText(own.done, own.total)}`;
  if (spoolsTotal > 0) return `${grouped(spoolsDone)} of ${countText(spoolsTotal, "spool")}`;
  return `${grouped(recordsDone)} of ${countText(recordsTotal, "record")}`;
}

function lanesText({ lanes, wanted }: NonNullable<ShopRun["process"]>): string {
  return wanted === 0 ? "–" : `${lanes} of ${wanted}`;
}
