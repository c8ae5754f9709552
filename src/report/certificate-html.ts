import type { Certificate } from "../model/certificate.ts";
import { certificateSheet, type SheetRow, type SheetSection } from "./certificate-sheet.ts";
import { type Markup, markup } from "./markup.ts";
import { pageHead } from "./page-head.ts";

// Nothing the page holds can make a reader's browser fetch or run anything.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** On paper it is one sheet. */
const OWN_STYLE = `.verdict p { color: var(--text); margin: 0.5rem 0 0; }
h2 { margin-top: 1.25rem; }
dl.facts { margin: 0; grid-template-columns: 12rem 1fr; }
dl.facts code { font-size: 0.8rem; }
@media print { body { font-size: 8pt; } h1 { font-size: 14pt; }
  .verdict { padding: 0.5rem 1rem; } .verdict strong { font-size: 13pt; }
  h2 { font-size: 9.5pt; margin: 0.6rem 0 0.1rem; } dl.facts { gap: 0 1rem; }
  dl.facts code { font-size: 7pt; } }`;

/** The text of `reports/certificate.html`: what was proven of a run, for people, on one page. */
export function certificateHtml(certificate: Certificate): string {
  const { title, subject, isTest, verdict, claims, sections } = certificateSheet(certificate);
  const tag = isTest
    ? markup`<span class="tag warning">TEST, not mailable</span>`
    : markup`<span class="tag good">PRODUCTION</span>`;
  const sign = verdict.tone === "good" ? "✓" : "!";
  const page = markup`${pageHead(`${title}: ${subject}`, POLICY, OWN_STYLE)}<body>
<header>
<h1>${title} ${tag}</h1>
<p class="muted">${subject}</p>
</header>
<main>
<div class="verdict ${verdict.tone}">
<strong><span class="${verdict.tone}" aria-hidden="true">${sign}</span> ${verdict.title}</strong>
${claims.map((claim) => markup`<p>${claim}</p>\n`)}</div>
${sections.map(sectionHtml)}</main>
</body>
</html>
`;
  return page.html;
}

function sectionHtml({ title, rows }: SheetSection): Markup {
  return markup`<section>
<h2>${title}</h2>
<dl class="facts">
${rows.map(rowHtml)}</dl>
</section>
`;
}

function rowHtml({ label, text, isCode }: SheetRow): Markup {
  const value = isCode === true ? markup`<code>${text}</code>` : markup`${text}`;
  return markup`<dt>${label}</dt><dd>${value}</dd>\n`;
}
