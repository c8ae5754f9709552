import { asPieceNumber, asSerial } from "../../src/base/units.ts";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { diskHost } from "../kit/disk-host.ts";
import { printPiece, recordSmallRun, smsPiece } from "./small-run.ts";
import { tempFile } from "../kit/temp-file.ts";

/** The lines that fail in a small run after its file was changed behind the ledger's back. */
function failuresAfter(sql: string): string[] {
  const file = tempFile("ledger.db");
  const ledger = Ledger.open(diskHost, file);
  recordSmallRun(ledger);
  ledger.close();
  const db = new DatabaseSync(file);
  const before = db.prepare("SELECT total_changes() AS n").get()?.["n"];
  db.exec(sql);
  expect(db.prepare("SELECT total_changes() AS n").get()?.["n"]).not.toBe(before);
  db.close();
  const changed = Ledger.open(diskHost, file);
  const { ok, lines } = changed.balance();
  changed.close();
  expect(ok).toBe(lines.every((line) => line.left === line.right));
  return lines
    .filter((line) => !line.ok)
    .map((line) => `${line.stage}: ${line.what} (${line.left}, ${line.right})`);
}

test("a whole run balances, and again after everything was recorded a second time", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  recordSmallRun(ledger);
  const first = ledger.balance();
  expect(first.lines.filter((line) => !line.ok)).toEqual([]);
  expect(first.ok).toBe(true);
  expect(
    first.lines.find((line) => line.what === "units = records + rejects + suppressed"),
  ).toEqual({
    stage: "compose",
    what: "units = records + rejects + suppressed",
    left: 15,
    right: 15,
    ok: true,
  });
  recordSmallRun(ledger);
  expect(ledger.balance()).toEqual(first);
  ledger.close();
});

test("a run without records balances; one that was only scanned does not", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  expect(ledger.balance().ok).toBe(true);
  ledger.scanDone({ shards: 3, units: 15 });
  expect(ledger.balance().ok).toBe(false);
  expect(() => ledger.scanDone({ shards: 3, units: 16 })).toThrow(InvariantError);
  ledger.close();
});

test("a unit that was suppressed before it was composed is one of the units", () => {
  const sql = "UPDATE shards SET units = units + 1, suppressed = 1 WHERE shard = 0";
  const [scanned, ...others] = failuresAfter(sql);
  expect(scanned).toBe("compose: units scanned = units composed (15, 16)");
  expect(others.filter((line) => line.startsWith("compose"))).toEqual([]);
});

