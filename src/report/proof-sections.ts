import type { Diagnostic } from "../base/diagnostic.ts";
import type { BalanceLine, RunReport } from "../model/run-report.ts";
import { dataTable } from "./data-table.ts";
import { grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";

/** The sums that prove that nothing was lost, doubled or added; failed ones come first. */
export function balanceSection({ balance }: RunReport): Markup {
  const failed = balance.filter((line) => !line.ok);
  const passed = balance.filter((line) => line.ok);
  const table = dataTable({
    caption: "What each stage gave must equal what the next stage took.",
    columns: [
      { head: "Sum" },
      { head: "Stage" },
      { head: "Gave", isNumber: true },
      { head: "Took", isNumber: true },
      { head: "Agree" },
    ],
    rows: [...failed, ...passed].map(balanceRow),
  });
  return markup`<section>
<h2>Balance</h2>
${balance.length === 0 ? markup`<p>The run did not reach its sums.</p>` : table}</section>
`;
}

function balanceRow(line: BalanceLine): (Markup | string)[] {
  const mark = line.ok
    ? markup`<span class="good">✓ yes</span>`
    : markup`<strong class="bad">✗ NO</strong>`;
  return [line.what, line.stage, amountText(line.left), amountText(line.right), mark];
}

function amountText(amount: number | string): string {
  return typeof amount === "number" ? grouped(amount) : amount;
}

/** Findings that did not stop the run; empty if there are none. */
export function warningSection({ warnings }: RunReport): Markup {
  if (warnings.length === 0) return markup``;
  return markup`<section>
<h2>Warnings</h2>
${dataTable({
  caption: "None of these kept a piece from being made.",
  columns: [{ head: "Code" }, { head: "Where" }, { head: "What" }],
  rows: warnings.map((found) => [
    markup`<code>${found.code}</code>`,
    placeText(found),
    found.hint === undefined ? found.message : `${found.message} (${found.hint})`,
  ]),
})}</section>
`;
}

function placeText({ source, data }: Diagnostic): string {
  if (source !== undefined) return `${source.file}:${source.line}:${source.column}`;
  if (data === undefined) return "–";
  const line = data.line > 0 ? `:${data.line}` : "";
  const record = data.line > 0 || data.record < 0 ? "" : `, record ${data.record}`;
  return `${data.file}${line}${record}${data.field === "" ? "" : `, ${data.field}`}`;
}
