import { writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { actorNamed } from "../../src/run/decisions/actor.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { inDecisionSession } from "../../src/run/decisions/decision-session.ts";
import {
  addLegalHold,
  findDocuments,
  type FindHit,
  type FindRequest,
  getDocument,
  liftLegalHold,
  purgeRuns,
} from "../../src/index.ts";
import { count, readControl } from "./control-rows.ts";
import { ANA, type CycleRun, runCycles } from "./cycles.ts";
import { filesBelow } from "./run-fixture.ts";
import { piecesOf, SpoolReader } from "./spool-reader.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

/** More by hand, such as NIGHTPRESS_YEAR_RECORDS=5000. */
const RECORDS = Number(process.env["NIGHTPRESS_YEAR_RECORDS"] ?? 40);
/** Pieces of each run that are got beside Ana's. */
const SAMPLES = 3;

const folder = temporaryFolder("year");
const register = `${folder}/register.db`;
const shop = `${folder}/shop.yaml`;
const WHO = { by: "M. Frey", reason: "complaint 4711" };
const CYCLES = Array.from(
  { length: 12 },
  (_, month) => `2025-${String(month + 1).padStart(2, "0")}`,
);
let runs: readonly CycleRun[] = [];

beforeAll(async () => {
  writeFileSync(shop, "shop: test-shop\nregister: register.db\nretention: { default: 30 }\n");
  runs = await runCycles(folder, CYCLES, RECORDS, "plain");
}, 3_600_000);

function find(criteria: Partial<FindRequest>): readonly FindHit[] {
  return findDocuments({ register, ...WHO, ...criteria }).hits;
}

/** That the copy holds the pages of the piece as its spool has them, and no others. */
function expectAsPrinted(copy: string, spool: string, firstPage: number, pages: number): void {
  const [copied, printed] = [new SpoolReader(copy), new SpoolReader(spool)];
  expect(copied.pageCount).toBe(pages);
  for (let page = 1; page <= pages; page += 1)
    expect(copied.contents(page)).toEqual(printed.contents(firstPage + page - 1));
}

describe("a year of cycles", () => {
  it("finds a customer in every cycle by key, account, name and barcode", () => {
    const latestFirst = CYCLES.toReversed();
    for (const criteria of [{ key: ANA.key }, { account: ANA.account }, { name: "ana nov" }])
      expect(find(criteria).map(({ cycle }) => cycle)).toEqual(latestFirst);
    for (const hit of find({ key: ANA.key })) expect(find({ imb: hit.imb })).toEqual([hit]);
    const spring = find({ key: ANA.key, from: "2025-03-01", to: "2025-05-31" });
    expect(spring.map(({ cycle }) => cycle)).toEqual(["2025-05", "2025-04", "2025-03"]);
  });

  it("gives the customer's piece of every cycle page for page as it was printed", async () => {
    for (const hit of find({ key: ANA.key })) {
      const out = `${folder}/ana-${hit.cycle}.pdf`;
      const { copy } = await getDocument({ ...WHO, run: hit.run, key: hit.key, out });
      expect(copy.verified).toEqual({ fragment: true, output: true, compared: true });
      const spool = `${hit.run}/print/${hit.output}`;
      const { sheets } = readControl(spool);
      const front = sheets.find(({ piece }) => piece === `${hit.piece}`);
      expectAsPrinted(out, spool, count(front ?? {}, "first_page"), hit.sheets * 2);
    }
  });

  it("gives other pieces of all spools' beginnings, middles and ends likewise", async () => {
    for (const [at, { out: run }] of runs.entries()) {
      const spools = filesBelow(`${run}/print`).filter((file) => file.endsWith(".pdf"));
      const spool = `${run}/print/${spools[at % spools.length] as string}`;
      const pieces = piecesOf(spool);
      for (let sample = 0; sample < SAMPLES; sample += 1) {
        const last = pieces.length - 1;
        const piece = pieces[Math.round((last * sample) / (SAMPLES - 1))];
        if (piece === undefined) throw new Error(`${spool} has no pieces`);
        const out = `${folder}/sample-${at}-${sample}.pdf`;
        await getDocument({ ...WHO, run, piece: piece.pieceNumber, out });
        expectAsPrinted(out, spool, piece.firstPage, piece.sheets * 2);
      }
    }
  }, 300_000);

  it("purges none of the runs while a hold on the customer stands, and all of them after", async () => {
    for (const { out } of runs)
      await inDecisionSession(new NodeHost(), out, actorNamed("B. Ito"), (desk) => {
        desk.decide({ action: "close", reason: "evidence seen", details: {} });
      });
    const hold = addLegalHold({ register, key: ANA.key, by: "Counsel", reason: "case 12" });
    const kept = (): string[][] =>
      runs.map(({ out }) => filesBelow(out).filter((file) => file !== "audit.ndjson"));
    const before = kept();
    const refused = await purgeRuns({ shop, ...WHO, today: "2035-01-01" });
    expect(refused.runs.map(({ outcome }) => outcome)).toEqual(CYCLES.map(() => "held"));
    expect(kept()).toEqual(before);
    liftLegalHold({ register, hold: hold.id, ...WHO });
    const purged = await purgeRuns({
      shop,
      ...WHO,
      today: "2035-01-01",
      confirm: CYCLES.length,
    });
    expect(purged.runs.map(({ outcome }) => outcome)).toEqual(CYCLES.map(() => "destroyed"));
    expect(find({ key: ANA.key })).toEqual([]);
  });
});
