import {
  CLOSING,
  COMPONENT,
  NUMBER,
  OPENING,
  PAIRED_LITERAL,
  SHOW,
  showOf,
  TEXT_STRING,
} from "./content-grammar.ts";

/** Alternatives begin differently or share their beginning, so that none is read twice. */
const FILL =
  `(?:${COMPONENT} (?:g|${COMPONENT} ${COMPONENT} (?:rg|${COMPONENT} k))|` +
  `/C\\d{1,3} cs ${COMPONENT} scn)\n`;
const FONT = `/F\\d{1,3} [1-9]\\d{0,5} Tf\n`;
const ROLE = "(?:T[DH]|L(?:Body|bl)|P|H[1-6]|Figure|Sect)";
const MARK =
  `/(?:${ROLE}<</MCID \\d{1,6}(?:/NPsum \\d{1,6})?>>BDC|` +
  "Artifact(?:<</NPsum \\d{1,6}>>BDC| BMC))\n";
const TOKEN = "/NPdoc<</O \\d{1,10}/I \\d{1,10}/N \\d{1,10}>>DP\n";
/** Turns a landscape page to the left, the top of it to the left edge of its sheet. */
const TURNED = "0 1 -1 0 ([1-9]\\d{0,6}) 0 cm\n";
const ART = "/Artifact BMC\n/A\\d{1,3} Do\nEMC\n";
const RECT = `${NUMBER} ${NUMBER} ${NUMBER} ${NUMBER} re\n`;
/** An image, or a static form in its own size. */
const DRAWN =
  `q (?:${NUMBER} 0 0 ${NUMBER} ${NUMBER} ${NUMBER} cm /I\\d{1,4}|` +
  `1 0 0 1 ${NUMBER} ${NUMBER} cm /S\\d{1,4}) Do Q\n`;
const LENGTH = "[1-9]\\d{0,6}";
const POINT = `${NUMBER} ${NUMBER} `;
/** One rectangle, or one line of straight and curved parts; no part is without a beginning. */
const OUTLINE = `${POINT}(?:${POINT}re\n|m\n(?:${POINT}(?:l|${POINT}${POINT}c)\n)+(?:h\n)?)`;
/** Rectangles, and panels with round corners. */
const RECTS = `/Artifact BMC\n(?:${FILL}(?:${OUTLINE})+f\n)+EMC\n`;
const STROKE =
  `(?:${COMPONENT} (?:G|${COMPONENT} ${COMPONENT} (?:RG|${COMPONENT} K))|` +
  `/C\\d{1,3} CS ${COMPONENT} SCN)\n` +
  `${LENGTH} w (?:1 J 1 j \\[\\]|0 J 1 j \\[${LENGTH} ${LENGTH}\\]) 0 d\n`;
/** Areas and lines of one item, such as a chart: their widths and dashes end with it. */
const DRAWING = `q\n(?:${FILL}(?:${OUTLINE})+f\n|${STROKE}(?:${OUTLINE})+S\n)+Q\n`;
const PATHS = `(?:${MARK}${DRAWING}EMC\n|${DRAWING})`;
const PLACED = `(?:${MARK}${DRAWN}EMC\n|${DRAWN})`;

/** What a code must be read as: its kind, a digest of that with its payload, one of its modules. */
const CODE_NAME = "/NPcode/([a-z0-9-]{2,18})\\.([0-9a-f]{32})\\.([0-9a-f]{16})";
const CODE_MARK = `/(?:Figure<</MCID \\d{1,6}|Artifact<<)${CODE_NAME}>>BDC\n`;
const WHITE = `1 g\n${RECT}f\n0 g\n`;
/** Black modules as a stencil mask, its rows in hex. */
const STENCIL =
  `q (${NUMBER}) 0 0 (${NUMBER}) (${NUMBER}) (${NUMBER}) cm ` +
  "BI/IM true/D\\[1 0\\]/W ([1-9]\\d{0,3})/H ([1-9]\\d{0,3})/F/AHx ID ([0-9a-f]{2,60000})>\nEI Q\n";
/** The cross in the middle of Swiss payment slips: white, black, and two white bars. */
const CROSS = `1 g\n${RECT}f\n0 g\n${RECT}f\n1 g\n${RECT}${RECT}f\n`;
/** Its groups: kind, both digests, width, height, left, bottom, columns, rows and modules. */
export const CODE = `${CODE_MARK}${WHITE}${STENCIL}(?:${CROSS})?EMC\n`;

