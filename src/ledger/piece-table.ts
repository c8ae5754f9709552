import { InvariantError, assert, defined } from "../base/assert.ts";
import { CHANNELS } from "../model/piece.ts";
import type { Channel } from "../model/piece.ts";
import { PIECE_STATES } from "./ledger-view.ts";
import type { ChannelCount, PieceRow } from "./ledger-view.ts";
import type { Row, Store } from "./store.ts";

/** A row that is there keeps its state, which may be further on than the one given. */
const SAME_PLACE_OR_NOTHING = `
  ON CONFLICT DO UPDATE SET state = state
  WHERE channel = excluded.channel AND spool = excluded.spool AND batch = excluded.batch
    AND first_sheet = excluded.first_sheet AND ordinal = excluded.ordinal
    AND is_primary = excluded.is_primary AND key = excluded.key
    AND key_hash IS excluded.key_hash
    AND piece_number = excluded.piece_number AND serial = excluded.serial
    AND sheets = excluded.sheets AND pages = excluded.pages`;

const INSERT = `
  INSERT INTO pieces (channel, spool, batch, first_sheet, ordinal, is_primary, key, key_hash,
    piece_number, sheets, pages, serial, state)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ${SAME_PLACE_OR_NOTHING}`;

const CHANNEL_CODE: ReadonlyMap<string, number> = codes(CHANNELS);
const STATE_CODE: ReadonlyMap<string, number> = codes(PIECE_STATES);

/** The number that stands for a channel in the tables. */
export function channelCode(channel: Channel): number {
  return defined(CHANNEL_CODE.get(channel), `the code of channel ${channel}`);
}

/** The channel a number in the tables stands for. */
export function channelOf(code: unknown): Channel {
  return defined(CHANNELS[Number(code)], `channel ${String(code)}`);
}

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
        defined(STATE_CODE.get(row.state), `the code of state ${row.state}`),
      );
      assert(changes === 1, `document ${row.ordinal} is in the ledger otherwise (${row.channel})`);
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
  for (const row of rows) yield toPiece(row);
}

export function* selectBatch(store: Store, channel: Channel, batch: number): Generator<PieceRow> {
  const rows = store.each(
    "SELECT * FROM pieces WHERE channel = ? AND spool = -1 AND batch = ? ORDER BY ordinal",
    channelCode(channel),
    batch,
  );
  for (const row of rows) yield toPiece(row);
}

export function selectKey(store: Store, key: string): PieceRow[] {
  return store
    .rows("SELECT * FROM pieces WHERE key = ? ORDER BY ordinal, channel", key)
    .map(toPiece);
}

export function countPieces(store: Store): ChannelCount[] {
  const rows = store.rows(
    `SELECT channel, state, count(*) AS documents, sum(pages) AS pages, sum(sheets) AS sheets,
      count(DISTINCT nullif(piece_number, -1)) AS pieces
    FROM pieces GROUP BY channel, state ORDER BY channel, state`,
  );
  return rows.map((row) => ({
    channel: channelOf(row["channel"]),
    state: defined(PIECE_STATES[Number(row["state"])], "a known state"),
    documents: Number(row["documents"]),
    pieces: Number(row["pieces"]),
    pages: Number(row["pages"]),
    sheets: Number(row["sheets"]),
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

function toPiece(row: Row): PieceRow {
  const keyHash = row["key_hash"];
  return {
    ordinal: Number(row["ordinal"]),
    channel: channelOf(row["channel"]),
    primary: row["is_primary"] === 1,
    key: String(row["key"]),
    ...(typeof keyHash === "string" && { keyHash }),
    pieceNumber: Number(row["piece_number"]),
    spool: Number(row["spool"]),
    batch: Number(row["batch"]),
    firstSheet: Number(row["first_sheet"]),
    sheets: Number(row["sheets"]),
    pages: Number(row["pages"]),
    serial: Number(row["serial"]),
    state: defined(PIECE_STATES[Number(row["state"])], "a known state"),
  };
}

function codes(names: readonly string[]): Map<string, number> {
  return new Map(names.map((name, code) => [name, code]));
}
