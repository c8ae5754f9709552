import type {
  CoveredBranch,
  LanguageReading,
  ProofCoverage,
  ProvenCase,
} from "../model/proof-set.ts";
import { countText } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { pageHead } from "./page-head.ts";
import type { PageImage } from "./review-html.ts";

/** A case as people look at it, its channels side by side. */
export interface SeenCase {
  readonly proven: ProvenCase;
  /** The first and the last pages; those between are in the PDF file. */
  readonly pages: readonly (PageImage & { readonly page: number })[];
  readonly pageCount: number;
  readonly messages: readonly SeenMessage[];
  /** What would keep its pages from being printed. */
  readonly faults: readonly string[];
  /** Absent where values are not to be shown. */
  readonly parity: Parity | undefined;
}

export interface SeenMessage {
  /** What people call such a message. */
  readonly name: string;
  readonly subject: string | undefined;
  /** With its images as data. */
  readonly html: string | undefined;
  readonly text: string;
  /** What would keep it from being sent. */
  readonly faults: readonly string[];
}

/** Figures (amounts, dates, numbers) by the channels that show them. */
export interface Parity {
  readonly onAll: number;
  readonly rows: readonly { readonly figure: string; readonly on: readonly string[] }[];
  /** Rows that are left out. */
  readonly more: number;
}

export interface ProofPage {
  readonly title: string;
  /** What it is of: hash, program, day, seed. */
  readonly facts: readonly (readonly [string, string])[];
  readonly coverage: ProofCoverage;
  readonly reading: readonly LanguageReading[];
  readonly cases: readonly SeenCase[];
}

// Nothing the page holds can make a reader's browser fetch or run anything.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const OWN_STYLE = `body { max-width: 100rem; }
.sides { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr) minmax(0, 1fr);
  gap: 1.5rem; }
