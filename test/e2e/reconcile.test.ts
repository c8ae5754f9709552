import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { StateEffect } from "../../src/model/piece-state.ts";
import { actorNamed } from "../../src/run/decisions/actor.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { inDecisionSession } from "../../src/run/decisions/decision-session.ts";
import {
  type ReconcileReport,
  reconcileRun,
  recordMailing,
  reprintPieces,
  shopStatus,
  UsageError,
} from "../../src/index.ts";
import type { ShopRun } from "../../src/model/shop-status.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { readControl } from "./control-rows.ts";
import { filesBelow } from "./e2e-run.ts";
import { finishedRun } from "./finished-runs.ts";
import { today } from "./today.ts";

const host = new NodeHost();
const decision = { by: "A. Kim", reason: "inserter 2, night shift" };
const [DAMAGED, MISSING, UNREAD, TWICE, PULLED] = [[3, 4, 9], [20], [30, 31], 40, 50];

let out: string;
let file: string;

function withLedger<T>(use: (ledger: Ledger) => T): T {
  const ledger = Ledger.open(host, `${out}/ledger.db`);
  try {
    return use(ledger);
  } finally {
    ledger.close();
  }
}

function stateOf(piece: number): string | undefined {
  return withLedger((ledger) => ledger.piecesOfNumber(piece))[0]?.state;
}

/** What an inserter that reads every sheet would say of the run's spools. */
function inserterRows(): string[] {
  const sheets = filesBelow(`${out}/print`, ".pdf").flatMap((spool) => readControl(spool).sheets);
  return sheets.flatMap((row) => {
    const piece = Number(row["piece"]);
    const mark = row["data_matrix"] as string;
    if (UNREAD.includes(piece)) return [];
    // A piece is damaged where one of its sheets is.
    const isTorn = DAMAGED.includes(piece) && row["sheet_of_piece"] === "1";
    const status = isTorn ? "damaged" : MISSING.includes(piece) ? "missing" : "inserted";
    const line = `${mark},${status}`;
    return piece === TWICE ? [line, line] : [line];
  });
}

async function refusals(work: Promise<unknown>): Promise<string[]> {
  const error: unknown = await work.catch((fault: unknown) => fault);
  if (!(error instanceof UsageError)) throw new Error("it was not refused", { cause: error });
  return error.diagnostics.map(({ code }) => code);
}

function piecesIn(list: string): number[] {
  const lines = readFileSync(list, "utf8").split("\r\n").slice(1, -1);
  return lines.map((line) => Number(line.split(",")[0]));
}

