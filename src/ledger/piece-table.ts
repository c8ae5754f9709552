import { type Ordinal, asPieceNumber, asSerial } from "../base/units.ts";
import { InvariantError, assert } from "../base/assert.ts";
import type { Channel } from "../model/channel.ts";
import type { PieceState } from "../model/piece-state.ts";
import { channelCode, channelOf } from "./channel-code.ts";
import type { ChannelCount, PageCount, PieceRow } from "./ledger-view.ts";
import {
  type OutputStates,
  stateCode,
  stateOf,
  stateOfDocument,
  statesOfOutput,
} from "./state-table.ts";
import type { Row, Store } from "../store/store.ts";

/** The columns, in the order that rows are inserted in. */
const COLUMNS = [
  "channel",
  "spool",
  "batch",
  "first_sheet",
  "ordinal",
  "is_primary",
  "key",
  "key_hash",
  "piece_number",
  "sheets",
  "pages",
  "serial",
  "state",
] as const;

/** A row that is there keeps its state, which may be further on than the one given. */
const FIXED = COLUMNS.filter((name) => name !== "state");

const INSERT = `
  INSERT INTO pieces (${COLUMNS.join(", ")})
  VALUES (${COLUMNS.map(() => "?").join(", ")})
  ON CONFLICT DO UPDATE SET state = state
  WHERE ${FIXED.map((name) => `${name} IS excluded.${name}`).join(" AND ")}`;

/** Writes rows in one transaction; a row that is there with other content is a broken invariant. */
export function insertPieces(store: Store, rows: Iterable<PieceRow>): number {
  return store.transaction(() => {
    const insert = store.prepare(INSERT);
    let count = 0;
    for (const row of rows) {
      const { changes } = insert.run(
        channelCode(row.channel),
        row.spool,
        row.batch,
        row.firstSheet,
        row.ordinal,
        row.primary ? 1 : 0,
        row.key,
        row.keyHash ?? null,
        row.pieceNumber,
        row.sheets,
        row.pages,
        row.serial,
        stateCode(row.state),
      );
      assert(
        changes === 1,
        `document ${row.ordinal} is already in the ledger with other data (${row.channel})`,
      );
      count++;
    }
    return count;
  });
}

export function* selectSpool(store: Store, spool: number): Generator<PieceRow> {
  const rows = store.each(
    `SELECT * FROM pieces WHERE channel = ? AND spool = ? AND batch = -1
    ORDER BY first_sheet, ordinal`,
    channelCode("print"),
    spool,
  );
  const states = statesOfOutput(store, "print", spool);
  for (const row of rows) yield toPiece(row, states);
}

export function* selectBatch(store: Store, channel: Channel, batch: number): Generator<PieceRow> {
  const rows = store.each(
    "SELECT * FROM pieces WHERE channel = ? AND spool = -1 AND batch = ? ORDER BY ordinal",
    channelCode(channel),
    batch,
  );
  const states = statesOfOutput(store, channel, batch);
  for (const row of rows) yield toPiece(row, states);
}

export function* selectAll(store: Store): Generator<PieceRow> {
  for (const row of store.each("SELECT * FROM pieces ORDER BY ordinal, channel"))
    yield pieceOf(row, stateOf(row["state"]));
}

/** Documents that are not recorded as spooled, at most a hundred. */
export function selectUnspooled(store: Store): PieceRow[] {
  return store
    .rows("SELECT * FROM pieces WHERE state <> ? LIMIT 100", stateCode("spooled"))
    .map((row) => pieceOf(row, stateOf(row["state"])));
}

/** Serials on several pieces, at most a hundred. */
export function selectDoubledSerials(store: Store): { serial: number; pieces: number }[] {
  return store
    .rows(
      `SELECT serial, count(DISTINCT piece_number) AS pieces FROM pieces WHERE serial >= 0
      GROUP BY serial HAVING pieces > 1 ORDER BY serial LIMIT 100`,
    )
    .map((row) => ({ serial: Number(row["serial"]), pieces: Number(row["pieces"]) }));
}

export function selectKey(store: Store, key: string): PieceRow[] {
  return store
    .rows("SELECT * FROM pieces WHERE key = ? ORDER BY ordinal, channel", key)
    .map((row) => toCurrentPiece(store, row));
}

export function selectOrdinal(store: Store, ordinal: Ordinal): PieceRow[] {
  return store
    .rows("SELECT * FROM pieces WHERE ordinal = ? ORDER BY channel", ordinal)
    .map((row) => toCurrentPiece(store, row));
}

/** All documents of a mailpiece: a search through all pieces, for people. */
export function selectNumber(store: Store, pieceNumber: number): PieceRow[] {
  return store
    .rows("SELECT * FROM pieces WHERE piece_number = ? ORDER BY ordinal, channel", pieceNumber)
    .map((row) => toCurrentPiece(store, row));
}

