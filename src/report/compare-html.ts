import { CHANNEL_FACTS } from "../model/channel.ts";
import type {
  ChangeExample,
  ChangeGroup,
  ChangeKind,
  ComparedSide,
  Comparison,
} from "../model/comparison.ts";
import { CHANGE_WORDS, changeText, channelsText } from "./change-words.ts";
import { countText, grouped } from "./figures.ts";
import { type Markup, markup } from "./markup.ts";
import { pageHead } from "./page-head.ts";
import type { PageImage } from "./review-html.ts";

/** An example with its pages, where it is of print and they were drawn. */
export interface SeenExample extends ChangeExample {
  readonly pictures?: {
    readonly before: PageImage;
    readonly after: PageImage;
    /** Both over each other. */
    readonly overlay: PageImage;
  };
}

export interface SeenGroup extends Omit<ChangeGroup, "examples"> {
  readonly examples: readonly SeenExample[];
}

export interface ComparePage {
  readonly comparison: Comparison;
  readonly groups: readonly SeenGroup[];
  /** Groups at the end that are shown without pictures. */
  readonly unpictured: number;
}

// Nothing the page holds can make a reader's browser fetch or run anything.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

const OWN_STYLE = `body { max-width: 100rem; }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1.5rem; }
.sides > div, .three > figure { min-width: 0; }
.three { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem;
  margin-top: 0.75rem; }
.three figure { margin: 0; }
.three img { width: 100%; height: auto; border: 1px solid var(--line); background: #fff; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel);
  padding: 0.75rem; margin: 0.25rem 0; }
del { color: var(--bad); font-weight: 650; } ins { color: var(--good); font-weight: 650; }
article { border-top: 2px solid var(--line); margin-top: 2rem; }
h3 { margin-bottom: 0.25rem; }
@media (max-width: 60rem) { .sides, .three { grid-template-columns: minmax(0, 1fr); } }`;

/** The text of `compare.html`: what differs, on one self-contained page. */
export function compareHtml({ comparison, groups, unpictured }: ComparePage): string {
  const { before, after, documents, notes } = comparison;
  const title = `${before.name} compared with ${after.name}`;
  const page = markup`${pageHead(title, POLICY, OWN_STYLE)}<body>
<header>
<h1>${title}</h1>
<dl class="facts">
${factsOf("before", before)}${factsOf("after", after)}<dt>documents on both sides</dt>
<dd>${grouped(documents.both)}</dd>
<dt>of which differ</dt><dd>${grouped(documents.changed)}</dd>
<dt>only before, only after</dt>
<dd>${grouped(documents.onlyBefore)}, ${grouped(documents.onlyAfter)}</dd>
<dt>moves that are reported</dt><dd>those over ${comparison.tolerancePt} pt</dd>
</dl>
${notes.map((note) => markup`<p>${note}</p>\n`)}</header>
<main>
${tableHtml(comparison, groups)}
${groups.map(groupHtml)}${closing(unpictured)}</main>
</body>
</html>
`;
  return page.html;
}

function factsOf(which: string, { name, layout, layoutSha256, program }: ComparedSide): Markup {
  const by = program === undefined ? "" : `, Nightpress ${program}`;
  const hash = layoutSha256.slice(0, 16);
  return markup`<dt>${which}</dt><dd>${name}: layout ${layout} ${hash}${by}</dd>\n`;
}

function closing(unpictured: number): Markup {
  if (unpictured === 0) return markup``;
  const last = `The last ${countText(unpictured, "group")} have no pictures.`;
  return markup`<p class="muted">${last}</p>\n`;
}

function tableHtml({ ungrouped, notFound }: Comparison, groups: readonly SeenGroup[]): Markup {
  const more =
    ungrouped === 0 ? markup`` : markup`<p>${countText(ungrouped, "change")} in no group.</p>\n`;
  const lost = notFound.map((id) => markup`<li>${id}</li>\n`);
  const missing =
    lost.length === 0 ? markup`` : markup`<p>Approved, but not found:</p>\n<ul>\n${lost}</ul>\n`;
  if (groups.length === 0)
    return markup`<p class="verdict good"><strong>Nothing differs.</strong></p>\n${missing}`;
  return markup`<section aria-labelledby="groups">
<h2 id="groups">${countText(groups.length, "group")} of equal changes</h2>
<div class="scroll" tabindex="0" role="region" aria-label="List of groups"><table>
<thead><tr><th scope="col" class="number">documents</th><th scope="col">what</th>
<th scope="col">channels</th><th scope="col">state</th></tr></thead>
<tbody>
${groups.map(rowHtml)}</tbody></table></div>
${more}${missing}</section>`;
}

