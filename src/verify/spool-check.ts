import type { FurnitureKind } from "../model/furniture.ts";
import { agrees } from "./content/actual-text.ts";
import type { ArtRule } from "./art-rule.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import type { ComposedCheck, PieceMarks } from "./composed-check.ts";
import { wrongCodeAt } from "./content/composed-codes.ts";
import { composedFaultAt, composedForm } from "./content/composed-grammar.ts";
import { disagreesAt } from "./content/composed-text.ts";
import { type DocumentToken, documentToken } from "./content/document-token.ts";
import type { ExpectedPages } from "./expected-pages.ts";
import { readFurnitureMatrix, readSideName } from "./marks/mark-texts.ts";
import type { FurniturePlaces } from "./furniture-places.ts";
import { drawnNames } from "./content/drawn-names.ts";
import { contentFault } from "./file/object-forms.ts";
import type { PageEntry, PageTree } from "./file/page-tree.ts";
import type { PdfObjects, PdfStream } from "./file/pdf-objects.ts";
import type { PieceFinder } from "./piece-finder.ts";
import type { PlaceCheck } from "./place-check.ts";
import type { FoundSide, SheetCheck } from "./sheet-check.ts";
import { isFront, sheetAt } from "./sheet-rule.ts";
import { printable } from "./resources/value-forms.ts";
import type { ShownTextCheck } from "./shown-text-check.ts";
import type { ShownCodes } from "./content/shown-codes.ts";
import type { FontDecoders } from "./content/shown-text.ts";
import type { SideCheck } from "./side-check.ts";
import { NO_MARKS, readSideMarks, type SideMarks } from "./side-marks.ts";

/** What reads a spool's pages, and what each is checked against. */
export interface SpoolParts {
  readonly objects: PdfObjects;
  readonly tree: PageTree;
  readonly pages: ExpectedPages;
  readonly art: ArtRule;
  /** What the resources of pages list, by the object that pages name. */
  readonly resources: ReadonlyMap<number, string>;
  readonly decoders: FontDecoders;
  readonly shownCodes: ShownCodes;
  readonly finder: PieceFinder;
  readonly composed: ComposedCheck;
  readonly shown: ShownTextCheck;
  readonly places: PlaceCheck;
  readonly sides: SideCheck;
  readonly furniture: FurniturePlaces;
  readonly sheets: SheetCheck;
  readonly breaches: BreachList;
  readonly pieceNumbers: Uint32Array;
  /** Digits of an IMb before its serial, and digits of its serial. */
  readonly imbPrefixDigits: number;
  readonly imbSerialDigits: number;
}

/** The contents of a page. */
interface PageContents {
  readonly token: DocumentToken | undefined;
  /** Position of the token's document in the spool; -1 if it has none. */
  readonly position: number;
  readonly marks: SideMarks;
  readonly isPrinted: boolean;
}

const NOTHING: PageContents = { token: undefined, position: -1, marks: NO_MARKS, isPrinted: false };

/** Reads a spool page by page, and identifies each page before it is checked. */
export class SpoolCheck {
  readonly #parts: SpoolParts;
  #sides: FoundSide[] = [];

  constructor(parts: SpoolParts) {
    this.#parts = parts;
  }

