import { CHANNEL_FACTS, MESSAGE_CHANNELS } from "../model/channel.ts";
import type { RunReport } from "../model/run-report.ts";
import { grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { outputSections } from "./output-sections.ts";
import { pageHead } from "./page-head.ts";
import { balanceSection, warningSection } from "./proof-sections.ts";
import { rejectSection } from "./reject-section.ts";
import { zoneSection } from "./zone-section.ts";
import { standingSections } from "./standing-sections.ts";
import { environmentSection, timeSections } from "./time-sections.ts";
import { verificationSection } from "./verification-section.ts";
import { verdictOf } from "./verdict.ts";

// Nothing the page holds can make a reader's browser fetch or run anything.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/**
 * The text of `reports/run.html`: the run on one self-contained page, for screen and paper. Shows
 * keys, places and counts, never field values.
 */
export function runHtml(report: RunReport): string {
  const title = `${report.job} ${report.cycle}`;
  const page = markup`${pageHead(`${title}: ${verdictOf(report).title}`, POLICY)}<body>
<header>
<h1>${title} ${modeTag(report)}</h1>
<p class="muted">Run report. Statements as of ${report.asOf}, layout ${report.layout.name}.</p>
${parameterLine(report)}</header>
<main>
${verdictLine(report)}${mainFigures(report)}
${standingSections(report)}${verificationSection(report)}${balanceSection(report)}
${rejectSection(report)}${zoneSection(report)}
${warningSection(report)}${outputSections(report)}${timeSections(report)}
${environmentSection(report)}</main>
</body>
</html>
`;
  return page.html;
}

function modeTag({ mode }: RunReport): Markup {
  if (mode === "production") return markup`<span class="tag good">PRODUCTION</span>`;
  return markup`<span class="tag warning">TEST, not mailable</span>`;
}

/** What the command line gave the job, or its file; empty where it declares no parameter. */
function parameterLine({ parameters = {} }: RunReport): Markup {
  const values = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  if (values.length === 0) return markup``;
  return markup`<p class="muted">Parameters: ${values.join("; ")}.</p>
`;
}

function verdictLine(report: RunReport): Markup {
  const { tone, title, detail } = verdictOf(report);
  const sign = { good: "✓", warning: "!", bad: "✗" }[tone];
  return markup`<div class="verdict ${tone}" role="status">
<strong><span class="${tone}" aria-hidden="true">${sign}</span> ${title}</strong>
<span>${detail}</span>
</div>
`;
}

function mainFigures(report: RunReport): Markup {
  const { records } = report;
  const figures: readonly (readonly [string, number])[] = [
    ["Records read", records.read],
    ["Accepted", records.accepted],
    ["Rejected", records.rejected],
    ...(report.suppression ? [["Suppressed", report.suppression.records] as const] : []),
    ["Documents", report.documents],
    ["Pages", report.pages],
    ["Sheets", report.sheets],
    ["Pieces of mail", report.pieces],
    ...(report.inLargePrint === undefined
      ? []
      : [["In large print", report.inLargePrint] as const]),
    ...(report.seeds ? [["Seeds among them", report.seeds.pieces] as const] : []),
    ["Spools", report.spools],
    ...MESSAGE_CHANNELS.map((channel) => {
      const { many } = CHANNEL_FACTS[channel];
      return [`${many.charAt(0).toUpperCase()}${many.slice(1)}`, report.channels[channel]] as const;
    }),
    ...(report.textMessages
      ? ([
          ["In plain text", report.textMessages.text],
          ["For braille", report.textMessages.braille],
        ] as const)
      : []),
  ];
  const boxes = figures.map(
    ([name, count]) => markup`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>\n`,
  );
  return markup`<section aria-label="Counts">
<dl class="figures">
${boxes}</dl>
</section>
`;
}
