import type { Host } from "../base/host.ts";
import type { FurnitureKind } from "../model/furniture.ts";
import type { SpoolExpectation, VerifiedPaper, VerifySetup } from "../model/verification.ts";
import type { BreachList } from "./file/breach-list.ts";
import type { ComposedFacts } from "./file/composed-facts.ts";
import { ControlCheck, type FoundTotals } from "./control-check.ts";
import { FurnitureCheck, type FurnitureTotals } from "./furniture-check.ts";
import type { SideName } from "./marks/mark-texts.ts";
import { type SheetLayout, sheetAt } from "./sheet-rule.ts";
import type { SideMarks } from "./side-marks.ts";
import { TicketCheck } from "./ticket-check.ts";

interface OwnSide {
  /** 1-based, in the PDF file. */
  readonly page: number;
  readonly marks: SideMarks;
  readonly isPrinted: boolean;
  readonly isComposed: boolean;
  readonly tray: string | undefined;
}

/** A side of a sheet as found. */
export type FoundSide = OwnSide &
  (
    | {
        readonly kind: "piece";
        readonly position: number;
        /** Over the piece's sheets, see `SheetLayout`. */
        readonly side: number;
        readonly layout: SheetLayout;
        readonly facts: ComposedFacts | undefined;
        /** What the side calls itself. */
        readonly name: SideName | undefined;
      }
    | { readonly kind: FurnitureKind; readonly number: number }
    | { readonly kind: "unknown" }
  );

/** Checks sheets, after all their sides are read, against control file, ticket and each other. */
export class SheetCheck {
  /** Sheets of furniture. */
  furniture = 0;
  #sheet = 0;
  readonly #setup: VerifySetup;
  readonly #expected: SpoolExpectation;
  readonly #breaches: BreachList;
  readonly #control: ControlCheck;
  readonly #ticket: TicketCheck;
  readonly #furniture: FurnitureCheck;
  readonly #namesTrays: boolean;

  constructor(host: Host, setup: VerifySetup, expected: SpoolExpectation, breaches: BreachList) {
    this.#setup = setup;
    this.#expected = expected;
    this.#breaches = breaches;
    this.#control = new ControlCheck(host, setup, expected, breaches);
    this.#ticket = new TicketCheck(host, setup, expected, breaches);
    this.#furniture = new FurnitureCheck(setup, expected, breaches);
    const trays = new Set([...setup.papers, setup.furniturePaper].map(({ tray }) => tray));
    this.#namesTrays = trays.size > 1;
  }

  /** A whole sheet, front first. `nextPiece` is the number of the piece after it. */
  sheet(sides: readonly FoundSide[], nextPiece: number): void {
    this.#sheet += 1;
    const [front] = sides;
    if (front === undefined) return;
    this.#unmixed(sides);
    const piece = sides.find((side) => side.kind === "piece");
    if (piece !== undefined) this.#piece(piece, sides);
    else if ("number" in front) this.#furnitureSheet(front, sides, nextPiece);
    const paper = this.#paperOf(piece ?? front);
    for (const { tray, page } of sides) {
      if (tray === (this.#namesTrays ? paper?.tray : undefined) || front.kind === "unknown")
        continue;
      const message = "The page names a different tray from the one its paper is in.";
      this.#breaches.add("verify.tray", message, { page, sheet: this.#sheet });
    }
  }

  finish(found: FoundTotals, furniture: FurnitureTotals, sha256: string): void {
    this.#furniture.finish(furniture);
    this.#control.finish(found, sha256);
    this.#ticket.finish({ ...found, sha256 });
  }

  close(): void {
    this.#control.close();
    this.#ticket.close();
  }

  #piece(found: FoundSide & { kind: "piece" }, sides: readonly FoundSide[]): void {
    const { position, side, layout, facts, name } = found;
    const sheetIndex = sheetAt(side);
    const [front] = sides;
    const paper = this.#paperOf(found);
    if (front === undefined || paper === undefined) return;
    this.#control.sheet({
      sheet: this.#sheet,
      firstPage: front.page,
      composedPages: sides.filter(({ isComposed }) => isComposed).length,
      piece: name?.piece ?? this.#expected.pieceNumbers[position] ?? 0,
      sheetOfPiece: name?.sheet ?? sheetIndex + 1,
      sheetsOfPiece: name?.sheets ?? layout.sheets,
      postalCode: facts?.postalCode,
      imb: front.marks.imb ?? "",
      matrix: front.marks.matrix ?? "",
      paper,
      isSeed: facts?.isSeed,
      isPulled: this.#expected.pulled[position] === 1,
      generation: name?.generation ?? this.#expected.generations[position] ?? 0,
    });
    const printed = layout.printsBack[sheetIndex] === true ? "both" : "front";
    this.#ticket.sheet({ paper, sides: printed, kind: "pieces" });
  }

  #furnitureSheet(
    front: FoundSide & { kind: FurnitureKind },
    sides: readonly FoundSide[],
    nextPiece: number,
  ): void {
    this.furniture += 1;
    const { kind, number, page, marks } = front;
    const printed = sides.filter(({ isPrinted }) => isPrinted).length;
    this.#control.furniture(kind, this.#sheet, page, printed);
    const paper = this.#setup.furniturePaper;
    this.#ticket.sheet({ paper, sides: printed === 2 ? "both" : "front", kind: "furniture" });
    const hasMarks = sides.some((side) => (side.marks.matrix ?? side.marks.imb) !== undefined);
    const { texts, matrix } = marks;
    const sheet = this.#sheet;
    this.#furniture.sheet({ kind, number, page, sheet, texts, matrix, hasMarks }, nextPiece);
    const wanted = kind === "cover" ? printed : this.#setup.furnitureSides;
    if (printed === wanted) return;
    const message = `The ${kind} sheet has ${printed} printed sides instead of ${wanted}.`;
    this.#breaches.add("verify.furniture", message, { page, sheet });
  }

  #paperOf(side: FoundSide): VerifiedPaper | undefined {
    if (side.kind !== "piece") return this.#setup.furniturePaper;
    return this.#setup.papers[side.layout.papers[sheetAt(side.side)] ?? -1];
  }

  /** A sheet belongs entirely to one piece, or to furniture. */
  #unmixed(sides: readonly FoundSide[]): void {
    const [front, back] = sides;
    if (front === undefined || back === undefined) return;
    const names = [front, back].map((side) => (side.kind === "piece" ? side.position : -1));
    if (names[0] === names[1] || front.kind === "unknown" || back.kind === "unknown") return;
    const piece = this.#expected.pieceNumbers[Math.max(...names)] ?? 0;
    const message = "The front and back of the sheet belong to different pieces.";
    const place = { page: front.page, sheet: this.#sheet, piece };
    this.#breaches.add("verify.sheet-mixed", message, place);
  }
}
