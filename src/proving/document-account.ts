import { tableOf } from "../base/keys-of.ts";
import { type Ordinal, type PieceNumber, asPieceNumber } from "../base/units.ts";
import type { BreachCode } from "../base/breach-code.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { PieceRow } from "../ledger/ledger-view.ts";
import { type Channel, CHANNELS } from "../model/channel.ts";
import type { Breach } from "../model/verification.ts";
import { Bitmap } from "./bitmap.ts";
import { BreachList } from "./breach-list.ts";

/** What the ledger has in one spool or batch. */
export interface ExpectedDocuments {
  readonly file: string;
  readonly channel: Channel;
  readonly ordinals: Uint32Array;
  /** For a spool only. */
  readonly pieceNumbers?: Uint32Array;
}

interface FoundDocuments {
  readonly ordinals: Uint32Array;
  readonly pieceNumbers: Uint32Array;
}

/** At most this many documents found outside their output in the ledger are remembered. */
const STRAYS_MAX = 100_000;

/**
 * Checks all spools and batches together against the ledger: each document is in exactly one output
 * of its channel, and each piece number occurs once. Takes two bits per document and channel, two
 * per piece. Outputs must be given in order, so that the breaches do not depend on the timing of
 * workers.
 */
export class DocumentAccount {
  readonly breaches = new BreachList();
  readonly #ledger: Ledger;
  readonly #files: ReadonlyMap<string, string>;
  readonly #documents: Readonly<Record<Channel, Tally>>;
  readonly #pieces: Tally;
  /** By channel and ordinal: the file, if it differs from the ledger's. */
  readonly #strays = new Map<string, string>();

  /** `documents` is past the last ordinal, `pieces` the number of the last piece. */
  constructor(ledger: Ledger, documents: number, pieces: number) {
    this.#ledger = ledger;
    this.#files = filesByPlace(ledger);
    this.#documents = tableOf(CHANNELS, () => new Tally(documents));
    this.#pieces = new Tally(pieces + 1);
  }

  /** Documents that were found, by ordinal. */
  found(channel: Channel): Bitmap {
    return this.#documents[channel].found;
  }

  /**
   * An output that could not be read: its breach says so, and its documents get none of their own.
   */
  excuse(expected: ExpectedDocuments): void {
    const found = { ordinals: expected.ordinals, pieceNumbers: expected.pieceNumbers ?? NONE };
    this.#expect(expected);
    for (const ordinal of found.ordinals) this.#documents[expected.channel].find(ordinal);
    for (const number of found.pieceNumbers) this.#pieces.find(number);
  }

