import { StoreError } from "../store/store-error.ts";
import { PRINTING_TABLES } from "./printing-table.ts";
import { STATE_TABLES } from "./state-table.ts";
import type { StoreKind } from "../store/store.ts";

/** Who was left out on purpose, and who was added. */
const POPULATION = `
    ALTER TABLE shards ADD COLUMN suppressed INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE shards ADD COLUMN seeds INTEGER NOT NULL DEFAULT 0;
    CREATE TABLE suppressed (
      ordinal INTEGER PRIMARY KEY,
      key TEXT NOT NULL,
      reason TEXT NOT NULL,
      list TEXT NOT NULL
    ) STRICT`;

/** The tables that version 2 added to version 1. */
const VERSION_2 = [STATE_TABLES, POPULATION, PRINTING_TABLES].join(";\n");

/**
 * Pieces lie in the order they are written and verified: by channel, spool or batch, sheet. That
 * each document occurs once is an index of its own, made when all are in (see `makeUnique`).
 */
export const LEDGER: StoreKind = {
  words: {
    prefix: "ledger",
    remedy: "put back a good copy, or rebuild it from the run's folder with `nightpress rebuild`",
    makeError: (code, message) => new StoreError(code, message),
  },
  applicationId: 0x4e504c47, // "NPLG"
  version: 2,
  migrations: { 1: VERSION_2 },
  // Rows tell of files that are on disk already, and can be written again from them.
  synchronous: "NORMAL",
  checkWhole: false,
  schema: `
    CREATE TABLE facts (name TEXT PRIMARY KEY, json TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE shards (
      shard INTEGER PRIMARY KEY,
      fragment TEXT NOT NULL,
      checksum TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      units INTEGER NOT NULL,
      records INTEGER NOT NULL,
      rejects INTEGER NOT NULL,
      documents INTEGER NOT NULL,
      pages INTEGER NOT NULL,
      sheets INTEGER NOT NULL,
      print INTEGER NOT NULL,
      email INTEGER NOT NULL,
      sms INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE removals (
      reason TEXT PRIMARY KEY,
      rejected INTEGER NOT NULL,
      documents INTEGER NOT NULL,
      pages INTEGER NOT NULL,
      sheets INTEGER NOT NULL,
      print INTEGER NOT NULL,
      email INTEGER NOT NULL,
      sms INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rejects (code TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE dispositions (
      disposition TEXT PRIMARY KEY,
      count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE spools (
      spool INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      stream TEXT NOT NULL,
      part INTEGER NOT NULL,
      sheets INTEGER NOT NULL,
      pages INTEGER NOT NULL,
      pieces INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL
    ) STRICT;
    CREATE TABLE batches (
      channel INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      name TEXT NOT NULL,
      count INTEGER NOT NULL,
      bytes INTEGER NOT NULL,
      sha256 TEXT NOT NULL,
      PRIMARY KEY (channel, batch)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE pieces (
      channel INTEGER NOT NULL,
      spool INTEGER NOT NULL,
      batch INTEGER NOT NULL,
      first_sheet INTEGER NOT NULL,
      ordinal INTEGER NOT NULL,
      is_primary INTEGER NOT NULL,
      key TEXT NOT NULL,
      key_hash TEXT,
      piece_number INTEGER NOT NULL,
      sheets INTEGER NOT NULL,
      pages INTEGER NOT NULL,
      serial INTEGER NOT NULL,
      state INTEGER NOT NULL,
      PRIMARY KEY (channel, spool, batch, first_sheet, ordinal),
      CHECK ((spool >= 0) <> (batch >= 0))
    ) STRICT, WITHOUT ROWID;
    ${VERSION_2}`,
};
