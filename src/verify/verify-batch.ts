import { NO_PIECE, NO_SERIAL } from "../base/units.ts";
import type { BreachCode } from "../base/breach-code.ts";
import { RunningHash, sha256 } from "../base/hash.ts";
import { type Host, isFaultOfFile } from "../base/host.ts";
import { HASH_BYTES, leafHash } from "../base/merkle.ts";
import { utf8Text } from "../base/utf8-text.ts";
import { leafText } from "../model/proven-item.ts";
import type { BatchExpectation, OutputVerdict, VerifySetup } from "../model/verification.ts";
import { AheadFile } from "./file/ahead-file.ts";
import { type BatchIndex, type IndexedMessage, readBatchIndex } from "./batch-index.ts";
import { BreachList } from "./file/breach-list.ts";
import { MESSAGE_FORMS, MESSAGE_RULES, MESSAGE_WORDS } from "./channel-rules.ts";
import type { MessageFault } from "./email-fault.ts";
import { NOTHING_COUNTED } from "./empty-verdict.ts";
import { FragmentContent } from "./file/fragment-content.ts";
import { keyAt } from "./file/key-at.ts";
import { RequiredTexts } from "./required-texts.ts";

/** A line of the index, and the document that it names. */
interface IndexLine {
  readonly line: number;
  readonly document: number;
}

const CHUNK_BYTES = 1024 * 1024;
const NO_FORMATS: NonNullable<VerifySetup["textFormats"]> = [];
const NO_INDEX: BatchIndex = { messages: [], totals: undefined, faults: [] };
const NO_POSITION = -1;

/**
 * Proves a batch of messages: that it has the bytes the ledger knows, that its index says for each
 * message where it is, that these are the ledger's messages, each once and in order, without gaps,
 * and that each has the bytes that were composed for its document. Any damage gives breaches;
 * nothing is thrown.
 */
export function verifyBatch(
  host: Host,
  setup: VerifySetup,
  expected: BatchExpectation,
): OutputVerdict {
  return new BatchReading(host, setup, expected).read();
}

class BatchReading {
  readonly #host: Host;
  readonly #setup: VerifySetup;
  readonly #expected: BatchExpectation;
  readonly #indexFile: string;
  readonly #breaches: BreachList;
  readonly #content: FragmentContent;
  readonly #texts: RequiredTexts;
  readonly #leaves: Uint8Array[] = [];
  readonly #ordinals: number[] = [];
  readonly #lostFragments = new Set<string>();
  /** Where the last message ended. */
  #end = 0;

  constructor(host: Host, setup: VerifySetup, expected: BatchExpectation) {
    this.#host = host;
    this.#setup = setup;
    this.#expected = expected;
    this.#indexFile = expected.file.replace(/\.[^./]*$/, ".csv");
    this.#breaches = new BreachList(expected.file);
    this.#texts = new RequiredTexts(setup, expected.channel);
    this.#content = new FragmentContent(host, setup.root, expected.channel, expected);
  }