.sides > div { min-width: 0; }
.pages { display: flex; flex-wrap: wrap; gap: 0.75rem; }
.pages figure { margin: 0; flex: 1 1 17rem; max-width: 30rem; }
.pages img { width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
.sides iframe { width: 100%; height: 38rem; border: 1px solid var(--line); background: #fff; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); padding: 0.75rem; }
h3 { margin-bottom: 0.25rem; }
@media (max-width: 60rem) { .sides { grid-template-columns: minmax(0, 1fr); } }`;

/** The text of `proof.html`: what a layout makes of its cases, on one self-contained page. */
export function proofHtml({ title, facts, coverage, reading, cases }: ProofPage): string {
  const page = markup`${pageHead(title, POLICY, OWN_STYLE)}<body>
<header>
<h1>${title}</h1>
<dl class="facts">
${facts.map(([name, value]) => markup`<dt>${name}</dt><dd>${value}</dd>\n`)}</dl>
</header>
<main>
${coverageHtml(coverage)}
${readingHtml(reading)}
<section aria-labelledby="cases">
<h2 id="cases">${countText(cases.length, "case")}</h2>
<ol>
${cases.map(linkHtml)}</ol>
</section>
${cases.map(caseHtml)}</main>
</body>
</html>
`;
  return page.html;
}

function anchorOf({ name }: ProvenCase): string {
  return `case-${name}`;
}

function linkHtml({ proven }: SeenCase): Markup {
  return markup`<li><a href="#${anchorOf(proven)}">${proven.name}</a>: ${proven.why}</li>\n`;
}

function coverageHtml({ ways, covered, notReached, branches }: ProofCoverage): Markup {
  const items = notReached.map((one) => markup`<li>${one}</li>\n`);
  const open = markup`<p>No record was found for:</p>\n<ul>\n${items}</ul>\n`;
  return markup`<section aria-labelledby="coverage">
<h2 id="coverage">Conditions</h2>
<p>${covered} of ${ways} ways of the layout's conditions are shown by some case.</p>
${notReached.length === 0 ? markup`` : open}
<div class="scroll" tabindex="0" role="region" aria-label="Conditions and their cases"><table>
<thead><tr><th scope="col">condition</th><th scope="col">where</th>
<th scope="col">cases</th></tr></thead>
<tbody>
${branches.map(branchHtml)}</tbody>
</table></div>
</section>`;
}

function readingHtml(languages: readonly LanguageReading[]): Markup {
  return markup`<section aria-labelledby="reading">
<h2 id="reading">How easily its texts are read</h2>
<p>Reading ease is Flesch's, or that of its kind for the language: 100 is easy, 0 hard. Values count
as one word.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Reading ease by language"><table>
<thead><tr><th scope="col">language</th><th scope="col">reading ease</th>
<th scope="col">texts</th><th scope="col">words</th><th scope="col">words a sentence</th>
<th scope="col">longest sentence</th><th scope="col">hardest text</th></tr></thead>
<tbody>
${languages.map(languageHtml)}</tbody>
</table></div>
</section>`;
}

function languageHtml(language: LanguageReading): Markup {
  const { locale, ease, texts, words, wordsPerSentence, longestSentence, hardest } = language;
  const [first] = hardest;
  const told = first === undefined ? "" : `${first.source}: ${first.begins}`;
  return markup`<tr><th scope="row">${locale}</th><td>${ease ?? "no formula"}</td>
<td>${texts}</td><td>${words}</td><td>${wordsPerSentence}</td><td>${longestSentence}</td>
<td>${told}</td></tr>\n`;
}

function branchHtml({ kind, name, source, ways }: CoveredBranch): Markup {
  const told = ways.map(({ way, cases, count }) => {
    const more = count > cases.length ? ` and ${count - cases.length} more` : "";
    return `${way}: ${count === 0 ? "no record found" : cases.join(", ")}${more}`;
  });
  return markup`<tr><th scope="row">${kind} ${name}</th><td>${source}</td>
<td>${told.join("; ")}</td></tr>\n`;
}

function caseHtml(seen: SeenCase): Markup {
  const { proven, faults, messages } = seen;
  const { name, why, route } = proven;
  const id = anchorOf(proven);
  return markup`<section aria-labelledby="${id}">
<h2 id="${id}">${name}</h2>
<p>${why}${route === undefined ? "" : `. ${route}`}</p>
${faults.map(faultHtml)}
<div class="sides">
<div><h3>Print, ${countText(seen.pageCount, "page")}</h3>
${pagesHtml(seen)}</div>
${messages.map((message) => messageHtml(name, message))}</div>
${parityHtml(seen)}</section>
`;
}

function faultHtml(fault: string): Markup {
  return markup`<p class="bad">${fault}</p>\n`;
}

function messageHtml(of: string, { name, subject, html, text, faults }: SeenMessage): Markup {
  const shown =
    html === undefined
      ? markup``
      : markup`<p><strong>Subject:</strong> ${subject ?? ""}</p>
<iframe sandbox title="${name} of ${of}" srcdoc="${html}"></iframe>
<h4>Its text part</h4>
`;
  return markup`<div><h3>${name}</h3>
${faults.map(faultHtml)}${shown}<pre tabindex="0">${text}</pre></div>
`;
}

function pagesHtml({ pages, pageCount, proven }: SeenCase): Markup {
  const figures = pages.map(({ page, widthPx, heightPx, png }) => {
    const data = Buffer.from(png).toString("base64");
    return markup`<figure><img src="data:image/png;base64,${data}" width="${widthPx}"
 height="${heightPx}" alt="Page ${page} of ${pageCount} of ${proven.name}">
<figcaption class="muted">page ${page}</figcaption></figure>\n`;
  });
  return markup`<div class="pages">${figures}</div>`;
}

function parityHtml({ parity, proven }: SeenCase): Markup {
  if (parity === undefined) return markup``;
  const { onAll, rows, more } = parity;
  if (rows.length === 0)
    return markup`<p class="muted">All ${onAll} figures of the messages are in print.</p>`;
  const lines = rows.map(
    ({ figure, on }) => markup`<tr><th scope="row">${figure}</th><td>${on.join(", ")}</td></tr>\n`,
  );
  return markup`<div class="scroll" tabindex="0" role="region"
 aria-label="Figures of ${proven.name}"><table>
<caption>${countText(onAll, "figure")} on all channels. Not on all:</caption>
<thead><tr><th scope="col">figure</th><th scope="col">shown on</th></tr></thead>
<tbody>
${lines}</tbody></table></div>
${more > 0 ? markup`<p class="muted">${more} more</p>` : markup``}`;
}
