import { defined } from "../../base/assert.ts";
import { sha256 } from "../../base/hash.ts";
import type { Host } from "../../base/host.ts";
import { HASH_BYTES, leafHash } from "../../base/merkle.ts";
import { Ledger } from "../../ledger/ledger.ts";
import type { PieceRow } from "../../ledger/ledger-view.ts";
import type { Certificate, PieceProof } from "../../model/certificate.ts";
import { leafText, type ProvenItem } from "../../model/proven-item.ts";
import { FragmentReader } from "../../spool/fragment-reader.ts";
import { type FrozenRun, readFrozenRun } from "../frozen-run.ts";
import { destructionOf } from "../retention/destruction.ts";
import { fragmentPath, type RunFolder } from "../run-folder.ts";
import { type DocumentChoice, sentDocument } from "../search/sent-document.ts";
import { storedPlaces } from "../stored-pieces.ts";
import { makeProof } from "./piece-proof.ts";
import type { CheckLine } from "./seal-certificate.ts";
import { storedLeaves } from "./stored-verification.ts";

const WHAT = "piece";

/** The proof of one piece or message from its bytes as they lie there, or why it is not proven. */
export function provenPiece(
  host: Host,
  folder: RunFolder,
  certificate: Certificate,
  choice: DocumentChoice,
): PieceProof | CheckLine {
  const leaves = storedLeaves(host, folder);
  if (certificate.body.merkle === null || leaves === undefined)
    return {
      what: WHAT,
      ok: false,
      found: "nothing is proven of pieces: the run was not verified",
    };
  if (destructionOf(host, folder) !== undefined)
    return {
      what: WHAT,
      ok: false,
      found: "its bytes were destroyed; a proof made before still holds",
    };
  const frozen = readFrozenRun(host, folder);
  const ledger = Ledger.open(host, folder.ledgerFile);
  try {
    const row = sentDocument(ledger, choice);
    const item = itemOf(host, frozen, folder, ledger, row);
    const index = leafIndex(ledger, row);
    const stored = leaves.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
    if (Buffer.compare(leafHash(leafText(item)), stored) === 0)
      return makeProof(item, index, leaves, certificate);
    return { what: WHAT, ok: false, found: "its bytes are not those that were verified" };
  } finally {
    ledger.close();
  }
}

/** Where the leaf of a rendition is: spools by index, then e-mail and SMS batches. */
function leafIndex(ledger: Ledger, row: PieceRow): number {
  let before = 0;
  for (const { index, pieces } of ledger.spools()) {
    if (row.channel === "print" && index === row.spool)
      return before + placeIn(ledger.piecesOfSpool(index), row);
    before += pieces;
  }
  for (const channel of ["email", "sms"] as const)
    for (const batch of ledger.batches().filter((one) => one.channel === channel)) {
      if (row.channel === channel && batch.index === row.batch)
        return before + placeIn(ledger.piecesOfBatch(channel, batch.index), row);
      before += batch.count;
    }
  return -1;
}

function placeIn(rows: Iterable<PieceRow>, { ordinal }: PieceRow): number {
  let place = 0;
  for (const row of rows) {
    if (row.ordinal === ordinal) return place;
    place += 1;
  }
  return -1;
}

function itemOf(
  host: Host,
  frozen: FrozenRun,
  folder: RunFolder,
  ledger: Ledger,
  row: PieceRow,
): ProvenItem {
  const outputs =
    row.channel === "print"
      ? ledger.spools().filter(({ index }) => index === row.spool)
      : ledger.batches().filter((one) => one.channel === row.channel && one.index === row.batch);
  const { channel, ordinal, pieceNumber, serial, sheets, pages } = row;
  return {
    channel,
    output: defined(outputs[0], "the spool or batch").name,
    document: ordinal,
    piece: pieceNumber,
    generation: 0,
    serial,
    sheets,
    pages,
    contentSha256: contentHash(host, frozen, folder, ledger, row),
  };
}

function contentHash(
  host: Host,
  frozen: FrozenRun,
  folder: RunFolder,
  ledger: Ledger,
  { channel, ordinal }: PieceRow,
): string {
  const places = storedPlaces(host, frozen, folder, channel, [ordinal], ledger.shardsDone());
  const { shard, entry } = defined(places.get(ordinal), "the fragment");
  const reader = FragmentReader.open(host, fragmentPath(folder, shard));
  try {
    if (channel !== "print") return sha256(reader.readRendition(channel, entry).bytes);
    return sha256(Buffer.concat([...reader.readPrint(entry).pages]));
  } finally {
    reader.close();
  }
}
