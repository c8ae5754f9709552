import type { FurnitureKind } from "../model/furniture.ts";
import type { SpoolExpectation, VerifySetup } from "../model/verification.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import { furnitureMatrixText } from "./marks/mark-texts.ts";

/** A furniture sheet as it was found. */
export interface FoundFurniture {
  readonly kind: FurnitureKind;
  /** 1-based among its kind. */
  readonly number: number;
  readonly page: number;
  readonly sheet: number;
  readonly texts: readonly string[];
  /** The text of its Data Matrix, undefined if none can be read. */
  readonly matrix: string | undefined;
  readonly hasMarks: boolean;
}

/** What furniture must say about its spool, as counted. */
export interface FurnitureTotals {
  readonly pieces: number;
  readonly firstPiece: number;
  readonly lastPiece: number;
  /** Pieces only, without empty backs. */
  readonly mailSheets: number;
  readonly mailPages: number;
  /** The whole file. */
  readonly sheets: number;
  readonly pages: number;
  readonly composedSha256: string;
}

/** Enough of the audit log's root to find the entry. */
const ROOT_DIGITS = 16;

/** Where the papers are to be taken, after their names; names of envelopes are one word. */
const INTO = ", by hand|, envelope [a-z0-9-]+";
const OTHER_LINE = "has a line that no such sheet has";
const RANGES = "\\d+(?:-\\d+)?(?:,\\d+(?:-\\d+)?)*";
/** What the header and trailer of a reprint or re-image say about it, one line each. */
const AGAIN_FORMS: readonly RegExp[] = [
  /^Hand work: see the cover sheets$/,
  /^Cause: \d+ [a-z-]+(?:, \d+ [a-z-]+)*$/,
  /^(?:New IMb serials where not damaged|IMb serials as before)$/,
  /^Destroy (?:the printings that these replace|what these replace where it turns up)$/,
  /^of [-\w.]+$/,
  /^Sheets \d+ to \d+, jammed at \d+ to \d+$/,
  new RegExp(`^Pieces? ${RANGES}$`),
  new RegExp(`^Left out, pulled or void: ${RANGES}$`),
  /^Destroy sheets \d+ to \d+ of the spool above$/,
];

/** A cell of a work list, or a line of one. */
const COVER_FORM = new RegExp(
  `^(?:${[
    String.raw`REPRINT \d{3,}: work list, page \d+ of \d+`,
    String.raw`Spool (?:[A-Z]|\d+): [-\w.]+`,
    "Done|Piece|Printing|Sheets|Void|From sheet|ZIP|Cause|Inserts",
    String.raw`\[ {2}\]|\d+|R\d|first|(?:[A-Z]|\d+) \d+|[A-Z]{2}`,
    "damaged|missing|mailed-maybe|none",
  ].join("|")})$`,
);

/**
 * Checks furniture sheets for what they must say; header and trailer after everything is counted.
 */
export class FurnitureCheck {
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #breaches: BreachList;
  readonly #ends: FoundFurniture[] = [];

  constructor(setup: VerifySetup, expected: SpoolExpectation, breaches: BreachList) {
    this.#setup = setup;
    this.#expected = expected;
    this.#breaches = breaches;
  }

  /** `nextPiece` is the number of the piece behind a break sheet. */
  sheet(found: FoundFurniture, nextPiece: number): void {
    const { kind, number } = found;
    this.#matrix(found);
    const { breaks, setUpSheets } = this.#expected.furniture;
    if (kind === "header" || kind === "trailer") this.#ends.push(found);
    else if (kind === "cover") {
      if (found.texts.length === 0) this.#add(found, "is empty");
      if (!found.texts.every((text) => COVER_FORM.test(text))) this.#add(found, OTHER_LINE);
    } else if (kind === "break") {
      const texts = [`BREAK ${number} of ${breaks.length}`, `Next piece ${nextPiece}`];
      this.#saysAlone(found, [...texts, ...this.#noteTexts()], [/^Next ZIP \d{5}$/]);
    } else {
      const title = kind === "set-up" ? `SET-UP ${number} of ${setUpSheets}` : "TEST PATTERN";
      this.#saysAlone(found, [title, ...this.#noteTexts()], []);
    }
  }

  finish(totals: FurnitureTotals): void {
    for (const found of this.#ends)
      this.#saysAlone(found, this.#endTexts(found.kind, totals), this.#endForms(found.kind));
  }

  /** What sheets that are taken out of the stack say after their title. */
  #noteTexts(): string[] {
    const { jobName, cycle, mode } = this.#setup;
    const { stream, part, parts } = this.#expected;
    const what = mode === "test" ? "TEST - DO NOT MAIL" : "NOT A MAIL PIECE";
    return [what, stream, `Part ${part} of ${parts}`, `Job ${jobName}, cycle ${cycle}`];
  }

