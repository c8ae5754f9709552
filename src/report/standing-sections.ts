import type { DecisionReport, RunReport, RunStanding } from "../model/run-report.ts";
import type { RunState } from "../model/run-state.ts";
import { dataTable } from "./data-table.ts";
import { grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { reprintText } from "./reprint-text.ts";

const SECONDS_END = 19;

const STATE_TEXTS: Readonly<Record<RunState, string>> = {
  failed: "failed verification: its output is not as composed, and none of it may go out",
  composing: "is being composed",
  "held-for-approval": "waits for its counts to be approved",
  assembling: "is being assembled",
  "held-for-release": "waits to be released, as a whole or in part",
  released: "is released; not all of it is proven mailed yet",
  mailed: "is mailed, according to the evidence entered",
  "nothing-to-mail": "has nothing to mail: all that was made is pulled or spoiled, or nothing was",
  closed: "is closed",
  abandoned: "was abandoned",
};

/** What a test is said to be instead, whatever was rehearsed with it. */
const TEST_TEXTS: Partial<typeof STATE_TEXTS> = {
  "held-for-release": "is a test that waits to be looked at; none of it is ever mailed",
  released: "is a test: it can be looked at, and none of it is ever mailed",
  mailed: "is a test with which mailing was rehearsed; none of it was mailed",
};

/**
 * Where the run stands, what is in which state, and who decided what. Shows no key and no value.
 */
export function standingSections({ standing, mode }: RunReport): Markup {
  if (standing === undefined) return markup``;
  const own = mode === "test" ? TEST_TEXTS[standing.state] : undefined;
  return markup`<section>
<h2>State and decisions</h2>
<p>The run ${own ?? STATE_TEXTS[standing.state]}.</p>
${reprintLine(standing)}${stateTable(standing)}${decisionTable(standing)}</section>
`;
}

function reprintLine({ reprints }: RunStanding): Markup {
  return reprints ? markup`<p>Reprinted: ${reprintText(reprints)}.</p>\n` : markup``;
}

function stateTable({ states, stateBalance }: RunStanding): Markup {
  if (states.length === 0) return markup``;
  const broken = stateBalance.filter(({ ok }) => !ok).length;
  const sums =
    broken === 0
      ? `All ${stateBalance.length} sums of states agree.`
      : `${broken} SUMS OF STATES DO NOT AGREE.`;
  return dataTable({
    caption: `States by spool and batch. ${sums}`,
    columns: [
      { head: "Spool or batch" },
      { head: "State" },
      ...["Pieces", "Sheets", "Pages"].map((head) => ({ head, isNumber: true })),
    ],
    rows: states.map((count) => [
      count.output,
      count.state,
      ...[count.pieces, count.sheets, count.pages].map(grouped),
    ]),
  });
}

function decisionTable({ decisions, auditRoot }: RunStanding): Markup {
  if (decisions.length === 0) return markup`<p>No decisions were entered.</p>\n`;
  const table = dataTable({
    caption: "Decisions from the audit log.",
    columns: [
      { head: "No.", isNumber: true },
      { head: "When (UTC)" },
      { head: "Who" },
      { head: "What" },
      { head: "About" },
      { head: "Why" },
    ],
    rows: decisions.map(decisionRow),
  });
  return markup`${table}<p class="muted">Audit root <code>${auditRoot.hash}</code></p>
`;
}

function decisionRow({ seq, atIso, by, action, about, reason }: DecisionReport): string[] {
  const when = atIso.slice(0, SECONDS_END).replace("T", " ");
  return [String(seq), when, by, action, about === "" ? "the run" : about, reason];
}
