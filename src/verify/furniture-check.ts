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
  /** The text of its Data Matrix, undefined if there is none that can be read. */
  readonly matrix: string | undefined;
  readonly hasMarks: boolean;
}

/** What furniture must say of its spool, as it was counted. */
export interface FurnitureTotals {
  readonly pieces: number;
  readonly firstPiece: number;
  readonly lastPiece: number;
  /** Of pieces alone, empty backs not counted. */
  readonly mailSheets: number;
  readonly mailPages: number;
  /** Of the whole file. */
  readonly sheets: number;
  readonly pages: number;
  readonly composedSha256: string;
}

/** Enough of the audit log's root to be found by. */
const ROOT_DIGITS = 16;

/** Holds furniture sheets against what they must say, header and trailer once all is counted. */
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
    } else if (kind === "break") {
      this.#says(found, [`BREAK ${number} of ${breaks.length}`, `Next piece ${nextPiece}`]);
    } else if (kind === "set-up") this.#says(found, [`SET-UP ${number} of ${setUpSheets}`]);
    else this.#says(found, ["TEST PATTERN"]);
    if (this.#setup.mode === "test" && kind !== "cover") this.#says(found, ["TEST - DO NOT MAIL"]);
  }

  finish(totals: FurnitureTotals): void {
    for (const found of this.#ends) this.#says(found, this.#endTexts(found.kind, totals));
  }

  #matrix(found: FoundFurniture): void {
    const { kind, number, page, sheet } = found;
    if (kind === "cover") {
      if (found.hasMarks) this.#add(found, "has a mark for machines, and must have none");
      return;
    }
    const { jobMark } = this.#setup;
    const wanted = furnitureMatrixText(jobMark, kind, this.#expected.spoolNumber, number);
    if (found.matrix === wanted) return;
    const message = `The Data Matrix of the ${kind} sheet is not the one it must have.`;
    this.#breaches.add("verify.data-matrix", message, { page, sheet });
  }

  #endTexts(kind: FurnitureKind, totals: FurnitureTotals): string[] {
    const { jobName, cycle, mode, planHash } = this.#setup;
    const { file, stream, part, parts, index, audit } = this.#expected;
    const isHeader = kind === "header";
    const own = [
      isHeader ? "START OF SPOOL" : "END OF SPOOL",
      stream,
      `Part ${part} of ${parts}`,
      `Pieces ${totals.firstPiece} to ${totals.lastPiece}`,
    ];
    const trailer = [
      // One over all pages, so it holds of none if some piece is not what was composed.
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
      `Cycle ${cycle}, as of`,
    ];
  }

  /** Each of these must be a line of the sheet, or the beginning of one where it ends in `of`. */
  #says(found: FoundFurniture, texts: readonly string[]): void {
    for (const text of texts) {
      const line = printable(text);
      const isPart = line.endsWith(" of");
      const says = found.texts.some((one) => (isPart ? one.startsWith(line) : one === line));
      if (!says) this.#add(found, `does not say "${line}"`);
    }
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