  read(): OutputVerdict {
    const bytes = this.#readFile();
    this.#content.close();
    const leaves = new Uint8Array(this.#leaves.length * HASH_BYTES);
    this.#leaves.forEach((leaf, at) => leaves.set(leaf, at * HASH_BYTES));
    return {
      file: this.#expected.file,
      breaches: this.#breaches.found,
      breachCount: this.#breaches.count,
      counts: { ...NOTHING_COUNTED, messages: this.#ordinals.length, bytes },
      ordinals: Uint32Array.from(this.#ordinals),
      pieceNumbers: new Uint32Array(0),
      printedSums: [],
      leaves,
      notChecked: [...this.#lostFragments].map(
        (file) => `${file} is not there, so messages were not held against what was composed`,
      ),
    };
  }

  /** Reads batch and index; returns the batch's size. */
  #readFile(): number {
    const index = this.#readIndex();
    let batch: AheadFile | undefined;
    try {
      batch = new AheadFile(this.#host, `${this.#setup.root}/${this.#expected.file}`);
      const hash = hashOf(batch);
      this.#checkWhole(batch.sizeBytes, hash, index);
      this.#checkMessages(batch, index.messages);
      if (index.totals !== undefined && this.#end !== batch.sizeBytes)
        this.#add("verify.stray-bytes", "Bytes of the batch belong to no message.");
      return batch.sizeBytes;
    } catch (error) {
      if (!isFaultOfFile(error)) throw error;
      this.#add("verify.unreadable", "The batch cannot be read.");
      return batch?.sizeBytes ?? 0;
    } finally {
      batch?.close();
    }
  }

  #readIndex(): BatchIndex {
    try {
      const index = readBatchIndex(this.#host, `${this.#setup.root}/${this.#indexFile}`);
      for (const { line, message } of index.faults)
        this.#addLine("verify.index-row", message, line);
      return index;
    } catch (error) {
      if (!isFaultOfFile(error)) throw error;
      this.#addLine("verify.unreadable", "The index cannot be read.");
      return NO_INDEX;
    }
  }

  #checkWhole(sizeBytes: number, hash: string, { messages, totals }: BatchIndex): void {
    const { bytes, sha256: known, count } = this.#expected;
    if (sizeBytes !== bytes || hash !== known)
      this.#add("verify.wrong-hash", "The batch's size or SHA-256 differs from the ledger's.");
    if (count !== this.#expected.ordinals.length)
      this.#add(
        "verify.ledger-count",
        "The ledger's count of messages differs from the messages it has.",
      );
    if (totals === undefined) return;
    const isRight =
      totals.bytes === sizeBytes && totals.sha256 === hash && totals.messages === messages.length;
    if (!isRight)
      this.#addLine("verify.index-row", "The totals differ from those of the batch.", totals.line);
  }

  /** Goes through the index and the ledger's messages, both in ascending order of ordinals. */
  #checkMessages(batch: AheadFile, messages: readonly IndexedMessage[]): void {
    const { ordinals } = this.#expected;
    let position = 0;
    for (const message of messages) {
      const { ordinal, line } = message;
      while (this.#documentAt(position) < ordinal) this.#missing(position++, line);
      const isNext = ordinals[position] === ordinal;
      if (!isNext) this.#unknown(message, ordinals.subarray(0, position));
      this.#checkMessage(batch, message, isNext ? position : NO_POSITION);
      if (isNext) position += 1;
    }
    const line = messages.at(-1)?.line ?? 1;
    while (position < ordinals.length) this.#missing(position++, line + 1);
  }

  /** After the last message: infinity, beyond any document. */
  #documentAt(position: number): number {
    return this.#expected.ordinals[position] ?? Number.POSITIVE_INFINITY;
  }

  #missing(position: number, line: number): void {
    const document = this.#documentAt(position);
    const message = `Document ${document} is not in the batch, but the ledger has it there.`;
    this.#addLine("verify.message-missing", message, line, document);
  }

  #unknown({ ordinal, line }: IndexedMessage, passed: Uint32Array): void {
    if (Number.isNaN(ordinal)) {
      this.#addLine("verify.index-row", "The row has no ordinal.", line);
      return;
    }
    const isKnown = passed.includes(ordinal);
    const what = isKnown ? "is in the batch twice or out of order" : "does not belong to the batch";
    const code = isKnown ? "verify.message-doubled" : "verify.message-unknown";
    this.#addLine(code, `Document ${ordinal} ${what}.`, line, ordinal);
  }

  #checkMessage(batch: AheadFile, message: IndexedMessage, position: number): void {
    const { line, ordinal, offset, bytes, sha256: said } = message;
    const found = bytes > 0 ? batch.read(offset, bytes) : undefined;
    if (offset !== this.#end || found === undefined)
      this.#addLine("verify.index-row", "The message is not where the row says.", line, ordinal);
    if (found === undefined) return;
    this.#end = offset + bytes;
    const hash = sha256(found);
    if (hash !== said)
      this.#addLine("verify.index-row", "The message has a different SHA-256.", line, ordinal);
    if (Number.isNaN(ordinal)) return;
    this.#ordinals.push(ordinal);
    this.#leaves.push(this.#leaf(ordinal, hash));
    if (position === NO_POSITION) return;
    const fault = this.#messageFault(found, position);
    if (fault !== undefined) this.#addLine(fault.code, fault.message, line, ordinal);
    this.#compare(found, position, line);
  }

