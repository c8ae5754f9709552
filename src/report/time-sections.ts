import type { RunReport, Stage } from "../model/run-report.ts";
import { barChart } from "./bar-chart.ts";
import { dataTable } from "./data-table.ts";
import { durationText, grouped, rateText, sizeText } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";

const STAGE_WORK: Readonly<Record<Stage, string>> = {
  scan: "reads the input and cuts it into shards",
  prepare: "checks the layout, measures and paints static content",
  compose: "makes every document of every record",
  settle: "takes out duplicates, sorts pieces into streams",
  assemble: "writes spools, control files and batches",
  verify: "reads every page and message again and proves the output",
  report: "adds everything up and writes the reports",
};

/** How long each stage took, and what a document cost. */
export function timeSections(report: RunReport): Markup {
  const { stages, documents, pages, seconds, cpuSeconds } = report;
  const bars = stages.map((time) => ({
    label: time.stage,
    value: time.seconds,
    text: durationText(time.seconds),
  }));
  return markup`<section>
<h2>Time and speed</h2>
<p>${durationText(seconds)} in all: ${rateText(documents, seconds)} documents and
${rateText(pages, seconds)} pages a second; ${cpuMsText(cpuSeconds, documents)} of CPU a
document.</p>
${barChart("Time by stage", bars)}${stageTable(report)}${composeTable(report)}</section>
`;
}

function stageTable({ stages, documents, pages }: RunReport): Markup {
  return dataTable({
    caption: "By stage. Speeds are all documents and pages over the time of the stage.",
    columns: [
      { head: "Stage" },
      ...["Time", "CPU", "Units", "Documents/s", "Pages/s", "CPU per document"].map((head) => ({
        head,
        isNumber: true,
      })),
      { head: "What it does" },
    ],
    rows: stages.map((time) => [
      time.stage,
      durationText(time.seconds),
      durationText(time.cpuSeconds),
      grouped(time.count),
      rateText(documents, time.seconds),
      rateText(pages, time.seconds),
      cpuMsText(time.cpuSeconds, documents),
      STAGE_WORK[time.stage],
    ]),
  });
}

function composeTable({ composeCpu }: RunReport): Markup {
  if (composeCpu.length === 0) return markup``;
  return dataTable({
    caption: "CPU of the compose stage by its parts.",
    columns: [{ head: "Part" }, { head: "µs per document", isNumber: true }],
    rows: composeCpu.map(({ part, usPerDocument }) => [part, usPerDocument.toFixed(1)]),
  });
}

function cpuMsText(cpuSeconds: number, documents: number): string {
  return documents > 0 ? `${((cpuSeconds * 1000) / documents).toFixed(3)} ms` : "–";
}

/** What the run was made with, for those who repeat or explain it. */
export function environmentSection(report: RunReport): Markup {
  const { program } = report;
  const facts: readonly (readonly [string, string])[] = [
    ["Layout", `${report.layout.name}, ${report.layout.hash}`],
    ["Workers", grouped(report.workers)],
    ["CPU time", durationText(report.cpuSeconds)],
    ["Peak memory", sizeText(report.rssPeakBytes)],
    ["Nightpress", program.nightpress],
    ["Node", program.node],
    ["zlib", program.zlib],
    ["Output folder", report.out],
  ];
  return markup`<section>
<h2>Environment</h2>
<dl class="facts">
${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</section>
`;
}
