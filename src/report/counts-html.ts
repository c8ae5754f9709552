import { keysOf } from "../base/keys-of.ts";
import type { CountChange, CountGroup, CountsReport } from "../model/run-counts.ts";
import { dataTable } from "./data-table.ts";
import { grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { pageHead } from "./page-head.ts";

// Nothing the page holds can make a reader's browser fetch or run anything.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

const HEADINGS: Readonly<Record<CountGroup, string>> = {
  records: "Records",
  print: "Paper",
  stream: "Print streams",
  channel: "Documents by channel",
  money: "Money totals",
};

/**
 * The text of `reports/counts.html`: what a run would make, beside the last cycle, for those who
 * approve it. One self-contained page with counts and totals, and no customer's values.
 */
export function countsHtml(report: CountsReport): string {
  const title = `${report.job} ${report.cycle}`;
  const page = markup`${pageHead(`${title}: counts for approval`, POLICY)}<body>
<header>
<h1>${title}: counts for approval</h1>
<p class="muted">${report.mode === "test" ? "TEST, not mailable. " : ""}Statements as of
${report.asOf}. ${comparedWith(report)}</p>
</header>
<main>
<div class="verdict warning" role="status">
<strong><span class="warning" aria-hidden="true">!</span> Held before assembly</strong>
${report.reasons.map((reason) => markup`<span>${reason}</span>\n`)}</div>
${groupSections(report)}<p class="muted">SHA-256 of these counts:
<code>${report.countsHash}</code></p>
</main>
</body>
</html>
`;
  return page.html;
}

function comparedWith({ lastCycle, tolerancePercent, toleranceCount }: CountsReport): string {
  if (lastCycle === undefined) return "No earlier cycle of this job is in the register.";
  const few = toleranceCount > 0 ? ` and ${grouped(toleranceCount)}` : "";
  const past = `${tolerancePercent} %${few}`;
  return `Compared with cycle ${lastCycle}; changes past ${past}.`;
}

function groupSections({ lines, lastCycle }: CountsReport): Markup[] {
  return keysOf(HEADINGS).flatMap((group) => {
    const own = lines.filter((line) => line.group === group);
    if (own.length === 0) return [];
    const table = dataTable({
      caption: `${HEADINGS[group]}, this cycle and the last.`,
      columns: [
        { head: "Count" },
        { head: "This cycle", isNumber: true },
        { head: lastCycle ?? "Last cycle", isNumber: true },
        { head: "Change", isNumber: true },
      ],
      rows: own.map(changeRow),
    });
    return [markup`<section>\n<h2>${HEADINGS[group]}</h2>\n${table}</section>\n`];
  });
}

function changeRow(line: CountChange): (Markup | string)[] {
  const { name, value, before, changePercent, isPast } = line;
  const percent =
    changePercent === undefined
      ? "–"
      : `${changePercent > 0 ? "+" : ""}${changePercent.toFixed(1)} %`;
  const change = isPast ? markup`<strong class="bad">! ${percent}</strong>` : percent;
  return [name, amount(value), before === undefined ? "–" : amount(before), change];
}

function amount(value: number | string): string {
  return typeof value === "number" ? grouped(value) : value;
}