describe("an inserter's file", () => {
  let report: ReconcileReport;
  let pieces: number;

  beforeAll(async () => {
    ({ out } = await finishedRun("rehearsal"));
    file = `${out}/../inserter.csv`;
    withLedger((ledger) => ledger.releaseUnheld());
    const ordinal = withLedger((ledger) => ledger.piecesOfNumber(PULLED))[0]?.ordinal as number;
    const effects: StateEffect[] = [{ state: "pulled", pieces: [{ channel: "print", ordinal }] }];
    const pull = { action: "pull", reason: "a call at midnight", details: { effects } } as const;
    await inDecisionSession(host, out, actorNamed("A. Kim"), (desk) => desk.decide(pull));
    pieces = withLedger((ledger) => ledger.spools()).reduce((sum, spool) => sum + spool.pieces, 0);
    writeFileSync(file, `data_matrix,status\n${inserterRows().join("\n")}\n`);
  });

  it("is refused while pieces were inserted twice and nobody answers for it", async () => {
    expect(await refusals(reconcileRun(out, { ...decision, from: file }))).toEqual([
      "reprint.duplicates",
    ]);
    expect(stateOf(1)).toBe("released");
  });

  it("is refused where a row is of another job or says what is not known", async () => {
    const bad = `${out}/../bad.csv`;
    writeFileSync(bad, "piece,status\n1,inserted\n2,eaten\n99999,inserted\n");
    expect(await refusals(reconcileRun(out, { ...decision, from: bad }))).toEqual([
      "reprint.bad-status",
    ]);
    writeFileSync(bad, "piece,status\n1,inserted\n99999,inserted\n");
    expect(await refusals(reconcileRun(out, { ...decision, from: bad }))).toEqual([
      "reprint.unknown-piece",
    ]);
    writeFileSync(bad, "piece,status\nOTHERJOB-000000001 1/1 A,inserted\n");
    expect(await refusals(reconcileRun(out, { ...decision, from: bad }))).toEqual([
      "reprint.other-job",
    ]);
  });

  it("accounts for every piece once: inserted, to be reprinted, pulled, or not read", async () => {
    report = await reconcileRun(out, { ...decision, from: file, acceptDuplicates: true });
    expect(report).toMatchObject({
      pieces,
      toReprint: DAMAGED.length + MISSING.length,
      unread: UNREAD.length,
      pulled: 1,
      duplicates: String(TWICE),
      pulledInserted: String(PULLED),
    });
    const { inserted, toReprint, pulled, unread } = report;
    expect(inserted + toReprint + pulled + unread).toBe(pieces);
  });

  it("is the evidence for the states of pieces", () => {
    expect([1, TWICE].map(stateOf)).toEqual(["inserted", "inserted"]);
    expect([...DAMAGED, ...MISSING, ...UNREAD].map(stateOf)).toEqual(
      [...DAMAGED, ...MISSING, ...UNREAD].map(() => "released"),
    );
    expect(stateOf(PULLED)).toBe("pulled");
  });

  it("gives lists of what to reprint by cause, and of what nobody read", () => {
    expect(piecesIn(report.damagedFile)).toEqual(DAMAGED);
    expect(piecesIn(report.missingFile)).toEqual(MISSING);
    expect(piecesIn(report.unreadFile)).toEqual(UNREAD);
  });

  it("keeps the run from being mailed until all of them are reprinted or pulled", async () => {
    const mailing = { ...decision, date: today(), statement: "PS 3600 no. 1" };
    const error: unknown = await recordMailing(out, mailing).catch((fault: unknown) => fault);
    const [finding] = error instanceof UsageError ? error.diagnostics : [];
    expect(finding).toMatchObject({
      code: "decision.to-reprint",
      message: "Still to be reprinted: 3-4,9,20.",
    });
    expect(finding?.hint).toContain(report.damagedFile);
    expect(finding?.hint).toContain(report.missingFile);
    expect(stateOf(1)).toBe("inserted");
    const digital = await recordMailing(out, { ...mailing, channels: ["email"] });
    expect(digital.action).toBe("mailed");
  });

  it("names in the run's status what is to be reprinted, and what no machine has read", () => {
    const { exceptions } = shopStatus({ runs: [out], all: true }).runs[0] as ShopRun;
    const told = exceptions.filter(({ what }) => what === "to-reprint" || what === "unread");
    expect(told).toEqual([
      { what: "to-reprint", count: 4, note: "pieces to be reprinted or pulled: 3-4,9,20" },
      { what: "unread", count: 2, note: "pieces that no machine has read: 30-31" },
    ]);
  });

  it("is followed by a reprint, whose marks close the loop", async () => {
    const again = await reprintPieces(out, { ...decision, from: report.damagedFile });
    expect(again.pieces).toBe(DAMAGED.length);
    const marks = readControl(again.file).sheets.map((row) => `${row["data_matrix"]},inserted`);
    const rest = UNREAD.map((piece) => `${piece},inserted`);
    const second = `${out}/../second.csv`;
    writeFileSync(second, ["piece,status", ...marks, ...rest].join("\n"));
    const after = await reconcileRun(out, { ...decision, from: second });
    expect(after).toMatchObject({ number: 2, unread: 0, pulled: 1, toReprint: MISSING.length });
    expect(DAMAGED.map(stateOf)).toEqual(DAMAGED.map(() => "inserted"));
    expect(piecesIn(after.damagedFile)).toEqual([]);
    expect(piecesIn(after.missingFile)).toEqual(MISSING);
  });

  it("takes a piece that was found and inserted after all off the list", async () => {
    const found = `${out}/../found.csv`;
    writeFileSync(found, `piece,status\n${MISSING[0]},inserted\n`);
    const after = await reconcileRun(out, { ...decision, from: found });
    expect(after).toMatchObject({ number: 3, toReprint: 0 });
    expect(piecesIn(after.missingFile)).toEqual([]);
  });

  it("finds out where a void printing was inserted beside the one that stands", async () => {
    const sheets = filesBelow(`${out}/print`, ".pdf").flatMap((spool) => readControl(spool).sheets);
    const first = sheets.find(({ piece }) => piece === String(DAMAGED[0]));
    const late = `${out}/../late.csv`;
    writeFileSync(late, `data_matrix,status\n${first?.["data_matrix"]},inserted\n`);
    expect(await refusals(reconcileRun(out, { ...decision, from: late }))).toEqual([
      "reprint.duplicates",
    ]);
  });

  it("lets the run be mailed when nothing of it is open", async () => {
    const mailing = { ...decision, date: today(), statement: "PS 3600 no. 1" };
    expect((await recordMailing(out, mailing)).standing.state).toBe("mailed");
  });
});
