import { asPieceNumber, asSerial, NO_PIECE, NO_SERIAL } from "../../src/base/units.ts";
import type { ShardRow } from "../../src/ledger/account-rows.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import type { BatchRow, PieceRow, SpoolRow } from "../../src/ledger/ledger-view.ts";

const SHEETS = 2;
const PAGES = 3;

/** The `place`-th piece (from 0) of the run, in a spool of two such pieces. */
export function printPiece(ordinal: number, spoolIndex: number, place: number): PieceRow {
  return {
    ordinal,
    channel: "print",
    primary: true,
    key: `K${ordinal}`,
    pieceNumber: asPieceNumber(place + 1),
    spool: spoolIndex,
    batch: -1,
    firstSheet: place * SHEETS,
    sheets: SHEETS,
    pages: PAGES,
    serial: asSerial(500 + place),
    state: "spooled",
  };
}

export function emailPiece(ordinal: number, batchIndex: number): PieceRow {
  return {
    ...printPiece(ordinal, -1, 0),
    channel: "email",
    pieceNumber: NO_PIECE,
    batch: batchIndex,
    firstSheet: -1,
    sheets: 0,
    pages: 0,
    serial: NO_SERIAL,
    state: "composed",
  };
}

/** An SMS notice that goes beside an e-mail. */
export function smsPiece(ordinal: number, batchIndex: number): PieceRow {
  return { ...emailPiece(ordinal, batchIndex), channel: "sms", primary: false };
}

/** Five units: one reject, two printed records, two e-mailed, one of these with a notice. */
export function shard(index: number): ShardRow {
  return {
    index,
    fragment: `shard-${index}.npf`,
    checksum: `sum-${index}`,
    bytes: 1000 + index,
    units: 5,
    records: 4,
    rejects: 1,
    suppressed: 0,
    seeds: 0,
    documents: 4,
    pages: 2 * PAGES,
    sheets: 2 * SHEETS,
    renditions: { print: 2, email: 2, sms: 1 },
  };
}

export function spool(index: number): SpoolRow {
  return {
    index,
    name: `statements_2026-10_automation-2_part-${index + 1}.pdf`,
    stream: "automation-2",
    part: index + 1,
    sheets: 2 * SHEETS,
    pages: 2 * PAGES,
    pieces: 2,
    bytes: 5000,
    sha256: `hash-${index}`,
  };
}

export function batch(channel: "email" | "sms", index: number): BatchRow {
  return {
    channel,
    index,
    name: `${channel}-${index}.ndjson`,
    count: channel === "email" ? 2 : 1,
    bytes: 900,
    sha256: `hash-${channel}-${index}`,
  };
}

/**
 * A whole run that balances: three shards (ordinals 0–4, 5–9, 10–14, of which 0, 5 and 10 are
 * rejects); the printed document 11 is a duplicate and 12 is suppressed, so two spools remain.
 */
export function recordSmallRun(ledger: Ledger): void {
  ledger.scanDone({ shards: 3, units: 15 });
  for (let index = 0; index < 3; index++) ledger.shardDone(shard(index));
  settleSmallRun(ledger);
  ledger.sequenceDone({ spools: 2, documents: 4, pieces: 4, pages: 12, sheets: 8 });
  ledger.recordPieces([printPiece(7, 0, 0), printPiece(1, 0, 1)]);
  ledger.recordPieces([printPiece(6, 1, 2), printPiece(2, 1, 3)]);
  for (let index = 0; index < 2; index++) ledger.spoolDone(spool(index));
  for (let index = 0; index < 3; index++) {
    const first = index * 5 + 3;
    ledger.recordPieces([emailPiece(first, index), emailPiece(first + 1, index)]);
    ledger.recordPieces([smsPiece(first, index)]);
    ledger.batchDone(batch("email", index));
    ledger.batchDone(batch("sms", index));
  }
}

export const SUPPRESSED_UNITS = [
  { ordinal: 12, key: "K12", reason: "", list: "decisions/suppress-001.csv" },
];

function settleSmallRun(ledger: Ledger): void {
  const removal = {
    documents: 1,
    pages: PAGES,
    sheets: SHEETS,
    renditions: { print: 1, email: 0, sms: 0 },
  };
  ledger.removalsSettled([
    { reason: "data.duplicate-key", rejected: true, ...removal },
    { reason: "suppressed", rejected: false, ...removal },
  ]);
  ledger.suppressionsSettled(SUPPRESSED_UNITS);
  ledger.rejectsSettled([
    { code: "data.type", count: 3 },
    { code: "data.duplicate-key", count: 1 },
  ]);
  ledger.dispositionsSettled([
    { disposition: "print", count: 4 },
    { disposition: "email", count: 6 },
    { disposition: "rejected", count: 4 },
    { disposition: "suppressed", count: 1 },
  ]);
}
