import type { RunReport } from "../model/run-report.ts";
import type { Verification } from "../model/verification.ts";
import { breachPlace } from "./breach-text.ts";
import { dataTable } from "./data-table.ts";
import { countText, grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { rasterText, sheetsText } from "./raster-text.ts";

/** What reading all output again proved, or that it was skipped; empty before assembly. */
export function verificationSection({ verification }: RunReport): Markup {
  if (verification === undefined) return markup``;
  const { found } = verification;
  return markup`<section>
<h2>Verification</h2>
${found === undefined ? skipped() : provenSection(found)}</section>
`;
}

function skipped(): Markup {
  return markup`<p><strong class="warning">! Not verified.</strong> The run was told to skip
verification. <code>nightpress verify</code> can do it at any time.</p>
`;
}

function provenSection(found: Verification): Markup {
  const { counts, spools, batches, notChecked, merkleRoot, leafCount, sums } = found;
  const facts: readonly (readonly [string, string])[] = [
    ["Spools read", `${grouped(spools)}, ${countText(counts.pages, "page")}`],
    ["Sheets", `${grouped(counts.sheets)}, ${grouped(counts.furnitureSheets)} of them furniture`],
    ["Pieces", grouped(counts.pieces)],
    ["Batches read", `${grouped(batches)}, ${countText(counts.messages, "message")}`],
    ...sums.map(({ field, printed }) => [`Sum of ${field} as printed`, printed] as const),
    ["Drawn and read", rasterText(found.raster)],
    ["Pieces and messages proven", grouped(leafCount)],
    ["Merkle root over them", merkleRoot],
    ...notChecked.map((what) => ["Not checked", what] as const),
  ];
  return markup`${verdictLine(found)}<dl class="facts">
${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
${sampleTable(found)}${breachTable(found)}${quarantineTable(found)}`;
}

function quarantineTable({ quarantined = [] }: Verification): Markup {
  if (quarantined.length === 0) return markup``;
  return dataTable({
    caption: "In quarantine: pulled by a decision for these reasons.",
    columns: [{ head: "Where" }, { head: "Code" }, { head: "What" }],
    rows: quarantined.map((breach) => [
      breachPlace(breach),
      markup`<code>${breach.code}</code>`,
      breach.message,
    ]),
  });
}

function verdictLine({ ok, breachCount }: Verification): Markup {
  const count = countText(breachCount, "breach", "breaches");
  if (!ok)
    return markup`<p><strong class="bad">✗ ${count}.</strong> Nothing named here may go out.</p>
`;
  return markup`<p><strong class="good">✓ Verified.</strong> Every page and message was read again
by an independent reader: each is whole, present once, and in its own piece.</p>
`;
}

/** Which sheets were drawn: a sample means little unless people know what was sampled. */
function sampleTable({ raster }: Verification): Markup {
  if (raster === undefined || raster.spools.length === 0) return markup``;
  return dataTable({
    caption: "Random sheets that were drawn by another program and read from pixels.",
    columns: [{ head: "Spool" }, { head: "Sheets" }],
    rows: raster.spools.map((spool) => [spool.file, sheetsText(spool)]),
  });
}

function breachTable({ breaches, breachCount }: Verification): Markup {
  if (breachCount === 0) return markup``;
  const more = breachCount - breaches.length;
  return dataTable({
    caption: more > 0 ? `The first breaches, and ${grouped(more)} more.` : "All breaches.",
    columns: [{ head: "Where" }, { head: "Code" }, { head: "What" }],
    rows: breaches.map((breach) => [
      breachPlace(breach),
      markup`<code>${breach.code}</code>`,
      breach.message,
    ]),
  });
}
