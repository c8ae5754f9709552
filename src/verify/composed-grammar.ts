import { CLOSING, COMPONENT, NUMBER, OPENING, SHOW, TEXT_STRING } from "./content-grammar.ts";

const FILL =
  `(?:${COMPONENT} g|${COMPONENT} ${COMPONENT} ${COMPONENT} rg|` +
  `${COMPONENT} ${COMPONENT} ${COMPONENT} ${COMPONENT} k|/C\\d{1,3} cs ${COMPONENT} scn)\n`;
const FONT = `/F\\d{1,3} [1-9]\\d{0,5} Tf\n`;
const ROLE = "(?:P|H[1-6]|TH|TD|Lbl|LBody|Figure|Sect)";
const MARK =
  `(?:/${ROLE}<</MCID \\d{1,6}(?:/NPsum \\d{1,6})?>>BDC\n|` +
  "/Artifact(?:<</NPsum \\d{1,6}>>BDC| BMC)\n)";
const TOKEN = "/NPdoc<</O \\d{1,10}/I \\d{1,10}/N \\d{1,10}>>DP\n";
const ART = "/Artifact BMC\n/A\\d{1,3} Do\nEMC\n";
const RECT = `${NUMBER} ${NUMBER} ${NUMBER} ${NUMBER} re\n`;
const RECTS = `/Artifact BMC\n(?:${FILL}(?:${RECT})+f\n)+EMC\n`;
/** An image, or a static form in its own size. */
const DRAWN =
  `q (?:${NUMBER} 0 0 ${NUMBER} ${NUMBER} ${NUMBER} cm /I\\d{1,4}|` +
  `1 0 0 1 ${NUMBER} ${NUMBER} cm /S\\d{1,4}) Do Q\n`;
const PLACED = `(?:${MARK}${DRAWN}EMC\n|${DRAWN})`;
const SHOWN =
  `${NUMBER} ${NUMBER} Td` + `(?:${SHOW}|/Span<</ActualText${TEXT_STRING}>>BDC\n${SHOW}EMC\n)`;
const RUN = `(?:${FONT})?(?:${FILL})?${SHOWN}`;
const MARKED = `${MARK}(?:${RUN})+EMC\n`;
/** No run goes before a font and a colour. */
const FIRST_MARKED = `${MARK}${FONT}${FILL}${SHOWN}(?:${RUN})*EMC\n`;

/** What follows each other in a composed page, and whether it may be missing or be there often. */
const SECTIONS: readonly (readonly [word: string, often: "once" | "maybe" | "any"])[] = [
  [literally(OPENING), "once"],
  [TOKEN, "once"],
  [ART, "maybe"],
  [RECTS, "maybe"],
  [PLACED, "any"],
];
const TEXT = `BT\n${FIRST_MARKED}(?:${MARKED})*ET\n`;
const COUNTS = { once: "", maybe: "?", any: "*" } as const;

const PAGE = new RegExp(
  `^${SECTIONS.map(([word, often]) => `(?:${word})${COUNTS[often]}`).join("")}` +
    `(?:${TEXT})?${CLOSING}$`,
);

/** The words one by one, in their order, for finding the one that is missing. */
const STEPS = [
  ...SECTIONS,
  ["BT\n", "maybe"],
  [FIRST_MARKED, "maybe"],
  [MARKED, "any"],
  ["ET\n", "maybe"],
] as const;

/**
 * Where the content of a composed page leaves the grammar that pages are written in; undefined
 * where it keeps to it. The page is its token, the art of its master, its rectangles, its images
 * and static forms, and one text object of marked runs, under one matrix; nothing else is a word.
 */
export function composedFaultAt(content: Buffer): number | undefined {
  const text = content.toString("latin1");
  return PAGE.test(text) ? undefined : brokenAt(text);
}

/** Behind the last whole word: what is wrong begins there. */
function brokenAt(text: string): number {
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

function literally(words: string): string {
  return words.replaceAll(".", "\\.");
}
