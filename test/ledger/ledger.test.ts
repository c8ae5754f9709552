import { asSerial } from "../../src/base/units.ts";
import { closeSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { InvariantError } from "../../src/base/assert.ts";
import { StoreError } from "../../src/store/store-error.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { Register } from "../../src/register/register.ts";
import { diskHost } from "../kit/disk-host.ts";
import { batch, emailPiece, printPiece, shard, smsPiece, spool } from "./small-run.ts";
import { tempFile } from "../kit/temp-file.ts";

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return "none";
}

/** Does `work` with a ledger, then again with the same file reopened. */
function twice(work: (ledger: Ledger) => void): void {
  const file = tempFile("ledger.db");
  for (let time = 0; time < 2; time++) {
    const ledger = Ledger.open(diskHost, file);
    work(ledger);
    ledger.close();
  }
}

test("facts outlive the process; the last one stands, a frozen one stays", () => {
  const file = tempFile("ledger.db");
  const first = Ledger.open(diskHost, file);
  expect(first.fact("sums of spool 1")).toBeUndefined();
  first.setFact("sums of spool 1", ["1", "2"]);
  first.setFact("sums of spool 1", ["3"]);
  first.freezeFact("breaks of spool 2", [7]);
  first.close();
  const second = Ledger.open(diskHost, file);
  expect(second.fact("sums of spool 1")).toEqual(["3"]);
  second.freezeFact("breaks of spool 2", [7]);
  expect(() => second.freezeFact("breaks of spool 2", [8])).toThrow(InvariantError);
  expect(second.fact("breaks of spool 2")).toEqual([7]);
  // @ts-expect-error: it would not be kept.
  expect(() => second.setFact("counts", undefined)).toThrow(InvariantError);
  second.close();
});

test("shards come back as they were; the same again is fine, another content is not", () => {
  twice((ledger) => {
    ledger.shardDone(shard(3));
    ledger.shardDone(shard(1));
    expect([...ledger.shardsDone().entries()]).toEqual([
      [1, shard(1)],
      [3, shard(3)],
    ]);
    expect(() => ledger.shardDone({ ...shard(3), checksum: "other" })).toThrow(
      "shard 3 is already done, with other content",
    );
    const renditions = { ...shard(1).renditions, sms: 99 };
    expect(() => ledger.shardDone({ ...shard(1), renditions })).toThrow(InvariantError);
    expect(ledger.shardsDone().size).toBe(2);
  });
});

test("spools and batches come back in order under the same rule", () => {
  twice((ledger) => {
    ledger.spoolDone(spool(1));
    ledger.spoolDone(spool(0));
    ledger.batchDone(batch("sms", 0));
    ledger.batchDone(batch("email", 1));
    ledger.batchDone(batch("email", 0));
    expect(ledger.spools()).toEqual([spool(0), spool(1)]);
    expect(ledger.batches()).toEqual([batch("email", 0), batch("email", 1), batch("sms", 0)]);
    expect(() => ledger.spoolDone({ ...spool(1), sha256: "other" })).toThrow(
      "spool 1 is already done, with other content",
    );
    expect(() => ledger.batchDone({ ...batch("sms", 0), count: 9 })).toThrow(
      "sms batch 0 is already done, with other content",
    );
  });
});

test("pieces come back in the order of their sheets, batches in input order", () => {
  twice((ledger) => {
    const late = { ...printPiece(2, 0, 1), keyHash: "ab12" };
    expect(ledger.recordPieces([late, printPiece(9, 0, 0)])).toBe(2);
    ledger.recordPieces([printPiece(4, 1, 2)]);
    ledger.recordPieces([emailPiece(8, 0), emailPiece(5, 0), smsPiece(8, 0)]);
    expect([...ledger.piecesOfSpool(0)]).toEqual([printPiece(9, 0, 0), late]);
    expect([...ledger.piecesOfSpool(1)]).toEqual([printPiece(4, 1, 2)]);
    expect([...ledger.piecesOfSpool(2)]).toEqual([]);
    expect([...ledger.piecesOfBatch("email", 0)]).toEqual([emailPiece(5, 0), emailPiece(8, 0)]);
    expect([...ledger.piecesOfBatch("sms", 0)]).toEqual([smsPiece(8, 0)]);
    expect(() => ledger.piecesOfBatch("print", 0)).toThrow(InvariantError);
    expect(ledger.piecesOfKey("K8")).toEqual([emailPiece(8, 0), smsPiece(8, 0)]);
  });
});

