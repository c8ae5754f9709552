import { visible } from "../base/visible-text.ts";
import { CHANNEL_FACTS, MESSAGE_CHANNELS } from "../model/channel.ts";
import type { RunReport } from "../model/run-report.ts";
import { countText, durationText, grouped, rateText, sizeText } from "../report/figures.ts";
import { rejectPlace } from "../report/reject-place.ts";
import { rasterText } from "../report/raster-text.ts";
import { verdictOf } from "../report/verdict.ts";
import { pathWord, shortPath } from "./print-diagnostics.ts";
import { type Paint, painted } from "./terminal.ts";

const TONES: Readonly<Record<string, Paint>> = {
  good: ["green", "bold"],
  warning: ["yellow", "bold"],
  bad: ["red", "bold"],
};
const REJECTS_SHOWN = 8;
const WARNINGS_SHOWN = 5;

/**
 * What the console shows at the end of a run: the verdict, what was made, how fast, and what to do.
 */
export function summaryText(report: RunReport, stream: NodeJS.WriteStream): string {
  const verdict = verdictOf(report);
  const mode = report.mode === "test" ? "test, not mailable" : "production";
  const head = painted(TONES[verdict.tone] ?? "bold", verdict.title, stream);
  const verified = verifiedRow(report, stream);
  const found = [...rejectRows(report), ...warningRows(report)];
  const rows = [...contentRows(report), ...verified, ...found, ...timeRows(report)];
  return [
    "",
    `${head}: ${report.job} ${report.cycle} (${mode})`,
    ...rows.map(([name, text]) => `  ${name.padEnd(10)} ${text}`),
    "",
    ...nextSteps(report),
  ].join("\n");
}

type Row = readonly [name: string, text: string];

function contentRows(report: RunReport): Row[] {
  const { records, balance } = report;
  const agreeing = balance.filter(({ ok }) => ok).length;
  return [
    [
      "records",
      `${grouped(records.read)} read, ${grouped(records.accepted)} accepted, ` +
        `${grouped(records.rejected)} rejected`,
    ],
    ...suppressionRow(report),
    ["documents", `${grouped(report.documents)}, ${countText(report.pages, "page")}`],
    [
      "print",
      `${countText(report.pieces, "piece")}, ${countText(report.sheets, "sheet")}, ` +
        `${countText(report.streams.length, "stream")}, ${countText(report.spools, "spool")}`,
    ],
    ...(report.seeds === undefined
      ? []
      : [["seeds", `${countText(report.seeds.pieces, "piece")} added, not in the sums`] as const]),
    ["digital", digitalText(report)],
    ...heldRows(report),
    ...(balance.length === 0
      ? []
      : [["balance", `${agreeing} of ${countText(balance.length, "sum")} agree`] as const]),
  ];
}

function digitalText({ channels, mode }: RunReport): string {
  const isAnything = MESSAGE_CHANNELS.some((channel) => channels[channel] > 0);
  const reached = mode === "test" && isAnything ? ", to no customer" : "";
  const counts = MESSAGE_CHANNELS.map((channel) => {
    const { one, many } = CHANNEL_FACTS[channel];
    return countText(channels[channel], one, many);
  });
  return `${counts.join(", ")}${reached}`;
}

/** Whether the output was read again; in words, since not everyone sees the colour. */
function verifiedRow({ verification }: RunReport, stream: NodeJS.WriteStream): Row[] {
  if (verification === undefined) return [];
  const { found, state } = verification;
  if (found === undefined) return [["verified", painted("yellow", "not verified", stream)]];
  const { counts, leafCount, breachCount } = found;
  if (state === "breached")
    return [["verified", painted("red", countText(breachCount, "breach", "breaches"), stream)]];
  const read = `${countText(counts.pages, "page")} and ${countText(counts.messages, "message")}`;
  return [
    ["verified", `${grouped(leafCount)} whole, once and unmixed:  ${read} read`],
    ...(found.raster === undefined ? [] : [["pixels", rasterText(found.raster)] as const]),
  ];
}