function rowHtml(group: SeenGroup): Markup {
  const { id, kind, documents, channels, isApproved } = group;
  return markup`<tr><td class="number">${grouped(documents)}</td>
<th scope="row"><a href="#g-${id}">${CHANGE_WORDS[kind]}</a>: ${changeText(group)}</th>
<td>${channelsText(channels)}</td><td>${isApproved === true ? "approved" : "open"}</td></tr>\n`;
}

function groupHtml(group: SeenGroup): Markup {
  const { id, kind, documents, channels, places, isApproved, examples } = group;
  const where = markup`<dt>where</dt><dd>${places.join(", ")}</dd>`;
  return markup`<article aria-labelledby="g-${id}">
<h2 id="g-${id}">${CHANGE_WORDS[kind]}: ${changeText(group)}</h2>
<dl class="facts">
<dt>documents</dt><dd>${grouped(documents)} (${channelsText(channels)})</dd>
${places.length === 0 ? markup`` : where}
<dt>id</dt><dd><code>${id}</code>${isApproved === true ? ", approved" : ""}</dd>
</dl>
${wordingHtml(group)}${examples.map((one) => exampleHtml(one, kind))}</article>
`;
}

/** What the layouts say, with names for values. */
function wordingHtml({ kind, before, after }: SeenGroup): Markup {
  if (kind === "layout" || kind === "looks") return markup``;
  return sidesHtml("Before", "After", before, after);
}

/** Changes of what a document says; of others the heading says all that there is to say. */
const OF_WORDS: ReadonlySet<ChangeKind> = new Set([
  "gone",
  "new",
  "reworded",
  "moved-text",
  "value",
]);

function exampleHtml(example: SeenExample, kind: ChangeKind): Markup {
  const { document, channel, before, after, pictures } = example;
  const of = `${CHANNEL_FACTS[channel].one} of ${document}`;
  const texts = OF_WORDS.has(kind) ? sidesHtml("It said", "It says", before, after) : markup``;
  const drawn = pictures && [
    figureHtml(pictures.before, "before", of),
    figureHtml(pictures.after, "after", of),
    figureHtml(pictures.overlay, "both: red was there, cyan is new", of),
  ];
  return markup`<h3>${document}, ${CHANNEL_FACTS[channel].one}</h3>
${texts}${drawn === undefined ? markup`` : markup`<div class="three">\n${drawn}</div>\n`}`;
}

function figureHtml(image: PageImage, what: string, of: string): Markup {
  const { widthPx, heightPx, png } = image;
  const data = Buffer.from(png).toString("base64");
  return markup`<figure><img src="data:image/png;base64,${data}" width="${widthPx}"
 height="${heightPx}" alt="${what}, ${of}">
<figcaption class="muted">${what}</figcaption></figure>\n`;
}

function sidesHtml(was: string, is: string, before: string, after: string): Markup {
  const { head, removed, added, tail } = wordDifference(before, after);
  const gone = removed === "" ? markup`` : markup`<del>${removed}</del>`;
  const come = added === "" ? markup`` : markup`<ins>${added}</ins>`;
  return markup`<div class="sides">
<div><p class="muted">${was}</p><p class="text">${head}${gone}${tail}</p></div>
<div><p class="muted">${is}</p><p class="text">${head}${come}${tail}</p></div>
</div>
`;
}

/** What two texts begin and end with alike, in whole words, and what is between. */
function wordDifference(before: string, after: string) {
  const a = before.split(/(?<=\s)/);
  const b = after.split(/(?<=\s)/);
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let end = 0;
  const most = Math.min(a.length, b.length) - start;
  while (end < most && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return {
    head: a.slice(0, start).join(""),
    removed: a.slice(start, a.length - end).join(""),
    added: b.slice(start, b.length - end).join(""),
    tail: a.slice(a.length - end).join(""),
  };
}
