/** Colours of the page. Text, muted and tones appear on `paper` and on `panel`. */
export interface Theme {
  readonly paper: string;
  readonly panel: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly bar: string;
  readonly good: string;
  readonly warning: string;
  readonly bad: string;
}

export const lightTheme: Theme = {
  paper: "#ffffff",
  panel: "#f4f6f8",
  line: "#c9d1d9",
  text: "#14191f",
  muted: "#4d5761",
  bar: "#3567a8",
  good: "#13663a",
  warning: "#8a4b00",
  bad: "#a61b1b",
};

export const darkTheme: Theme = {
  paper: "#12161b",
  panel: "#1b2129",
  line: "#3a444f",
  text: "#e8ecf0",
  muted: "#aab4be",
  bar: "#78a9e6",
  good: "#6fd39a",
  warning: "#f2b45c",
  bad: "#ff9a92",
};

/** The page's style sheet: light or dark like the reader's system, and light on paper. */
export function pageStyle(): string {
  return `:root { color-scheme: light dark; ${variables(lightTheme)} }
@media (prefers-color-scheme: dark) { :root { ${variables(darkTheme)} } }
${RULES}
@media print {
  :root { color-scheme: light; ${variables(lightTheme)} }
  body { font-size: 9.5pt; padding: 0; max-width: none; }
  .scroll { overflow: visible; }
  section, tr, .chart, .verdict { break-inside: avoid; }
  section:has(tr:nth-child(12)) { break-inside: auto; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
}`;
}

function variables(theme: Theme): string {
  return Object.entries(theme)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");
}

const RULES = `* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 1.5rem; max-width: 66rem;
  background: var(--paper); color: var(--text);
  font: 1rem/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
h1 { font-size: 1.5rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 0.5rem; }
p { margin: 0.25rem 0 0.75rem; }
.muted, caption { color: var(--muted); }
.tag {
  display: inline-block; border: 2px solid currentColor; border-radius: 0.25rem;
  padding: 0 0.5rem; font-size: 0.85rem; font-weight: 700; vertical-align: middle;
}
.verdict {
  margin: 1rem 0; padding: 1rem 1.25rem; background: var(--panel);
  border: 1px solid var(--line); border-left: 0.6rem solid currentColor; border-radius: 0.4rem;
}
.verdict strong { display: block; font-size: 2rem; line-height: 1.2; }
.verdict span { color: var(--text); }
.good { color: var(--good); }
.warning { color: var(--warning); }
.bad { color: var(--bad); }
.figures { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 0; }
.figures div {
  flex: 1 1 8rem; background: var(--panel); border: 1px solid var(--line);
  border-radius: 0.4rem; padding: 0.5rem 0.75rem;
}
.figures dt { color: var(--muted); font-size: 0.85rem; }
.figures dd { margin: 0; font-size: 1.4rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding: 0.25rem 0; }
th, td { text-align: left; padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); }
th { font-weight: 600; }
tbody th { font-weight: 500; overflow-wrap: anywhere; }
th, td { vertical-align: top; }
.number { text-align: right; white-space: nowrap; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 0.9em; }
.chart { display: block; width: 100%; max-width: 45rem; height: auto; margin: 0.5rem 0; }
.chart text { fill: var(--text); font-size: 13px; }
.chart .label { fill: var(--muted); text-anchor: end; }
.chart rect { fill: var(--bar); print-color-adjust: exact; -webkit-print-color-adjust: exact; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.5rem; }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }`;
