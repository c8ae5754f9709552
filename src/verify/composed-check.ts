import { asPieceNumber, asSerial } from "../base/units.ts";
import type { BreachCode } from "../base/breach-code.ts";
import { hash } from "node:crypto";
import { RunningHash } from "../base/hash.ts";
import { HASH_BYTES, leafHash } from "../base/merkle.ts";
import { leafText } from "../model/proven-item.ts";
import type { SpoolExpectation } from "../model/verification.ts";
import type { BreachList, BreachPlace } from "./file/breach-list.ts";
import { type ComposedFacts, composedFacts } from "./file/composed-facts.ts";
import type { DocumentToken } from "./content/document-token.ts";
import type { MoneyCheck } from "./money-check.ts";
import type { ShownTextCheck } from "./shown-text-check.ts";
import type { PdfStream } from "./file/pdf-objects.ts";
import type { EntryFault, FragmentContent } from "./file/fragment-content.ts";
import { keyAt } from "./file/key-at.ts";

/** What the marks on a piece's first sheet say. */
export interface PieceMarks {
  readonly piece: number;
  readonly generation: number;
  readonly sheets: number;
  /** IMb serial, or -1. */
  readonly serial: number;
}

/** What documents are read for beside their bytes. */
export interface ContentChecks {
  readonly money: MoneyCheck;
  readonly shown: ShownTextCheck;
}

/** Consecutive composed pages of one document. */
interface OpenPiece {
  readonly ordinal: number;
  /** In the spool's list; -1 for a document that does not belong to this spool. */
  readonly position: number;
  readonly pages: number;
  readonly firstPage: number;
  pagesSeen: number;
  isInOrder: boolean;
  marks: PieceMarks | undefined;
}

const BROKEN: BreachCode = "verify.fragment-broken";
const NO_FACTS: Readonly<
  Record<Exclude<EntryFault, "no-fragment">, readonly [BreachCode, string]>
> = {
  "bad-fragment": [BROKEN, "Its fragment is damaged, or differs from the one in the ledger."],
  "no-entry": [
    "verify.not-composed",
    "The fragment in the ledger does not have the document exactly once.",
  ],
  "bad-entry": [BROKEN, "The fragment's data of the document differs from what was written."],
};

/**
 * Compares composed pages with their fragments, byte for byte and document by document, and records
 * each piece that was found.
 */
export class ComposedCheck {
  /** The facts composed for the open document; undefined if they are not known. */
  facts: ComposedFacts | undefined;
  pieces = 0;
  pages = 0;
  readonly ordinals: Uint32Array;
  readonly pieceNumbers: Uint32Array;
  /** Pieces that have nothing to be compared with. */
  uncompared = 0;
  readonly #expected: SpoolExpectation;
  readonly #fragments: FragmentContent;
  readonly #money: MoneyCheck;
  readonly #shown: ShownTextCheck;
  readonly #breaches: BreachList;
  readonly #hash = new RunningHash();
  readonly #output: string;
  readonly #leaves: Uint8Array;
  #content = Buffer.allocUnsafe(256 * 1024);
  #contentBytes = 0;
  /** The content in the fragment: a view that is valid until the next document is read. */
  #stored: Uint8Array | undefined;
  #open: OpenPiece | undefined;

  /** `piecesMax` is how many pieces can be found at most. */
  constructor(
    expected: SpoolExpectation,
    fragments: FragmentContent,
    { money, shown }: ContentChecks,
    breaches: BreachList,
    piecesMax: number,
  ) {
    this.#expected = expected;
    this.#fragments = fragments;
    this.#money = money;
    this.#shown = shown;
    this.#breaches = breaches;
    this.#output = expected.file.slice(expected.file.lastIndexOf("/") + 1);
    this.ordinals = new Uint32Array(piecesMax);
    this.pieceNumbers = new Uint32Array(piecesMax);
    this.#leaves = new Uint8Array(piecesMax * HASH_BYTES);
  }

  /** SHA-256 over all composed streams, after the last piece is closed. */
  composedSha256(): string {
    return this.#hash.hex();
  }

  leaves(): Uint8Array {
    return this.#leaves.subarray(0, this.pieces * HASH_BYTES);
  }

  /** Begins a document with its page, unless it is the one that is open. */
  begin(token: DocumentToken, position: number, page: number): void {
    const open = this.#open;
    if (open?.ordinal === token.ordinal && token.page !== 1) return;
    this.close();
    const { ordinal, pages } = token;
    const state = { pagesSeen: 0, isInOrder: true, marks: undefined };
    this.#open = { ordinal, position, pages, firstPage: page, ...state };
    this.#contentBytes = 0;
    this.#readFacts(ordinal, position, page);
  }