/** The documents on paper of many mailpieces, by their numbers: one pass over all pieces. */
export function selectNumbers(store: Store, pieceNumbers: Iterable<number>): PieceRow[] {
  return store
    .rows(
      `SELECT * FROM pieces WHERE channel = ? AND piece_number IN (SELECT value FROM json_each(?))
      ORDER BY piece_number, ordinal`,
      channelCode("print"),
      JSON.stringify([...pieceNumbers]),
    )
    .map((row) => toCurrentPiece(store, row));
}

/** All documents that have one of the keys or are in one of the mailpieces, by ordinal. */
export function selectPieces(
  store: Store,
  keys: readonly string[],
  pieceNumbers: readonly number[],
): PieceRow[] {
  return store
    .rows(
      `SELECT * FROM pieces WHERE key IN (SELECT value FROM json_each(?))
        OR piece_number IN (SELECT value FROM json_each(?))
      ORDER BY ordinal, channel`,
      JSON.stringify(keys),
      JSON.stringify(pieceNumbers),
    )
    .map((row) => toCurrentPiece(store, row));
}

/** What was recorded, by channel and the states that pieces have now. */
export function countPieces(store: Store): ChannelCount[] {
  const rows = store.rows(
    `SELECT channel, state, count(*) AS documents, sum(pages) AS pages, sum(sheets) AS sheets,
      count(DISTINCT nullif(piece_number, -1)) AS pieces
    FROM (
      SELECT pieces.channel, pages, sheets, piece_number,
        coalesce(own.state, whole.state, pieces.state) AS state
      FROM pieces
      LEFT JOIN output_states AS whole ON whole.channel = pieces.channel
        AND whole.output = max(spool, batch)
      LEFT JOIN piece_states AS own ON own.channel = pieces.channel
        AND own.ordinal = pieces.ordinal
    )
    GROUP BY channel, state ORDER BY channel, state`,
  );
  return rows.map((row) => ({
    channel: channelOf(row["channel"]),
    state: stateOf(row["state"]),
    documents: Number(row["documents"]),
    pieces: Number(row["pieces"]),
    pages: Number(row["pages"]),
    sheets: Number(row["sheets"]),
  }));
}

/** The pieces of the spools by stream and pages. */
export function countPages(store: Store): PageCount[] {
  const rows = store.rows(
    `SELECT spools.stream, pages_of.pages, sum(pages_of.pieces) AS pieces
    FROM (SELECT spool, pages, count(*) AS pieces FROM pieces WHERE channel = ? AND spool >= 0
      GROUP BY spool, pages) AS pages_of
    JOIN spools ON spools.spool = pages_of.spool
    GROUP BY spools.stream, pages_of.pages ORDER BY spools.stream, pages_of.pages`,
    channelCode("print"),
  );
  return rows.map((row) => ({
    stream: String(row["stream"]),
    pages: Number(row["pages"]),
    pieces: Number(row["pieces"]),
  }));
}

/**
 * Makes it a constraint that a document occurs once per channel and has one primary rendition;
 * what breaks it already is left for the balance to count. Spools are in postal order, so keeping
 * these indexes while spools are written touches all of them for each spool (a quarter of the
 * speed at a million pieces, less beyond); made once, each is one sort.
 */
export function makeUnique(store: Store): void {
  for (const index of [
    "document_once ON pieces (ordinal, channel)",
    "document_primary ON pieces (ordinal) WHERE is_primary = 1",
  ])
    try {
      store.run(`CREATE UNIQUE INDEX IF NOT EXISTS ${index}`);
    } catch (error) {
      if (!(error instanceof InvariantError)) throw error;
    }
}

function toPiece(row: Row, { whole, own }: OutputStates): PieceRow {
  const recorded = stateOf(row["state"]);
  return pieceOf(row, own.get(Number(row["ordinal"])) ?? whole ?? recorded);
}

function toCurrentPiece(store: Store, row: Row): PieceRow {
  const name = { channel: channelOf(row["channel"]), ordinal: Number(row["ordinal"]) };
  const output = Math.max(Number(row["spool"]), Number(row["batch"]));
  return pieceOf(row, stateOfDocument(store, name, output, stateOf(row["state"])));
}

function pieceOf(row: Row, state: PieceState): PieceRow {
  const keyHash = row["key_hash"];
  return {
    ordinal: Number(row["ordinal"]),
    channel: channelOf(row["channel"]),
    primary: row["is_primary"] === 1,
    key: String(row["key"]),
    ...(typeof keyHash === "string" && { keyHash }),
    pieceNumber: asPieceNumber(Number(row["piece_number"])),
    spool: Number(row["spool"]),
    batch: Number(row["batch"]),
    firstSheet: Number(row["first_sheet"]),
    sheets: Number(row["sheets"]),
    pages: Number(row["pages"]),
    serial: asSerial(Number(row["serial"])),
    state,
  };
}
