import type { RejectGroup } from "../model/reject.ts";
import type { RunReport } from "../model/run-report.ts";
import { barChart } from "./bar-chart.ts";
import { dataTable } from "./data-table.ts";
import { explainCode } from "./explain-code.ts";
import { grouped, shareText } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { rejectPlace } from "./reject-place.ts";

const CHART_BARS_MAX = 12;
const GROUPS_SHOWN = 50;

/** Rejects by reason, the most frequent first, with what each code means and where the first is. */
export function rejectSection({ rejects, rejectGroups = [], records }: RunReport): Markup {
  if (rejects.length === 0)
    return markup`<section>
<h2>Rejects</h2>
<p>None.</p>
</section>
`;
  const frequentFirst = rejects.toSorted(
    (a, b) => b.count - a.count || (a.code < b.code ? -1 : Number(a.code > b.code)),
  );
  const bars = frequentFirst
    .slice(0, CHART_BARS_MAX)
    .map(({ code, count }) => ({ label: code, value: count, text: grouped(count) }));
  return markup`<section>
<h2>Rejects</h2>
<p>Each reject is one line of <code>rejects/rejects.ndjson</code>, with its place in the input.</p>
${barChart("Rejects by reason", bars)}${dataTable({
    caption: "Rejects by reason. The share is of all records read.",
    columns: [
      { head: "Code" },
      { head: "Count", isNumber: true },
      { head: "Share", isNumber: true },
      { head: "What it means" },
    ],
    rows: frequentFirst.map(({ code, count }) => [
      markup`<code>${code}</code>`,
      grouped(count),
      shareText(count, records.read),
      explainCode(code) ?? "See the reason in the rejects file.",
    ]),
  })}${groupTable(rejectGroups)}</section>
`;
}

/** The field, or the line of the layout that the record does not fit. */
function whereText({ field, source }: RejectGroup): Markup | string {
  if (field !== "") return markup`<code>${field}</code>`;
  if (source === undefined) return "–";
  const name = source.file.slice(source.file.lastIndexOf("/") + 1);
  return markup`<code>${name}:${source.line}</code> ${source.path ?? ""}`;
}

function groupTable(groups: readonly RejectGroup[]): Markup {
  if (groups.length === 0) return markup``;
  const hidden = groups.length - GROUPS_SHOWN;
  return dataTable({
    caption: `Rejects by field, each with its first place${hidden > 0 ? `; ${hidden} more` : ""}.`,
    columns: [
      { head: "Code" },
      { head: "Field, or line of the layout" },
      { head: "Count", isNumber: true },
      { head: "First at" },
      { head: "What to do" },
    ],
    rows: groups
      .slice(0, GROUPS_SHOWN)
      .map((group) => [
        markup`<code>${group.code}</code>`,
        whereText(group),
        grouped(group.count),
        rejectPlace(group),
        group.hint === undefined ? group.message : `${group.message} (${group.hint})`,
      ]),
  });
}