  /**
   * The stream of a page; `text` is its content, one character per byte. `marks` are those of the
   * piece's first sheet, on that sheet's first page only.
   */
  page(
    token: DocumentToken,
    { stored, content }: PdfStream,
    text: string,
    page: number,
    marks: PieceMarks | undefined,
  ): void {
    const open = this.#open;
    if (open === undefined) return;
    this.pages += 1;
    open.pagesSeen += 1;
    open.isInOrder &&= open.pagesSeen === token.page && open.pages === token.pages;
    open.marks ??= marks;
    this.#keep(stored);
    this.#compare(token, stored, open.position, page);
    this.#money.page(content, text, this.#place(token.ordinal, open.position, page));
  }

  /** Ends the open document. */
  close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const content = this.#content.subarray(0, this.#contentBytes);
    this.#hash.update(content);
    const place = this.#place(open.ordinal, open.position, open.firstPage);
    this.#money.endDocument(this.facts, place);
    this.#shown.endDocument(this.facts, place);
    if (!open.isInOrder || open.pagesSeen !== open.pages) this.#add(open, notWhole(open));
    if (this.pieces * HASH_BYTES >= this.#leaves.length) return;
    const { ordinal: document, marks } = open;
    const { piece = 0, generation = 0, serial = -1, sheets = 0 } = marks ?? {};
    const text = leafText({
      channel: "print",
      output: this.#output,
      document,
      piece: asPieceNumber(piece),
      generation,
      serial: asSerial(serial),
      sheets,
      pages: open.pagesSeen,
      contentSha256: hash("sha256", content),
    });
    this.#leaves.set(leafHash(text), this.pieces * HASH_BYTES);
    this.ordinals[this.pieces] = document;
    this.pieceNumbers[this.pieces] = piece;
    this.pieces += 1;
  }

  #keep(stored: Buffer): void {
    const needed = this.#contentBytes + stored.length;
    if (needed > this.#content.length) {
      const larger = Buffer.allocUnsafe(needed * 2);
      this.#content.copy(larger, 0, 0, this.#contentBytes);
      this.#content = larger;
    }
    stored.copy(this.#content, this.#contentBytes);
    this.#contentBytes = needed;
  }

  #readFacts(ordinal: number, position: number, page: number): void {
    this.facts = undefined;
    this.#stored = undefined;
    if (position < 0) return;
    const entry = this.#fragments.entry(position);
    if (entry === "no-fragment") {
      this.uncompared += 1;
      return;
    }
    if (typeof entry === "string") {
      this.#breaches.add(...NO_FACTS[entry], this.#place(ordinal, position, page));
      return;
    }
    const facts = composedFacts(entry.meta);
    const { piecePages, pieceSheets } = this.#expected;
    const isSame =
      facts?.ordinal === ordinal &&
      facts.pages === piecePages[position] &&
      facts.pages === entry.pages &&
      facts.pages === facts.pageEnds.length &&
      facts.sheets === pieceSheets[position] &&
      facts.sheets === entry.sheets &&
      (facts.pageEnds.at(-1) ?? 0) === entry.content.length;
    if (!isSame) {
      const message = "The fragment and the ledger differ in the document's pages or sheets.";
      this.#breaches.add("verify.not-composed", message, this.#place(ordinal, position, page));
      return;
    }
    if (facts.key !== keyAt(this.#expected, position)) {
      const message = "The ledger's key differs from the key the document was composed with.";
      this.#breaches.add("verify.key-changed", message, this.#place(ordinal, position, page));
    }
    this.facts = facts;
    this.#stored = entry.content;
  }

  #compare(token: DocumentToken, stored: Buffer, position: number, page: number): void {
    const { ordinal, page: number } = token;
    if (this.#stored === undefined || this.facts === undefined) return;
    const { pageEnds } = this.facts;
    const start = number === 1 ? 0 : (pageEnds[number - 2] ?? -1);
    const end = pageEnds[number - 1] ?? -1;
    if (start >= 0 && end >= start && isPart(stored, this.#stored, start, end)) return;
    const message = `Page ${number} of the document is not the one that was composed.`;
    this.#breaches.add("verify.content-changed", message, this.#place(ordinal, position, page));
  }

  #add({ ordinal, position, firstPage, marks }: OpenPiece, message: string): void {
    const marked = marks === undefined ? {} : { piece: marks.piece };
    const place = { ...marked, ...this.#place(ordinal, position, firstPage) };
    this.#breaches.add("verify.piece-not-whole", message, place);
  }

  #place(document: number, position: number, page: number): BreachPlace {
    const piece = this.#expected.pieceNumbers[position];
    return { page, ...(piece !== undefined && { piece }), document };
  }
}

function isPart(part: Buffer, of: Uint8Array, start: number, end: number): boolean {
  return end <= of.length && part.compare(of, start, end) === 0;
}

function notWhole({ pages, pagesSeen }: OpenPiece): string {
  if (pagesSeen === pages) return "The pages of the document are out of order.";
  return `Of the document's ${pages} pages, ${pagesSeen} are together here.`;
}