  /** All pages in their order. */
  run(): void {
    const { tree, pages, composed } = this.#parts;
    for (let index = 0; index < tree.count; index += 1) {
      const side = this.#page(index);
      if (index % pages.sides === 0) this.#sides = [];
      this.#sides.push(side);
      if (this.#sides.length === pages.sides) this.#sheet(index);
    }
    composed.close();
    if (tree.count % pages.sides !== 0) {
      this.#parts.breaches.add("verify.page-missing", "The last sheet has no back.", {
        page: tree.count,
      });
    }
  }

  #sheet(index: number): void {
    const { places, pages, pieceNumbers, sheets } = this.#parts;
    const unit = pages.unitAt(places.placeAt(index));
    const isBeforePiece = pages.kind(unit) === "break";
    const next = isBeforePiece ? pages.value(unit + 1) : 0;
    sheets.sheet(this.#sides, pieceNumbers[next] ?? 0);
  }

  #page(index: number): FoundSide {
    const { tree, pages, places, breaches } = this.#parts;
    const place = { page: index + 1, sheet: Math.floor(index / pages.sides) + 1 };
    const entry = tree.page(index);
    const expected = places.placeAt(index);
    const contents = entry === undefined ? NOTHING : this.#contents(entry, expected, place);
    const { token, marks, isPrinted } = contents;
    const own = { page: index + 1, marks, isPrinted, isComposed: token !== undefined };
    const ownSide = { ...own, tray: entry?.tray };
    const found = this.#identified(contents, expected);
    if (typeof found === "string") {
      places.page(index, found, place);
      if (found === "unnamed" && !this.#mayBeUnnamed(expected, isPrinted))
        breaches.add("verify.page-unnamed", "The page does not identify itself.", place);
      return this.#unnamedSide(ownSide, expected, found, place);
    }
    const unit = pages.unitAt(found);
    const where = this.#placeOf(unit, place);
    places.page(index, found, where);
    if (found % pages.sides !== index % pages.sides) {
      const message = "The page is on the wrong side of its sheet, before or after its place.";
      breaches.add("verify.wrong-side", message, where);
    }
    const kind = pages.kind(unit);
    if (kind === "piece") return this.#pieceSide(ownSide, unit, found, where);
    this.#parts.sides.specimen(marks, where);
    return this.#furnitureSide(ownSide, kind, unit, where);
  }

  #furnitureSide(own: OwnSide, kind: FurnitureKind, unit: number, place: BreachPlace): FoundSide {
    const { pages, furniture, breaches } = this.#parts;
    const isFront = (own.page - 1) % pages.sides === 0;
    const faults = own.isPrinted ? furniture.faults(kind, own.marks.overlay, isFront) : [];
    for (const fault of faults) breaches.add("verify.mark-place", fault, place);
    return { ...own, kind, number: pages.value(unit) };
  }

  #contents({ contentIds, resourcesId }: PageEntry, expected: number, place: Place): PageContents {
    const { objects, breaches } = this.#parts;
    let token: DocumentToken | undefined;
    let marks: SideMarks | undefined;
    let position = -1;
    let drawn = "";
    for (const id of contentIds) {
      const wasUsed = objects.isUsed(id);
      const stream = objects.stream(id, true, place.page);
      if (wasUsed)
        breaches.add("verify.page-shares", "The page shares its contents with another.", place);
      if (stream === undefined) continue;
      const found = documentToken(stream.content);
      const fault = contentFault(stream.entries, typeof found === "object");
      if (fault !== undefined)
        breaches.add("verify.page-form", `The dictionary of the page's contents ${fault}.`, place);
      if (found === "none" && marks === undefined && token === undefined)
        marks = this.#marks(stream, place);
      else if (typeof found === "object" && token === undefined) {
        token = found;
        const text = stream.content.toString("latin1");
        drawn = drawnNames(text);
        position = this.#composed(found, stream, text, marks ?? NO_MARKS, expected, place);
        const { art, composed, shown } = this.#parts;
        shown.page(composed.facts, stream.content, text, drawn);
        const fault = art.fault(found, drawn, text, composed.facts?.isLarge);
        if (fault !== undefined) breaches.add("verify.page-master", fault, place);
      } else if (found === "wrong") {
        const message =
          "A composed page does not name its document exactly once, at its beginning.";
        breaches.add("verify.page-token", message, place);
      } else
        breaches.add(
          "verify.page-contents",
          "The page has more content streams than pages have.",
          place,
        );
    }
    this.#resources(resourcesId, drawn, expected, place);
    return { token, position, marks: marks ?? NO_MARKS, isPrinted: contentIds.length > 0 };
  }

  /** A page's resources list exactly what it draws: overlays and furniture draw nothing. */
  #resources(id: number, drawn: string, expected: number, place: Place): void {
    const { resources, pages, breaches } = this.#parts;
    const listed = resources.get(id);
    if (listed === drawn) return;
    const message =
      listed === undefined
        ? `The page names object ${id} as its resources, but that is not a resource of pages.`
        : `The page's resources list ${namedIn(listed)}, but it draws ${namedIn(drawn)}.`;
    const where = this.#placeOf(pages.unitAt(expected), place);
    breaches.add("verify.page-resources", message, where);
  }

  #marks({ content }: PdfStream, place: Place): SideMarks {
    const { breaches, decoders } = this.#parts;
    const marks = readSideMarks(content, decoders);
    const { faultAt, texts } = marks.overlay;
    if (faultAt !== undefined) {
      const message =
        `At byte ${faultAt} of what lies beside the composed page, it is not of the form ` +
        "that this is written in.";
      breaches.add("verify.overlay-form", message, place);
    }
    for (const { text, glyphs, font, strings } of texts) {
      for (const codes of strings) decoders.get(font)?.use(codes, 0, codes.length);
      if (text === glyphs || agrees(text, glyphs)) continue;
      const message = "The glyphs of a line beside the composed page are not those of its text.";
      breaches.add("verify.actual-text", message, place);
    }
    return marks;
  }

  #composed(
    token: DocumentToken,
    stream: PdfStream,
    text: string,
    marks: SideMarks,
    expected: number,
    place: Place,
  ): number {
    const { page } = place;
    const { pages, finder, composed } = this.#parts;
    const unit = pages.unitAt(expected);
    this.#composedForm(stream.content, text, this.#placeOf(unit, place));
    const near = pages.kind(unit) === "piece" ? pages.value(unit) : 0;
    const position = finder.ofDocument(token.ordinal, near);
    composed.begin(token, position, page);
    const isFirst = token.page === 1;
    const firstMarks = isFirst ? this.#marksOf(marks, position) : undefined;
    composed.page(token, stream, text, page, firstMarks);
    return position;
  }

  #composedForm(content: Buffer, text: string, place: BreachPlace): void {
    const { breaches, decoders, shownCodes } = this.#parts;
    const form = composedForm(text);
    shownCodes.note(content, form === "paired");
    if (form === undefined) {
      const faultAt = composedFaultAt(text) ?? 0;
      const message = `At byte ${faultAt} of the composed page, it is not of such pages' form.`;
      breaches.add("verify.content-form", message, place);
      return;
    }
    const wrong = wrongCodeAt(text);
    if (wrong !== undefined) {
      const message = `At byte ${wrong} of the composed page, a barcode has modules of another.`;
      breaches.add("verify.barcode", message, place);
    }
    const mute = form === "any" ? disagreesAt(content, decoders) : undefined;
    if (mute === undefined) return;
    const message = `At byte ${mute} of the composed page, glyphs are not those of their text.`;
    breaches.add("verify.actual-text", message, place);
  }

  /** What the marks on a piece's first side say about it. */
  #marksOf(marks: SideMarks, position: number): PieceMarks {
    const { pages, sides, pieceNumbers } = this.#parts;
    const { imb = "" } = marks;
    const expectedSheets = position < 0 ? 0 : pages.layoutOf(position).sheets;
    const name = sides.nameIn(marks, position, expectedSheets, 0);
    const piece = name?.piece ?? pieceNumbers[position] ?? 0;
    const { imbPrefixDigits: start, imbSerialDigits: digits } = this.#parts;
    const serial = imb.length >= start + digits ? Number(imb.slice(start, start + digits)) : -1;
    return { piece, generation: name?.generation ?? 0, sheets: name?.sheets ?? 0, serial };
  }

  /** Which page of the spool it is: identified by its document, otherwise by its marks. */
  #identified(
    { token, position, marks }: PageContents,
    expected: number,
  ): number | "foreign" | "unnamed" {
    const { pages, finder } = this.#parts;
    if (token !== undefined) {
      const side = position < 0 ? undefined : pages.layoutOf(position).sides[token.page - 1];
      return side === undefined ? "foreign" : pages.pageOfSide(position, side);
    }
    const expectedKind = pages.kind(pages.unitAt(expected));
    if (expectedKind === "cover" && marks.matrix === undefined) return "unnamed";
    const name = readSideName(marks.texts.at(-1) ?? "");
    if (name !== undefined) {
      const unit = pages.unitAt(expected);
      const near = expectedKind === "piece" ? pages.value(unit) : 0;
      const found = finder.ofPiece(name.piece, near);
      const isSide = found >= 0 && name.sheet >= 1 && name.sheet <= pages.layoutOf(found).sheets;
      if (!isSide) return "foreign";
      return pages.pageOfSide(found, name.sheet * 2 - (name.isFront ? 2 : 1));
    }
    const furniture = marks.matrix === undefined ? undefined : readFurnitureMatrix(marks.matrix);
    const near = pages.unitAt(expected);
    const unit = furniture && pages.unitOfFurniture(furniture.kind, furniture.number, near);
    return unit === undefined || unit < 0 ? "unnamed" : pages.firstPage(unit);
  }

  #placeOf(unit: number, place: Place): BreachPlace {
    const { pages, pieceNumbers } = this.#parts;
    if (pages.kind(unit) !== "piece") return place;
    const position = pages.value(unit);
    return { ...place, piece: pieceNumbers[position] ?? 0, document: this.#ordinal(position) };
  }

  #ordinal(position: number): number {
    return this.#parts.finder.documentAt(position);
  }

  #pieceSide(own: OwnSide, unit: number, found: number, where: BreachPlace): FoundSide {
    const { pages, sides, composed, breaches } = this.#parts;
    const position = pages.value(unit);
    const layout = pages.layoutOf(position);
    const side = pages.sideAt(unit, found);
    const facts = composed.facts;
    const name = sides.check(own.marks, position, layout.sheets, side, facts, where);
    if (!own.isComposed && (layout.pages[side] ?? -1) >= 0)
      breaches.add("verify.page-empty", "The page has marks, but no composed page.", where);
    if ((layout.pages[side] ?? -1) < 0 && layout.printsBack[sheetAt(side)] !== true)
      breaches.add("verify.back-printed", "The side must be blank, but is printed.", where);
    return { ...own, kind: "piece", position, side, layout, facts, name };
  }

  /** A side that does not identify itself is taken for the expected one. */
  #unnamedSide(
    own: OwnSide,
    expected: number,
    identity: "foreign" | "unnamed",
    place: Place,
  ): FoundSide {
    const { pages, composed, sides } = this.#parts;
    if (own.isPrinted) sides.specimen(own.marks, place);
    if (identity === "foreign") return { ...own, kind: "unknown" };
    const unit = pages.unitAt(expected);
    const kind = pages.kind(unit);
    if (kind !== "piece") return this.#furnitureSide(own, kind, unit, place);
    const position = pages.value(unit);
    const layout = pages.layoutOf(position);
    const side = pages.sideAt(unit, expected);
    const { facts } = composed;
    return { ...own, kind, position, side, layout, facts, name: undefined };
  }

  /** Covers, backs of furniture, and backs of sheets that are printed on one side. */
  #mayBeUnnamed(expected: number, isPrinted: boolean): boolean {
    const { pages } = this.#parts;
    const unit = pages.unitAt(expected);
    const kind = pages.kind(unit);
    if (kind === "cover") return true;
    const side = pages.sideAt(unit, expected);
    if (kind !== "piece") return !isFront(side);
    const layout = pages.layoutOf(pages.value(unit));
    const isBlank = (layout.pages[side] ?? -1) < 0 && !layout.printsBack[sheetAt(side)];
    return isBlank && !isPrinted;
  }
}

function namedIn(names: string): string {
  return names === "" ? "nothing" : printable(names);
}

type Place = { readonly page: number; readonly sheet: number };
type OwnSide = Pick<FoundSide, "page" | "marks" | "isPrinted" | "isComposed" | "tray">;