test("the span of serials reaches from the first to the last that was printed", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  expect(ledger.serialSpan()).toBeUndefined();
  ledger.recordPieces([emailPiece(3, 0)]);
  expect(ledger.serialSpan()).toBeUndefined();
  ledger.recordPieces([printPiece(7, 0, 4), printPiece(1, 0, 1)]);
  expect(ledger.serialSpan()).toEqual({ first: 501, count: 4 });
  ledger.close();
});

test("two readers of one spool do not disturb each other", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  ledger.recordPieces([printPiece(0, 0, 0), printPiece(1, 0, 1), printPiece(2, 0, 2)]);
  const pairs: string[] = [];
  for (const outer of ledger.piecesOfSpool(0))
    for (const inner of ledger.piecesOfSpool(0)) pairs.push(`${outer.ordinal}${inner.ordinal}`);
  expect(pairs).toEqual(["00", "01", "02", "10", "11", "12", "20", "21", "22"]);
  ledger.close();
});

test("a piece recorded otherwise is refused, and nothing of its call stays", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  ledger.recordPieces([printPiece(0, 0, 0)]);
  const changed = { ...printPiece(0, 0, 0), serial: asSerial(77) };
  expect(() => ledger.recordPieces([printPiece(1, 0, 1), changed])).toThrow(
    "document 0 is already in the ledger with other data (print)",
  );
  const nowhere = { ...printPiece(1, 0, 1), spool: -1 };
  expect(() => ledger.recordPieces([nowhere])).toThrow(InvariantError);
  const failing = function* () {
    yield printPiece(1, 0, 1);
    throw new RangeError("the caller's own");
  };
  expect(() => ledger.recordPieces(failing())).toThrow(RangeError);
  expect([...ledger.piecesOfSpool(0)]).toEqual([printPiece(0, 0, 0)]);
  ledger.close();
});

test("recording a piece again does not set its state back", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  const released = { ...printPiece(0, 0, 0), state: "released" as const };
  ledger.recordPieces([released]);
  ledger.recordPieces([printPiece(0, 0, 0)]);
  expect([...ledger.piecesOfSpool(0)]).toEqual([released]);
  ledger.close();
});

test("an iterable may hand out one object again and again", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  const row = { ...printPiece(0, 0, 0) };
  const rows = function* () {
    for (let place = 0; place < 3; place++) yield Object.assign(row, printPiece(place, 0, place));
  };
  expect(ledger.recordPieces(rows())).toBe(3);
  expect([...ledger.piecesOfSpool(0)].map((piece) => piece.ordinal)).toEqual([0, 1, 2]);
  ledger.close();
});

test("counts add up by channel and state", () => {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  const shared = { ...printPiece(1, 0, 1), pieceNumber: printPiece(0, 0, 0).pieceNumber };
  const released = { ...printPiece(2, 0, 2), state: "released" as const };
  ledger.recordPieces([printPiece(0, 0, 0), shared, released, emailPiece(3, 0)]);
  expect(ledger.counts()).toEqual([
    { channel: "print", state: "spooled", documents: 2, pieces: 1, pages: 6, sheets: 4 },
    { channel: "print", state: "released", documents: 1, pieces: 1, pages: 3, sheets: 2 },
    { channel: "email", state: "composed", documents: 1, pieces: 0, pages: 0, sheets: 0 },
  ]);
  ledger.close();
});

test("rejects and dispositions are replaced as a whole", () => {
  twice((ledger) => {
    ledger.rejectsSettled([{ code: "data.stale", count: 5 }]);
    ledger.rejectsSettled([
      { code: "data.type", count: 2 },
      { code: "data.missing-key", count: 1 },
    ]);
    ledger.dispositionsSettled([{ disposition: "print", count: 4 }]);
    expect(ledger.rejects()).toEqual([
      { code: "data.missing-key", count: 1 },
      { code: "data.type", count: 2 },
    ]);
    expect(ledger.dispositions()).toEqual([{ disposition: "print", count: 4 }]);
  });
});