const PLANTED: readonly [string, string, string][] = [
  [
    "a lost shard",
    "DELETE FROM shards WHERE shard = 2",
    "compose: shards scanned = shards done (3, 2)",
  ],
  [
    "a lost unit",
    "UPDATE shards SET units = 4 WHERE shard = 2",
    "compose: units scanned = units composed (15, 14)",
  ],
  [
    "a record lost in composing",
    "UPDATE shards SET records = 3 WHERE shard = 0",
    "compose: units = records + rejects + suppressed (15, 14)",
  ],
  [
    "a record without document",
    "UPDATE shards SET documents = 3 WHERE shard = 0",
    "compose: records = documents (12, 11)",
  ],
  [
    "two shards whose faults cancel out",
    "UPDATE shards SET records = records + shard - 1, rejects = rejects",
    "compose: shards = shards that balance (3, 1)",
  ],
  [
    "a lost reject",
    "UPDATE rejects SET count = 2 WHERE code = 'data.type'",
    "settle: rejects of shards + documents rejected = rejects by code (4, 3)",
  ],
  [
    "a unit without disposition",
    "UPDATE dispositions SET count = 0 WHERE disposition = 'suppressed'",
    "settle: units = dispositions (15, 14)",
  ],
  [
    "a reject that was sent",
    `UPDATE dispositions SET count = count + iif(disposition = 'print', 1, -1)
    WHERE disposition IN ('print', 'rejected')`,
    "settle: rejects by code = units rejected (4, 3)",
  ],
  [
    "an e-mail that was not sent",
    "UPDATE dispositions SET count = 7 WHERE disposition = 'email'",
    "settle: units sent by email = primary renditions placed (7, 6)",
  ],
  [
    "a page lost in sequencing",
    "UPDATE shards SET pages = pages + 1 WHERE shard = 0",
    "sequence: pages kept = pages (13, 12)",
  ],
  [
    "a sheet lost in sequencing",
    "UPDATE removals SET sheets = 1 WHERE rejected",
    "sequence: sheets kept = sheets (9, 8)",
  ],
  [
    "a document lost in sequencing",
    "UPDATE shards SET print = 3 WHERE shard = 0",
    "sequence: documents kept = documents (5, 4)",
  ],
  ["a lost spool", "DELETE FROM spools WHERE spool = 1", "spool: spools planned = spools (2, 1)"],
  [
    "a spool short of a sheet",
    "UPDATE spools SET sheets = 3 WHERE spool = 1",
    "spool: sheets planned = sheets (8, 7)",
  ],
  [
    "a spool short of a page",
    "UPDATE spools SET pages = 5 WHERE spool = 1",
    "spool: pages planned = pages (12, 11)",
  ],
  [
    "a spool short of a piece",
    "UPDATE spools SET pieces = 1 WHERE spool = 1",
    "spool: pieces planned = pieces (4, 3)",
  ],
  [
    "two spools whose faults cancel out",
    "UPDATE spools SET sheets = sheets + 2 * spool - 1",
    "pieces: spools = spools that balance (2, 0)",
  ],
  [
    "a printed document lost",
    "DELETE FROM pieces WHERE ordinal = 7",
    "pieces: documents planned = placed (4, 3)",
  ],
  [
    "a document's sheet lost",
    "UPDATE pieces SET sheets = 1 WHERE ordinal = 7",
    "pieces: sheets in spools = sheets placed (8, 7)",
  ],
  [
    "a document's page lost",
    "UPDATE pieces SET pages = 4 WHERE ordinal = 7",
    "pieces: pages in spools = pages placed (12, 13)",
  ],
  [
    "a gap in the piece numbers",
    "UPDATE pieces SET piece_number = 9 WHERE piece_number = 4",
    "pieces: pieces = last piece number (4, 9)",
  ],
  [
    "two pieces with one number",
    "UPDATE pieces SET piece_number = 3 WHERE piece_number = 4",
    "pieces: pieces in spools = pieces placed (4, 3)",
  ],
  [
    "a document placed twice",
    "UPDATE pieces SET ordinal = 7 WHERE ordinal = 2",
    "pieces: renditions placed = different ones (13, 12)",
  ],
  [
    "a document on two channels, both primary",
    "UPDATE pieces SET ordinal = 3 WHERE ordinal = 2",
    "pieces: primary renditions = documents they are of (10, 9)",
  ],
  [
    "an accompanying rendition alone",
    "UPDATE pieces SET is_primary = 0 WHERE ordinal = 2",
    "pieces: documents placed = with a primary rendition (10, 9)",
  ],
  [
    "a notice without its document",
    "UPDATE pieces SET ordinal = 0 WHERE channel = 2 AND ordinal = 3",
    "pieces: documents kept + seeds = documents placed (10, 11)",
  ],
  [
    "a serial on two pieces",
    "UPDATE pieces SET serial = 501 WHERE serial = 502",
    "pieces: pieces with a serial = serials (4, 3)",
  ],
  [
    "a lost batch",
    "DELETE FROM batches WHERE channel = 1 AND batch = 0",
    "batch: email renditions kept = in batches (6, 4)",
  ],
  [
    "a message lost from its batch",
    "DELETE FROM pieces WHERE channel = 2 AND ordinal = 3",
    "batch: sms renditions in batches = placed (3, 2)",
  ],
  [
    "two batches whose faults cancel out",
    "UPDATE batches SET count = count + batch - 1 WHERE channel = 1",
    "batch: email batches = batches that balance (3, 1)",
  ],
];

test.each(PLANTED)("%s is found", (_name, sql, line) => {
  expect(failuresAfter(sql)).toContain(line);
});

test("two serials on one piece are found", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  const household = { ...printPiece(1, 0, 1), pieceNumber: asPieceNumber(1) };
  ledger.recordPieces([printPiece(0, 0, 0), household]);
  const { lines } = ledger.balance();
  expect(lines.find((line) => line.what === "pieces with a serial = serials")).toMatchObject({
    left: 1,
    right: 2,
    ok: false,
  });
  ledger.close();
});

test("documents of one piece share its serial", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  ledger.recordPieces([
    printPiece(0, 0, 0),
    { ...printPiece(1, 0, 1), pieceNumber: asPieceNumber(1), serial: asSerial(500) },
  ]);
  const { lines } = ledger.balance();
  expect(lines.filter((line) => line.what.includes("serial")).map((line) => line.ok)).toEqual([
    true,
    true,
  ]);
  ledger.close();
});

test("after a balance no document can be placed a second time", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  recordSmallRun(ledger);
  expect(ledger.balance().ok).toBe(true);
  expect(() => ledger.recordPieces([printPiece(7, 1, 9)])).toThrow(
    "document 7 is already in the ledger with other data (print)",
  );
  expect(() => ledger.recordPieces([smsPiece(3, 2)])).toThrow(InvariantError);
  const secondPrimary = { ...smsPiece(4, 0), primary: true };
  expect(() => ledger.recordPieces([secondPrimary])).toThrow(InvariantError);
  expect(ledger.balance().ok).toBe(true);
  ledger.close();
});
