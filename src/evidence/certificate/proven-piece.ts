import { NO_PIECE, NO_SERIAL } from "../../base/units.ts";
import { basename } from "node:path";
import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import { HASH_BYTES, leafHash } from "../../base/merkle.ts";
import { Ledger } from "../../ledger/ledger.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { Certificate, PieceProof } from "../../model/certificate.ts";
import { leafText, type ProvenItem } from "../../model/proven-item.ts";
import { FragmentContent } from "../../verify/file/fragment-content.ts";
import { assemblyMark } from "../../run/folder/assembly-mark.ts";
import { frozenRunOr } from "../../run/folder/frozen-run.ts";
import { destructionOf } from "../../run/decisions/destruction.ts";
import { readAudit } from "../../run/decisions/decision-session.ts";
import { type DocumentChoice, sentDocument } from "../sent-document.ts";
import { FragmentBook } from "../../proving/fragment-book.ts";
import { OutputExpectations } from "../../proving/output-expectations.ts";
import { OutputVerifier } from "../../work/output-verifier.ts";
import type { BookedRun, RunPlace } from "../../run/folder/open-run.ts";
import { makeProof } from "./piece-proof.ts";
import type { CheckLine } from "./seal-certificate.ts";
import { storedLeaves } from "../../run/folder/stored-verification.ts";

/**
 * The proof of one piece or message, or why it is not proven. Its spool or batch is verified again,
 * so the leaf is that of the bytes that are there now. Only first printings are proven: the body of
 * a certificate is not about reprints.
 */
export function provenPiece(
  at: RunPlace,
  certificate: Certificate,
  choice: DocumentChoice,
): PieceProof | CheckLine {
  const { host, folder } = at;
  const leaves = storedLeaves(at);
  if (certificate.body.merkle === null || leaves === undefined)
    return unproven("nothing is proven about pieces: the run was not verified");
  if (destructionOf(at) !== undefined)
    return unproven("its bytes were destroyed; a proof made before still holds");
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const frozen = frozenRunOr(at);
    if (frozen instanceof Error) return unproven("job.json has changed since the run began");
    const run = { host, folder, frozen, ledger };
    const row = sentDocument(ledger, choice);
    const found = new PieceReading(run, row).read(leaves);
    if (typeof found === "string") return unproven(found);
    const own = leaves.subarray(0, certificate.body.merkle.leafCount * HASH_BYTES);
    return makeProof(found.item, found.index, own, certificate);
  } finally {
    ledger.close();
  }
}

function unproven(found: string): CheckLine {
  return { what: "piece", ok: false, found };
}

/** Reads the spool or batch of one rendition again. */
class PieceReading {
  readonly #run: BookedRun;
  readonly #row: PieceRow;
  readonly #book: FragmentBook;

  constructor(run: BookedRun, row: PieceRow) {
    this.#run = run;
    this.#row = row;
    this.#book = new FragmentBook(run);
  }

  /** The text of the leaf and its place among all, or what is wrong with it. */
  read(leaves: Uint8Array): { item: ProvenItem; index: number } | string {
    const { host, folder, frozen } = this.#run;
    const { task, before } = this.#task();
    const verdict = new OutputVerifier(host, frozen, folder.root).verify(task);
    const position = task.expected.ordinals.indexOf(this.#row.ordinal);
    const index = before + position;
    const read = leafAt(verdict.leaves, position);
    const breach = verdict.breaches[0];
    if (breach !== undefined) return `${breach.file}: ${breach.message}`;
    if (Buffer.compare(read, leafAt(leaves, index)) !== 0)
      return "its bytes are not those that were verified when the run was certified";
    const item = this.#item(basename(task.expected.file));
    if (Buffer.compare(read, leafHash(leafText(item))) === 0) return { item, index };
    return "ledger and fragment do not match its bytes";
  }

  /** What the verifier is to read, and how many leaves come before its own. */
  #task() {
    const { ledger } = this.#run;
    const { channel, spool, batch } = this.#row;
    const expectations = this.#expectations();
    const spools = ledger.spools();
    const batches = ledger.batches();
    if (channel === "print") {
      const own = defined(spools[spool], "the spool of a piece");
      const parts = spools.filter(({ stream }) => stream === own.stream).length;
      const before = spools.slice(0, spool).reduce((sum, { pieces }) => sum + pieces, 0);
      const expected = expectations.spool(own, parts);
      return { task: { kind: "verify-spool", expected, place: 0 } as const, before };
    }
    const at = batches.findIndex((one) => one.channel === channel && one.index === batch);
    const own = defined(batches[at], "the batch of a message");
    const before =
      spools.reduce((sum, { pieces }) => sum + pieces, 0) +
      batches.slice(0, at).reduce((sum, { count }) => sum + count, 0);
    const expected = expectations.batch(own);
    return { task: { kind: "verify-batch", expected, place: 0 } as const, before };
  }

  #expectations(): OutputExpectations {
    const { folder, frozen, ledger } = this.#run;
    const { entries } = readAudit(this.#run);
    const onTrailers = assemblyMark(this.#run)?.audit;
    const account = { folder, frozen, ledger, book: this.#book, entries, onTrailers };
    return new OutputExpectations(account);
  }

  #item(output: string): ProvenItem {
    const { channel, ordinal: document, pieceNumber, serial, sheets, pages } = this.#row;
    const contentSha256 = this.#contentSha256();
    if (channel !== "print") {
      const none = { piece: NO_PIECE, generation: 0, serial: NO_SERIAL, sheets: 0, pages: 0 };
      return { channel, output, document, ...none, contentSha256 };
    }
    const marks = { piece: pieceNumber, generation: 0, serial };
    return { channel, output, document, ...marks, sheets, pages, contentSha256 };
  }

  #contentSha256(): string {
    const { host, folder } = this.#run;
    const { channel, ordinal } = this.#row;
    const ordinals = Uint32Array.of(ordinal);
    const wanted = { ordinals, ...this.#book.fragmentsOf(ordinals) };
    const content = new FragmentContent(host, folder.root, channel, wanted);
    try {
      const entry = content.entry(0);
      return typeof entry === "string" ? entry : sha256(entry.content);
    } finally {
      content.close();
    }
  }
}

function leafAt(leaves: Uint8Array, index: number): Uint8Array {
  return leaves.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}
