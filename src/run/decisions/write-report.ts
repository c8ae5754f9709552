import { makeDurableFolder, writeFileAtomic } from "../../base/host.ts";
import { readOwnJson } from "../../base/own-json.ts";
import type { RunReport, RunStanding } from "../../model/run-report.ts";
import { runHtml } from "../../report/run-html.ts";
import { runJson } from "../../report/run-json.ts";
import type { DecisionSession } from "./decision-session.ts";
import { endStatus, runStanding } from "./run-standing.ts";
import type { RunPlace } from "../folder/open-run.ts";

/** Writes the run report for people and for programs. */
export function writeReport({ host, folder: { reports } }: RunPlace, report: RunReport): void {
  makeDurableFolder(host, reports);
  const write = (name: string, text: string): void =>
    writeFileAtomic(host, `${reports}/${name}`, new TextEncoder().encode(text));
  write("run.html", runHtml(report));
  // Last, because it states that the run is complete.
  write("run.json", runJson(report));
}

/** The report of an assembled run, or undefined if it is not assembled. */
export function storedReport({ host, folder: { reports } }: RunPlace): RunReport | undefined {
  const file = `${reports}/run.json`;
  if (!host.exists(file)) return undefined;
  return readOwnJson(host, file) as RunReport;
}

/** Updates a run's report, if it has one, to the decisions made since. */
export function renewReport(desk: DecisionSession): RunStanding {
  const { ledger } = desk;
  const standing = runStanding(desk);
  const known = storedReport(desk);
  if (known !== undefined)
    writeReport(desk, { ...known, status: endStatus(standing, ledger), standing });
  return standing;
}
