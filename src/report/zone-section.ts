import type { RunReport } from "../model/run-report.ts";
import { dataTable } from "./data-table.ts";
import { grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";

/** Which messages the printed documents show, and why others do not; empty without zones. */
export function zoneSection({ zones = [] }: Pick<RunReport, "zones">): Markup {
  if (zones.length === 0) return markup``;
  return markup`<section>
<h2>Messages</h2>
${dataTable({
  caption: "Messages of zones, and blocks shown where there is room, in documents as composed.",
  columns: [
    { head: "Block of the layout" },
    { head: "Shown", isNumber: true },
    { head: "Left out: its zone has enough", isNumber: true },
    { head: "Left out: no room", isNumber: true },
  ],
  rows: zones.map(({ id, shown, most, noRoom }) => [
    markup`<code>${id}</code>`,
    grouped(shown),
    grouped(most),
    grouped(noRoom),
  ]),
})}</section>
`;
}