  /** Patterns for those lines of a header or trailer that the verifier is not told, each once. */
  #endForms(kind: FurnitureKind): RegExp[] {
    const { papers, stockName } = this.#setup;
    const { index, setAside, audit } = this.#expected;
    const names = [stockName, ...papers.map(({ stock }) => stock)].map(printable);
    const stock = `(?:${names.map((name) => name.replaceAll(/\W/g, String.raw`\$&`)).join("|")})`;
    const stocks = new RegExp(`^Stock ${stock}(?: \\+ ${stock})*(?:${INTO})?$`);
    const isTrailer = kind === "trailer";
    return [
      stocks,
      ...(isTrailer && setAside !== undefined
        ? [/^SHA-256 of the composed pages [0-9a-f]{64}$/]
        : []),
      ...(isTrailer && audit === undefined ? [/^Decisions \d+, audit root [0-9a-f]{16}$/] : []),
      ...(index < 0
        ? [isTrailer ? /^END OF RE(?:PRINT|-IMAGE) \d{3,}$/ : /^RE(?:PRINT|-IMAGE) \d{3,}$/]
        : []),
      ...(index < 0 ? AGAIN_FORMS : []),
    ];
  }

  #matrix(found: FoundFurniture): void {
    const { kind, number, page, sheet } = found;
    if (kind === "cover") {
      if (found.hasMarks) this.#add(found, "has a machine-readable mark, but must have none");
      return;
    }
    const { jobMark } = this.#setup;
    const wanted = furnitureMatrixText(jobMark, kind, this.#expected.spoolNumber, number);
    if (found.matrix === wanted) return;
    const message = `The Data Matrix of the ${kind} sheet is wrong.`;
    this.#breaches.add("verify.data-matrix", message, { page, sheet });
  }

  #endTexts(kind: FurnitureKind, totals: FurnitureTotals): string[] {
    const { jobName, cycle, asOf, mode, planHash } = this.#setup;
    const { file, stream, part, parts, index, audit } = this.#expected;
    const isHeader = kind === "header";
    const own = [
      isHeader ? "START OF SPOOL" : "END OF SPOOL",
      stream,
      `Part ${part} of ${parts}`,
      `Pieces ${totals.firstPiece} to ${totals.lastPiece}`,
    ];
    const trailer = [
      // One hash over all pages, so it proves none if some piece differs from what was composed.
      ...(this.#expected.setAside === undefined
        ? [`SHA-256 of the composed pages ${totals.composedSha256}`]
        : []),
      ...(audit === undefined
        ? []
        : [`Decisions ${audit.seq}, audit root ${audit.hash.slice(0, ROOT_DIGITS)}`]),
    ];
    return [
      ...(index < 0 ? [] : own),
      mode === "test" ? "TEST - DO NOT MAIL" : "PRODUCTION",
      `Job ${jobName}`,
      mailLine(totals),
      `With furniture and empty backs: ${totals.sheets} sheets, ${totals.pages} pages`,
      file.slice(file.lastIndexOf("/") + 1).replace(/\.pdf$/, ""),
      ...(isHeader ? [`SHA-256 of the layout plan ${planHash}`] : trailer),
      `Cycle ${cycle}, as of ${asOf}`,
    ];
  }

  /** The sheet has each of the texts once, at most one line of each pattern, and nothing else. */
  #saysAlone(found: FoundFurniture, texts: readonly string[], forms: readonly RegExp[]): void {
    const left = [...found.texts];
    for (const text of texts) {
      const at = left.indexOf(printable(text));
      if (at < 0) this.#add(found, `does not say "${printable(text)}"`);
      else left.splice(at, 1);
    }
    for (const form of forms) {
      const at = left.findIndex((line) => form.test(line));
      if (at >= 0) left.splice(at, 1);
    }
    if (left.length > 0) this.#add(found, OTHER_LINE);
  }

  #add({ kind, page, sheet }: FoundFurniture, what: string): void {
    const place: BreachPlace = { page, sheet };
    this.#breaches.add("verify.furniture", `The ${kind} sheet ${what}.`, place);
  }
}

/** Furniture is set in printable ASCII. */
function printable(text: string): string {
  return text.replaceAll(/[^ -~]/gu, "?");
}

function mailLine({ pieces, mailSheets, mailPages }: FurnitureTotals): string {
  const of = (noun: string, count: number): string =>
    count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
  return `Mail: ${of("piece", pieces)}, ${of("sheet", mailSheets)}, ${of("page", mailPages)}`;
}
