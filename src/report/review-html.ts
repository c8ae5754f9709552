import { createHash } from "node:crypto";
import { DEFECT_CLASSES, type Sample, type SampledItem } from "../model/sample.ts";
import { countText, grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { pageHead } from "./page-head.ts";
import { REVIEW_SCRIPT } from "./review-script.ts";

/** An item as people judge it. */
export interface ReviewedItem {
  readonly item: SampledItem;
  /** The record it was made of; empty if that cannot be read any more. */
  readonly fields: readonly (readonly [path: string, value: string])[];
  readonly pages: readonly PageImage[];
  /** Of an e-mail. */
  readonly subject?: string;
  readonly html?: string;
  readonly text?: string;
}

export interface PageImage {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly png: Uint8Array;
}

const OWN_STYLE = `body { max-width: 90rem; }
header { position: sticky; top: 0; z-index: 1; background: var(--paper); padding-bottom: 0.5rem; }
main { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 1.5rem; }
nav { max-height: 75vh; overflow-y: auto; }
nav ol { margin: 0; padding: 0; list-style: none; }
nav a { display: flex; justify-content: space-between; padding: 0.3rem 0.5rem; color: var(--text); }
nav a[aria-current] { background: var(--panel); font-weight: 650; }
section h2 { margin-top: 0; }
.item { display: grid; grid-template-columns: minmax(0, 1fr) 22rem; gap: 1.5rem; }
.item > * { min-width: 0; }
.pages img { display: block; width: 100%; height: auto; border: 1px solid var(--line);
  margin-bottom: 1rem; background: #fff; }
.pages iframe { width: 100%; height: 50rem; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); padding: 0.75rem; }
fieldset { border: 1px solid var(--line); margin: 0 0 1rem; padding: 0.5rem 0.75rem; }
fieldset label { display: inline-block; padding: 0.25rem 1rem 0.25rem 0; }
textarea { width: 100%; font: inherit; min-height: 5rem; }
button { font: inherit; padding: 0.4rem 1rem; }
.tools { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; align-items: center; }
dl.facts { grid-template-columns: minmax(0, 11rem) minmax(0, 1fr); font-size: 0.9rem; }
dl.facts dt { overflow-wrap: anywhere; } dl.facts dd { white-space: pre-line; }
@media (max-width: 70rem) { main, .item { grid-template-columns: minmax(0, 1fr); }
  nav { max-height: 12rem; } header { position: static; } }`;

/**
 * The text of `review.html`: a sample to be judged, one self-contained page that works without a
 * network. `sampleSha256` is of the sample's file, and goes into the verdicts.
 */
export function reviewHtml(
  sample: Sample,
  sampleSha256: string,
  items: readonly ReviewedItem[],
): string {
  const { plan, aql, level, severity, lotSize, number } = sample;
  const drawn = sample.items.filter(({ reason }) => reason === "drawn").length;
  const title = `Sample ${number}: ${countText(items.length, "item")} to judge`;
  const page = markup`${pageHead(title, policy(), OWN_STYLE)}<body data-sample="${sampleSha256}">
<header>
<h1>Sample ${number}</h1>
<p class="muted">${grouped(drawn)} drawn of ${grouped(lotSize)} and ${items.length - drawn} picked.
AQL ${aql}, level ${level}, ${severity} inspection: accepted with no critical defect, and up to
${plan.accept} drawn items with a major one and ${plan.accept} with a minor one.</p>
<div class="tools"><strong id="told" role="status">0 of ${items.length} judged</strong>
<button type="button" id="save">Save verdicts.json</button>
<label>Go on from a file <input type="file" id="open" accept="application/json"></label>
<label><input type="checkbox" id="keys" checked> Keys: J next, K previous, A accept, R reject,
1 critical, 2 major, 3 minor, N note, S save</label></div>
</header>
<main>
<nav aria-label="Items">
<ol>
${items.map(linkHtml)}</ol>
</nav>
<div>
${items.map((item, index) => itemHtml(item, index, items.length))}</div>
</main>
<script>${{ html: REVIEW_SCRIPT }}</script>
</body>
</html>
`;
  return page.html;
}

/** The page may run its own script and show what is in it; nothing it holds can do more. */
function policy(): string {
  const hash = createHash("sha256").update(REVIEW_SCRIPT).digest("base64");
  return (
    `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${hash}'; ` +
    "base-uri 'none'; form-action 'none'"
  );
}

function linkHtml({ item }: ReviewedItem): Markup {
  return markup`<li><a href="#leaf-${item.leaf}">${nameOf(item)} <span></span></a></li>\n`;
}

function nameOf({ channel, piece, document }: SampledItem): string {
  return channel === "print" ? `piece ${piece}` : `${channel} ${document}`;
}

function itemHtml(reviewed: ReviewedItem, index: number, count: number): Markup {
  const { item, fields } = reviewed;
  const facts: readonly (readonly [string, string])[] = [
    ["why", item.reason === "drawn" ? "drawn" : `picked ${item.reason}`],
    ["from", item.output],
    ["kind", item.stratum],
    ["leaf", `${item.leaf} ${item.sha256.slice(0, 16)}`],
  ];
  return markup`<section id="leaf-${item.leaf}" data-leaf="${item.leaf}"
 data-sha256="${item.sha256}" aria-labelledby="title-${item.leaf}" hidden>
<h2 id="title-${item.leaf}" tabindex="-1">${nameOf(item)}, ${index + 1} of ${count}</h2>
<div class="item">
<div class="pages">
${shownHtml(reviewed)}</div>
<div>
${verdictHtml(item)}
<h3>Item</h3>
<dl class="facts">
${facts.map(factHtml)}</dl>
<h3>Source fields</h3>
<dl class="facts">
${fields.map(factHtml)}</dl>
</div>
</div>
</section>
`;
}

function factHtml([name, value]: readonly [string, string]): Markup {
  return markup`<dt>${name}</dt><dd>${value}</dd>\n`;
}

function shownHtml({ item, pages, subject, html, text }: ReviewedItem): Markup {
  const name = nameOf(item);
  const images = pages.map(({ widthPx, heightPx, png }, index) => {
    const data = Buffer.from(png).toString("base64");
    const alt = `Page ${index + 1} of ${pages.length} of ${name}`;
    return markup`<img src="data:image/png;base64,${data}" width="${widthPx}" height="${heightPx}"
 alt="${alt}">\n`;
  });
  const parts: Markup[] = [...images];
  if (subject !== undefined) parts.push(markup`<p><strong>Subject:</strong> ${subject}</p>\n`);
  if (html !== undefined)
    parts.push(markup`<iframe sandbox title="The e-mail ${name}" srcdoc="${html}"></iframe>\n`);
  if (text !== undefined) parts.push(markup`<h3>Text</h3>\n<pre tabindex="0">${text}</pre>\n`);
  return markup`${parts}`;
}

function verdictHtml({ leaf }: SampledItem): Markup {
  const radio = (name: "verdict" | "defect", value: string): Markup =>
    markup`<label><input type="radio" name="${name}-${leaf}" data-name="${name}" value="${value}">
${value}</label>\n`;
  return markup`<fieldset>
<legend>Verdict</legend>
${["accept", "reject"].map((value) => radio("verdict", value))}</fieldset>
<fieldset class="defect">
<legend>Defect of a rejected item</legend>
${DEFECT_CLASSES.map((value) => radio("defect", value))}</fieldset>
<label for="note-${leaf}">Note</label>
<textarea id="note-${leaf}"></textarea>
`;
}