/** The words of text that one of these words shows. */
interface TextWords {
  readonly first: string;
  readonly marked: string;
  readonly turned: string;
}

function textWords(shown: string): TextWords {
  const run = `(?:${FONT})?(?:${FILL})?${NUMBER} ${NUMBER} Td${shown}`;
  // No run comes before a font and a colour are set.
  const first = `${MARK}${FONT}${FILL}${NUMBER} ${NUMBER} Td${shown}(?:${run})*EMC\n`;
  const turn = "(?:0 (?:1 -1|-1 1) 0|-1 0 0 -1)";
  const up = `${FONT}${FILL}${turn} ${NUMBER} ${NUMBER} Tm\n${shown}`;
  return {
    first,
    marked: `${MARK}(?:${run})+EMC\n`,
    turned: `${MARK}BT\n(?:${up})+ET\nEMC\n`,
  };
}

/** The parts of a composed page in order, and whether each is optional or may repeat. */
const SECTIONS: readonly (readonly [word: string, often: "once" | "maybe" | "any"])[] = [
  [literally(OPENING), "once"],
  [TOKEN, "once"],
  [ungrouped(TURNED), "maybe"],
  [ART, "maybe"],
  [RECTS, "maybe"],
  [PLACED, "any"],
  [PATHS, "any"],
  [ungrouped(CODE), "any"],
];
const COUNTS = { once: "", maybe: "?", any: "*" } as const;

function pageOf({ first, marked, turned }: TextWords): RegExp {
  const sections = SECTIONS.map(([word, often]) => `(?:${word})${COUNTS[often]}`).join("");
  const text = `(?:BT\n${first}(?:${marked})*ET\n)?(?:${turned})*`;
  return new RegExp(`^${sections}${text}${CLOSING}$`);
}

const SPAN = `/Span<</ActualText${TEXT_STRING}>>BDC\n`;
const WORDS = textWords(`(?:${SHOW}|${SPAN}${SHOW}EMC\n)`);
const PAGE = pageOf(WORDS);
/** The form of nearly all pages, see `ComposedForm`. */
const PAIRED_PAGE = pageOf(textWords(showOf(PAIRED_LITERAL)));

/** The words one by one in order, to find the one that is missing. */
const STEPS = [
  ...SECTIONS,
  ["BT\n", "maybe"],
  [WORDS.first, "maybe"],
  [WORDS.marked, "any"],
  ["ET\n", "maybe"],
  [WORDS.turned, "any"],
] as const;

/**
 * How a page keeps to the grammar: "paired" pages have only strings of `PAIRED_LITERAL` and no
 * ActualText.
 */
export type ComposedForm = "any" | "paired";

/**
 * Reads a composed page by the grammar that pages are written in. The page is its token, the art of
 * its master, its rectangles, its images and static forms, its paths, its codes, one text object of
 * marked runs under one matrix, and others of runs that go up or down the page or are upside down;
 * nothing else is allowed but the turn of a landscape page, before all of it. Undefined if the page
 * breaks the grammar. `text` is its bytes, one character per byte.
 */
export function composedForm(text: string): ComposedForm | undefined {
  if (PAIRED_PAGE.test(text)) return "paired";
  return PAGE.test(text) ? "any" : undefined;
}

const TURN_AT = /^[^>]*>>DP\n/;
const TURN = new RegExp(TURNED, "y");

/** By how many hundredths of a point a page is moved after its turn; undefined if it has none. */
export function pageTurn(text: string): number | undefined {
  TURN.lastIndex = TURN_AT.exec(text)?.[0].length ?? 0;
  const [, moved] = TURN.exec(text) ?? [];
  return moved === undefined ? undefined : Number(moved);
}

/** Where a composed page breaks its grammar: after the last complete word. */
export function composedFaultAt(text: string): number | undefined {
  if (composedForm(text) !== undefined) return undefined;
  let at = 0;
  for (const [word, often] of STEPS) {
    const pattern = new RegExp(word, "y");
    for (let turn = 0; turn === 0 || often === "any"; turn += 1) {
      pattern.lastIndex = at;
      if (!pattern.test(text)) break;
      at = pattern.lastIndex;
    }
  }
  return at;
}

/** The same words, nothing kept of them: a page is only held against its form. */
function ungrouped(words: string): string {
  return words.replaceAll(/\\.|\((?!\?)/g, (found) => (found === "(" ? "(?:" : found));
}

function literally(words: string): string {
  return words.replaceAll(".", "\\.");
}
