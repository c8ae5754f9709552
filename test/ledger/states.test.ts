import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { AuditLog } from "../../src/audit/audit-log.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import type { StateEffect } from "../../src/model/piece-state.ts";
import { diskHost } from "../kit/disk-host.ts";
import { recordSmallRun, SUPPRESSED_UNITS, spool } from "./small-run.ts";
import { tempFile } from "../kit/temp-file.ts";

const ACTOR = { by: "Ana", osUser: "ana", hostName: "press" };

function entriesOf(...effects: StateEffect[][]): readonly AuditEntry[] {
  const audit = AuditLog.open(diskHost, tempFile("audit.ndjson"), "a run");
  for (const changes of effects)
    audit.append(ACTOR, { action: "release", reason: "test", details: { effects: changes } });
  return audit.entries;
}

function smallRun(): Ledger {
  const ledger = Ledger.open(diskHost, tempFile("ledger.db"));
  recordSmallRun(ledger);
  return ledger;
}

const RELEASE_FIRST: StateEffect = { state: "released", outputs: [spool(0).name] };
const PULL_7: StateEffect = { state: "pulled", pieces: [{ channel: "print", ordinal: 7 }] };

test("a piece has its own state, else its spool's, else that it was recorded with", () => {
  const ledger = smallRun();
  ledger.applyDecisions(entriesOf([RELEASE_FIRST], [PULL_7]));
  expect([...ledger.piecesOfSpool(0)].map(({ state }) => state)).toEqual(["pulled", "released"]);
  expect([...ledger.piecesOfSpool(1)].map(({ state }) => state)).toEqual(["spooled", "spooled"]);
  expect(ledger.piecesOfKey("K7").map(({ state }) => state)).toEqual(["pulled"]);
  expect(ledger.piecesOfNumber(2).map(({ state }) => state)).toEqual(["released"]);
  expect(ledger.documentsInState("pulled")).toEqual([{ channel: "print", ordinal: 7 }]);
  ledger.close();
});

test("states are counted by spool and by channel, and always add up to what was spooled", () => {
  const ledger = smallRun();
  ledger.applyDecisions(entriesOf([RELEASE_FIRST], [PULL_7]));
  const print = ledger.stateCounts().filter(({ channel }) => channel === "print");
  const named = { channel: "print", stream: "automation-2", documents: 1, pieces: 1 };
  const one = { ...named, pages: 3, sheets: 2 };
  expect(print).toEqual([
    { ...one, output: spool(0).name, state: "released" },
    { ...one, output: spool(0).name, state: "pulled" },
    {
      ...one,
      output: spool(1).name,
      state: "spooled",
      documents: 2,
      pieces: 2,
      pages: 6,
      sheets: 4,
    },
  ]);
  const counts = ledger.counts().filter(({ channel }) => channel === "print");
  expect(counts.map(({ state, pieces, sheets }) => [state, pieces, sheets])).toEqual([
    ["spooled", 2, 4],
    ["released", 1, 2],
    ["pulled", 1, 2],
  ]);
  ledger.close();
});

test("a later release of the spool does not bring a pulled piece back", () => {
  const ledger = smallRun();
  const mailed: StateEffect = { state: "mailed", outputs: [spool(0).name] };
  ledger.applyDecisions(entriesOf([RELEASE_FIRST], [PULL_7], [RELEASE_FIRST], [mailed]));
  expect([...ledger.piecesOfSpool(0)].map(({ state }) => state)).toEqual(["pulled", "mailed"]);
  ledger.close();
});

test("decisions are applied once, in order, also where the log has gone on since", () => {
  const ledger = smallRun();
  const entries = entriesOf([RELEASE_FIRST], [{ state: "spooled", outputs: [spool(0).name] }]);
  ledger.applyDecisions(entries.slice(0, 1));
  ledger.applyDecisions(entries);
  ledger.applyDecisions(entries.slice(0, 1));
  expect([...ledger.piecesOfSpool(0)].map(({ state }) => state)).toEqual(["spooled", "spooled"]);
  ledger.close();
});

test("a run that holds nothing releases all but what people decided about", () => {
  const ledger = smallRun();
  ledger.applyDecisions(entriesOf([{ state: "mailed", outputs: ["email-0.ndjson"] }]));
  ledger.releaseUnheld();
  const states = new Map(ledger.stateCounts().map(({ output, state }) => [output, state]));
  expect(states.get("email-0.ndjson")).toBe("mailed");
  expect([...states.values()].filter((state) => state === "released")).toHaveLength(7);
  ledger.close();
});

test("a ledger of the first version gets the tables of states and keeps its pieces", () => {
  const file = tempFile("ledger.db");
  const ledger = Ledger.open(diskHost, file);
  recordSmallRun(ledger);
  ledger.close();
  const db = new DatabaseSync(file);
  db.exec(
    "DROP TABLE suppressed; ALTER TABLE shards DROP COLUMN suppressed; ALTER TABLE shards DROP COLUMN seeds",
  );
  db.exec(
    "DROP TABLE output_states; DROP TABLE piece_states; DROP TABLE printings; PRAGMA user_version = 1",
  );
  db.close();
  const migrated = Ledger.open(diskHost, file);
  migrated.suppressionsSettled(SUPPRESSED_UNITS);
  migrated.applyDecisions(entriesOf([RELEASE_FIRST]));
  expect([...migrated.piecesOfSpool(0)].map(({ state }) => state)).toEqual([
    "released",
    "released",
  ]);
  expect(migrated.balance().ok).toBe(true);
  migrated.close();
});