  take(expected: ExpectedDocuments, found: FoundDocuments): void {
    const { file, channel } = expected;
    this.#expect(expected);
    this.#noteStrays(expected, found.ordinals);
    const numbers = found.pieceNumbers;
    for (let at = 0; at < found.ordinals.length; at += 1) {
      const document = found.ordinals[at] as number;
      const number = numbers[at];
      const piece = number === undefined ? undefined : asPieceNumber(number);
      const times = this.#documents[channel].find(document);
      if (times === "unknown") this.breaches.add(unknown(file, channel, document, piece));
      if (times === "again") this.breaches.add(this.#doubled(file, channel, document, piece));
      // A duplicate document has been named already, and so has its piece.
      if (piece !== undefined && this.#pieces.find(piece) !== "once" && times === "once")
        this.breaches.add(wrongNumber(file, document, piece));
    }
  }

  /** Names what is in no output, once all outputs were given. */
  close(): void {
    for (const channel of CHANNELS)
      for (const document of this.#documents[channel].missing())
        this.breaches.addLazily(() => this.#missing(channel, document));
    for (const [place, file] of this.#strays) this.#stray(place, file);
    for (const number of this.#pieces.missing()) this.#numberMissing(number);
  }

  #expect({ file, channel, ordinals, pieceNumbers = NONE }: ExpectedDocuments): void {
    for (const document of ordinals)
      if (this.#documents[channel].expect(document) !== "once")
        this.breaches.add(placedTwice(file, channel, document));
    for (const number of pieceNumbers)
      if (this.#pieces.expect(number) !== "once")
        this.breaches.add(wrongNumber("ledger.db", undefined, asPieceNumber(number)));
  }

  #noteStrays({ file, channel, ordinals }: ExpectedDocuments, found: Uint32Array): void {
    if (ordinals.length === found.length && ordinals.every((one, at) => one === found[at])) return;
    const own = new Set(ordinals);
    for (const document of found)
      if (!own.has(document) && this.#strays.size < STRAYS_MAX)
        this.#strays.set(`${channel} ${document}`, file);
  }

  #doubled(file: string, channel: Channel, document: Ordinal, piece?: PieceNumber): Breach {
    const stray = this.#strays.get(`${channel} ${document}`);
    const home = this.#homeOf(channel, document);
    const other = [stray, home].find((one) => one !== undefined && one !== file);
    const where = other === undefined ? "in this output twice" : `in this output and in ${other}`;
    const message = `${nameOf(document, piece)} is ${where} and would be sent twice.`;
    return breach("verify.doubled", message, file, document, piece);
  }

  #missing(channel: Channel, document: Ordinal): Breach {
    const row = this.#row(channel, document);
    const piece = row === undefined || row.pieceNumber < 0 ? undefined : row.pieceNumber;
    const what = channel === "print" ? "spool" : "batch";
    const message = `${nameOf(document, piece)} is in no ${what}; the ledger has it in this one.`;
    const file = this.#homeOf(channel, document) ?? "ledger.db";
    return breach("verify.missing", message, file, document, piece);
  }

  /** A document that is in an output other than the ledger's, and in no other. */
  #stray(place: string, file: string): void {
    const [channel, ordinal] = place.split(" ") as [Channel, string];
    const document = Number(ordinal);
    const tally = this.#documents[channel];
    if (document >= tally.found.size || tally.isDoubled(document)) return;
    const home = tally.expected.has(document) ? this.#homeOf(channel, document) : undefined;
    const message =
      home === undefined
        ? `${nameOf(document)} is there, but the ledger has it nowhere.`
        : `${nameOf(document)} is there, but the ledger has it in ${home}.`;
    this.breaches.add(breach("verify.misplaced", message, file, document));
  }

  #numberMissing(number: number): void {
    const [row] = this.#ledger.piecesOfNumber(number);
    // A piece whose document is missing was named with it.
    if (row !== undefined && !this.#documents.print.found.has(row.ordinal)) return;
    const message = `Piece number ${number} is in no spool, although its document is.`;
    const piece = asPieceNumber(number);
    this.breaches.add(breach("verify.missing", message, "ledger.db", row?.ordinal, piece));
  }

  #homeOf(channel: Channel, document: Ordinal): string | undefined {
    const row = this.#row(channel, document);
    return row && this.#files.get(`${channel} ${Math.max(row.spool, row.batch)}`);
  }

  #row(channel: Channel, document: Ordinal): PieceRow | undefined {
    return this.#ledger.piecesOfOrdinal(document).find((row) => row.channel === channel);
  }
}

const NONE = new Uint32Array();

/** What must be found, what was found, and what was found more than once. */
class Tally {
  readonly expected: Bitmap;
  readonly found: Bitmap;
  readonly #doubled = new Set<number>();

  constructor(size: number) {
    this.expected = new Bitmap(size);
    this.found = new Bitmap(size);
  }

  expect(index: number): "once" | "again" | "unknown" {
    if (index >= this.expected.size) return "unknown";
    return this.expected.set(index) ? "again" : "once";
  }

  find(index: number): "once" | "again" | "unknown" {
    if (index >= this.found.size) return "unknown";
    if (!this.found.set(index)) return "once";
    this.#doubled.add(index);
    return "again";
  }

  isDoubled(index: number): boolean {
    return this.#doubled.has(index);
  }

  missing(): Generator<number> {
    return this.expected.without(this.found);
  }
}

function filesByPlace(ledger: Ledger): Map<string, string> {
  return new Map([
    ...ledger.spools().map(({ index, name }) => [`print ${index}`, `print/${name}`] as const),
    ...ledger
      .batches()
      .map(({ channel, index, name }) => [`${channel} ${index}`, `${channel}/${name}`] as const),
  ]);
}

function nameOf(document: Ordinal, piece?: PieceNumber): string {
  return piece === undefined ? `Document ${document}` : `Piece ${piece}, document ${document},`;
}

function unknown(file: string, channel: Channel, document: Ordinal, piece?: PieceNumber): Breach {
  const message = `${nameOf(document, piece)} is there, but no unit of the input has that ordinal.`;
  return breach("verify.misplaced", `${message} (${channel})`, file, document, piece);
}

function placedTwice(file: string, channel: Channel, document: Ordinal): Breach {
  const message = `The ledger has document ${document} more than once on paper or in a batch.`;
  return breach("verify.doubled", `${message} (${channel})`, file, document);
}

function wrongNumber(file: string, document: Ordinal | undefined, piece: PieceNumber): Breach {
  const message = `Piece number ${piece} is on two pieces, or past the last one.`;
  return breach("verify.doubled", message, file, document, piece);
}

function breach(
  code: BreachCode,
  message: string,
  file: string,
  document?: Ordinal,
  piece?: PieceNumber,
): Breach {
  return {
    code,
    message,
    file,
    ...(piece !== undefined && { piece }),
    ...(document !== undefined && { document }),
  };
}