  #messageFault(message: Uint8Array, position: number): MessageFault | undefined {
    const own = { ordinal: this.#documentAt(position), key: keyAt(this.#expected, position) };
    return MESSAGE_RULES[this.#expected.channel](message, own, this.#setup);
  }

  /** Compares a message with what was composed for the document. */
  #compare(message: Uint8Array, position: number, line: number): void {
    const entry = this.#content.entry(position);
    const document = this.#documentAt(position);
    if (entry === "no-fragment") {
      const fragment = this.#expected.fragmentOf[position] ?? -1;
      this.#lostFragments.add(this.#expected.fragments[fragment]?.file ?? "a fragment");
    } else if (typeof entry === "string") this.#addLine(...fragmentBreach(entry), line, document);
    else {
      if (Buffer.compare(entry.content, message) !== 0)
        this.#addLine(
          "verify.content-changed",
          "The message differs from what was composed.",
          line,
          document,
        );
      const { key, required, textKind } = statedIn(entry.meta);
      if (key !== keyAt(this.#expected, position))
        this.#addLine("verify.key-changed", "The ledger has a different key.", line, document);
      this.#checkTexts(message, required, { line, document });
      this.#checkForm(message, textKind, { line, document });
    }
  }

  /** Every readable part of a message must show what the layout requires. */
  #checkTexts(message: Uint8Array, required: readonly number[], at: IndexLine): void {
    const texts = this.#texts;
    if (texts.isEmpty) return;
    const parts = MESSAGE_WORDS[this.#expected.channel](message);
    const lacks = (number: number): boolean =>
      parts.length === 0 ||
      texts.stretches(number).some(({ words }) => !parts.every((part) => part.includes(words)));
    for (const name of texts.unstated(required)) this.#lacksText(name, at);
    for (const number of required) if (lacks(number)) this.#lacksText(texts.name(number), at);
  }

  /** Where a layout has e-mails of text alone, each message must be of the kind that is stated. */
  #checkForm(message: Uint8Array, kind: string | undefined, { line, document }: IndexLine): void {
    const { textFormats = NO_FORMATS } = this.#setup;
    if (kind === undefined && textFormats.length === 0) return;
    const fault = MESSAGE_FORMS[this.#expected.channel](message, kind, textFormats);
    if (fault === undefined) return;
    this.#addLine("verify.message-form", `The message ${fault}.`, line, document);
  }

  #lacksText(name: string, { line, document }: IndexLine): void {
    const message = `The message does not show the required text \`${name}\`.`;
    this.#addLine("verify.required-text", message, line, document);
  }

  #leaf(document: number, contentSha256: string): Uint8Array {
    const { channel, file } = this.#expected;
    const output = file.slice(file.lastIndexOf("/") + 1);
    const none = { piece: NO_PIECE, generation: 0, serial: NO_SERIAL, sheets: 0, pages: 0 };
    return leafHash(leafText({ channel, output, document, ...none, contentSha256 }));
  }

  #add(code: BreachCode, message: string): void {
    this.#breaches.add(code, message);
  }

  /** A breach at a line of the index. */
  #addLine(code: BreachCode, message: string, line?: number, document?: number): void {
    const isNamed = document !== undefined && !Number.isNaN(document);
    const place = { ...(line !== undefined && { line }), ...(isNamed && { document }) };
    this.#breaches.add(code, message, place, this.#indexFile);
  }
}

/** The SHA-256 of all of a file. */
function hashOf(file: AheadFile): string {
  const hash = new RunningHash();
  for (let at = 0; at < file.sizeBytes; at += CHUNK_BYTES)
    hash.update(file.read(at, Math.min(CHUNK_BYTES, file.sizeBytes - at)) ?? new Uint8Array(0));
  return hash.hex();
}

function fragmentBreach(
  fault: "bad-fragment" | "no-entry" | "bad-entry",
): [code: BreachCode, message: string] {
  if (fault === "bad-fragment")
    return ["verify.fragment-broken", "The fragment is damaged, or differs from the ledger's."];
  if (fault === "bad-entry")
    return ["verify.fragment-broken", "The fragment's data of the message is damaged."];
  return ["verify.not-composed", "The fragment has no such message."];
}

/** What the data beside a message states of it. */
interface StatedMessage {
  readonly key: unknown;
  readonly required: readonly number[];
  readonly textKind: string | undefined;
}

function statedIn(meta: Uint8Array): StatedMessage {
  try {
    const { key, required, textKind }: Partial<StatedMessage> = JSON.parse(utf8Text(meta));
    const numbers = Array.isArray(required) ? required.filter(Number.isInteger) : [];
    return { key, required: numbers, textKind };
  } catch {
    return { key: undefined, required: [], textKind: undefined };
  }
}