function suppressionRow({ suppression }: RunReport): Row[] {
  if (suppression === undefined) return [];
  const { listed, suppressed, rejected, notInRun } = suppression;
  const counts = [
    `${grouped(listed)} listed`,
    `${grouped(suppressed)} suppressed`,
    ...(rejected > 0 ? [`${grouped(rejected)} rejected`] : []),
    `${grouped(notInRun)} not in this run`,
  ];
  return [["suppress", counts.join(", ")]];
}

/** Why a run is held before assembly, and which counts changed much since the last cycle. */
function heldRows({ counts }: RunReport): Row[] {
  if (counts === undefined) return [];
  const past = counts.lines.filter(({ isPast }) => isPast);
  const reasons = counts.reasons.map((reason, nth): Row => [nth === 0 ? "held" : "", reason]);
  const compared =
    counts.lastCycle === undefined ? "no earlier cycle" : `cycle ${counts.lastCycle}`;
  const marked =
    counts.lastCycle === undefined ? "" : `, ${countText(past.length, "count")} past tolerance`;
  return [...reasons, ["compared", `with ${compared}${marked}`]];
}

function rejectRows(report: RunReport): Row[] {
  const reasons = rejectReasons(report);
  const rows = reasons
    .slice(0, REJECTS_SHOWN)
    .map((reason, nth): Row => [nth === 0 ? "rejects" : "", reason]);
  const hidden = reasons.length - rows.length;
  if (hidden > 0) rows.push(["", `and ${countText(hidden, "other reason")}`]);
  return rows;
}

/** By code and field with the first place of each; by code alone until the run is settled. */
function rejectReasons({ rejects, rejectGroups }: RunReport): string[] {
  const frequentFirst = rejects.toSorted((a, b) => b.count - a.count);
  if (rejectGroups === undefined)
    return frequentFirst.map(({ code, count }) => `${grouped(count)} ${code}`);
  return rejectGroups.map((group) => {
    const field = group.field === "" ? "" : ` ${group.field}`;
    const place = `${group.count === 1 ? "at" : "first at"} ${rejectPlace(group)}`;
    return visible(`${grouped(group.count)} ${group.code}${field}, ${place}`);
  });
}

function warningRows({ warnings }: RunReport): Row[] {
  const rows = warnings
    .slice(0, WARNINGS_SHOWN)
    .map(({ code, message }, nth): Row => [nth === 0 ? "warnings" : "", `${code}: ${message}`]);
  const hidden = warnings.length - rows.length;
  if (hidden > 0) rows.push(["", `and ${countText(hidden, "other warning")}, see the report`]);
  return rows;
}

function timeRows(report: RunReport): Row[] {
  const { seconds, documents, pages, cpuSeconds, workers } = report;
  const speed = `${rateText(documents, seconds)} documents/s, ${rateText(pages, seconds)} pages/s`;
  const machine = `${countText(workers, "worker")}, peak memory ${sizeText(report.rssPeakBytes)}`;
  return [
    ["time", `${durationText(seconds)} (${speed})`],
    ["machine", `${durationText(cpuSeconds)} CPU, ${machine}`],
  ];
}

function nextSteps({ status, out, records, standing }: RunReport): string[] {
  const folder = shortPath(out);
  const word = pathWord(out);
  if (status === "stopped") return [`Continue:    nightpress resume ${word}`];
  if (status === "held-for-approval") return approvalSteps(folder, word);
  if (status === "failed") return [`Verify:      nightpress verify ${word}`];
  const steps = [`Report:      ${folder}/reports/run.html`];
  if (records.rejected > 0) steps.push(`Rejects:     ${folder}/rejects/rejects.ndjson`);
  steps.push(`All output:  ${folder}`);
  if (standing?.state === "held-for-release")
    steps.push(`Release:     nightpress release ${word} --by NAME --reason TEXT`);
  return steps;
}

function approvalSteps(folder: string, word: string): string[] {
  return [
    `Look at:     ${folder}/reports/counts.html`,
    `Approve:     nightpress approve ${word} --by NAME --reason TEXT`,
    `Then:        nightpress resume ${word}`,
  ];
}