test("the ledger is readable by its owner alone", () => {
  const file = tempFile("ledger.db");
  Ledger.open(diskHost, file).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a file that is no ledger is refused with what to do, and left as it is", () => {
  const text = tempFile("ledger.db");
  writeFileSync(text, "not a ledger");
  expect(codeOf(() => Ledger.open(diskHost, text))).toBe("ledger.damaged-file");
  expect(readFileSync(text, "utf8")).toBe("not a ledger");
  const register = tempFile("register.db");
  Register.open(diskHost, register).close();
  expect(() => Ledger.open(diskHost, register)).toThrow(/is not a ledger .*: put back a good copy/);
  const other = tempFile("ledger.db");
  const db = new DatabaseSync(other);
  db.exec("CREATE TABLE birds (name TEXT)");
  db.close();
  expect(codeOf(() => Ledger.open(diskHost, other))).toBe("ledger.foreign-file");
});

test("damage met while reading is a StoreError too", () => {
  const file = tempFile("ledger.db");
  const ledger = Ledger.open(diskHost, file);
  ledger.recordPieces(Array.from({ length: 2000 }, (_, place) => printPiece(place, 0, place)));
  ledger.close();
  const pages = statSync(file).size / 4096;
  const descriptor = openSync(file, "r+");
  for (let page = Math.floor(pages / 2); page < pages; page++)
    writeSync(descriptor, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(descriptor);
  const damaged = Ledger.open(diskHost, file);
  expect(codeOf(() => [...damaged.piecesOfSpool(0)])).toBe("ledger.damaged-file");
  expect(codeOf(() => damaged.counts())).toBe("ledger.damaged-file");
  damaged.close();
});

/** A ledger in which `spoil` changed what no run changes. */
function spoilt(spoil: (db: DatabaseSync) => void): string {
  const file = tempFile("ledger.db");
  const ledger = Ledger.open(diskHost, file);
  ledger.scanDone({ shards: 1, units: 1, seeds: 0 });
  ledger.close();
  const db = new DatabaseSync(file);
  spoil(db);
  db.close();
  return file;
}

test("tables, facts and a head that are not what was written are damage, not a fault", () => {
  const ways: ((db: DatabaseSync) => void)[] = [
    (db) => db.exec("ALTER TABLE shards RENAME COLUMN seeds TO weeds"),
    (db) => db.exec("ALTER TABLE spools RENAME TO spoils"),
    (db) => db.exec(`UPDATE facts SET json = '{"a": "' || char(1) || '"}'`),
  ];
  for (const way of ways) {
    const ledger = Ledger.open(diskHost, spoilt(way));
    expect(codeOf(() => ledger.balance())).toBe("ledger.damaged-file");
    ledger.close();
  }
  const unversioned = spoilt((db) => db.exec("PRAGMA user_version = 0"));
  expect(codeOf(() => Ledger.open(diskHost, unversioned))).toBe("ledger.damaged-file");
  const file = spoilt((db) => db.exec("PRAGMA journal_mode = DELETE"));
  const descriptor = openSync(file, "r+");
  // The schema format number, of which SQLite knows 1 to 4 (sqlite.org/fileformat2.html, 1.3.10).
  writeSync(descriptor, Buffer.of(9), 0, 1, 47);
  closeSync(descriptor);
  expect(codeOf(() => Ledger.open(diskHost, file))).toBe("ledger.damaged-file");
});

test("a ledger that another process writes to is busy, not broken", () => {
  const file = tempFile("ledger.db");
  const ledger = Ledger.open(diskHost, file);
  const other = new DatabaseSync(file);
  other.exec("BEGIN IMMEDIATE");
  expect(codeOf(() => ledger.setFact("ended", "finished"))).toBe("ledger.busy");
  other.exec("ROLLBACK");
  other.close();
  ledger.setFact("ended", "nothing-made");
  expect(ledger.fact("ended")).toBe("nothing-made");
  ledger.close();
});
