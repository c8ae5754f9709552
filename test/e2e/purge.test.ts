import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { actorNamed } from "../../src/run/decisions/actor.ts";
import type { DestructionRecord } from "../../src/run/decisions/destruction.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { inDecisionSession } from "../../src/run/decisions/decision-session.ts";
import { readShopAudit } from "../../src/run/decisions/shop-audit.ts";
import {
  addLegalHold,
  certifyRun,
  checkCertificate,
  findDocuments,
  getDocument,
  liftLegalHold,
  listLegalHolds,
  type PurgedRun,
  purgeRuns,
  type PurgeRequest,
  UsageError,
} from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { AuditAction } from "../../src/model/audit.ts";
import { filesBelow } from "./run-fixture.ts";
import { ANA, type CycleRun, REJECTED_KEY, runThreeCycles } from "./cycles.ts";
import { nightpress } from "../kit/command.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("purge");
const register = `${folder}/register.db`;
const shop = `${folder}/shop.yaml`;
const host = new NodeHost();
const WHO = { by: "M. Frey", reason: "yearly purge" };
let runs: readonly CycleRun[] = [];

beforeAll(async () => {
  writeFileSync(
    shop,
    "shop: test-shop\nregister: register.db\nretention: { deposit-statement: 30, default: 3650 }\n",
  );
  runs = await runThreeCycles(folder);
});

function out(index: number): string {
  return (runs[index] as CycleRun).out;
}

/** Enters what stands in the log of a run that was mailed on a day, and closed. */
async function decided(index: number, action: AuditAction, details: object): Promise<void> {
  await inDecisionSession(host, out(index), actorNamed("B. Ito"), (desk) => {
    desk.decide({ action, reason: "evidence seen", details: { ...details } });
  });
}

/** Purges with the right number confirmed, as after a look at what would go. */
async function purge(request: Partial<PurgeRequest>): Promise<PurgedRun[]> {
  const { unconfirmed } = await purgeRuns({ shop, ...WHO, ...request });
  const confirm = unconfirmed > 0 ? { confirm: unconfirmed } : {};
  const report = await purgeRuns({ shop, ...WHO, ...request, ...confirm });
  return [...report.runs].sort((a, b) => (a.cycle < b.cycle ? -1 : 1));
}

const outcomes = (done: readonly PurgedRun[]) => done.map(({ outcome }) => outcome);

function record(index: number): DestructionRecord {
  return JSON.parse(readFileSync(`${out(index)}/destroyed.json`, "utf8"));
}

describe("purge", () => {
  it("keeps runs that are not closed, and those whose term runs from their mailing", async () => {
    expect(outcomes(await purge({ today: "2027-01-01" }))).toEqual(Array(3).fill("not-closed"));
    await decided(0, "mailed", { date: "2025-09-20", statement: "PS 3600" });
    for (const index of [0, 1]) await decided(index, "close", {});
    const [first, second] = await purge({ today: "2025-10-20" });
    expect([first?.outcome, first?.term?.countedFrom]).toEqual(["not-over", "2025-09-20"]);
    // A month after its as-of date; a day more than the days kept is the first on which it may go.
    expect([second?.outcome, second?.term?.over]).toEqual(["not-over", "2025-10-29"]);
  });

  it("says what would go, and leaves everything as it was", async () => {
    const before = filesBelow(folder).filter((file) => file.startsWith("out-"));
    const done = await purge({ today: "2025-10-21", dryRun: true });
    expect(outcomes(done)).toEqual(["due", "not-over", "not-closed"]);
    expect(done[0]?.files).toBeGreaterThan(10);
    expect(filesBelow(folder).filter((file) => file.startsWith("out-"))).toEqual(before);
  });

  it("destroys nothing before the number of runs is confirmed, and none at a wrong one", async () => {
    const before = filesBelow(folder).filter((file) => file.startsWith("out-"));
    const shown = await purgeRuns({ shop, ...WHO, today: "2025-10-30" });
    expect(outcomes(shown.runs).filter((outcome) => outcome === "due")).toHaveLength(2);
    expect([shown.unconfirmed, shown.dryRun]).toEqual([2, false]);
    for (const confirm of [1, 3, 12]) {
      const wrong = purgeRuns({ shop, ...WHO, today: "2025-10-30", confirm });
      await expect(wrong).rejects.toThrow(`2 runs are due, not ${confirm}.`);
    }
    for (const before of ["yesterday", "2025-13-01", "2025-02-30", "20251101"]) {
      const code = "retention.bad-day";
      await expect(purgeRuns({ shop, ...WHO, before })).rejects.toMatchObject({
        diagnostics: [{ code }],
      });
    }
    expect(filesBelow(folder).filter((file) => file.startsWith("out-"))).toEqual(before);
  });

  it("refuses runs under hold, says which, and removes nothing of them", async () => {
    const onRun = addLegalHold({ register, run: out(0), by: "Counsel", reason: "case 12" });
    const onKey = addLegalHold({ register, key: REJECTED_KEY, by: "Counsel", reason: "case 13" });
    const onOther = addLegalHold({ register, key: "nobody's", by: "Counsel", reason: "case 14" });
    const before = filesBelow(out(0));
    const report = await purgeRuns({ shop, ...WHO, today: "2027-01-01" });
    expect(report.refused).toBe(2);
    const held = report.runs.filter(({ outcome }) => outcome === "held");
    expect(held.map(({ holds }) => holds.map(({ id }) => id))).toEqual([
      [onRun.id, onKey.id],
      [onKey.id],
    ]);
    expect(filesBelow(out(0)).filter((file) => file !== "audit.ndjson")).toEqual(
      before.filter((file) => file !== "audit.ndjson"),
    );
    for (const { id } of [onRun, onOther]) liftLegalHold({ register, hold: id, ...WHO });
    expect((await purge({ today: "2027-01-01" }))[0]?.holds.map(({ id }) => id)).toEqual([
      onKey.id,
    ]);
  });

  it("holds on, with the register lost: holds are in the shop's log", async () => {
    const holds = listLegalHolds(register);
    const lost = `${folder}/lost.db`;
    writeFileSync(`${folder}/lost.audit.ndjson`, readFileSync(`${folder}/register.audit.ndjson`));
    findDocuments({ runs: [out(0)], key: "x", ...WHO });
    new NodeHost().openWrite(lost).close();
    expect(listLegalHolds(lost)).toEqual(holds);
    expect(holds.filter(({ liftedAtIso }) => liftedAtIso === "")).toHaveLength(1);
  });

  it("destroys what names customers, and keeps what proves that it was there", async () => {
    const standing = listLegalHolds(register).find(({ liftedAtIso }) => liftedAtIso === "");
    liftLegalHold({ register, hold: standing?.id ?? 0, ...WHO });
    findDocuments({ register, key: ANA.key, ...WHO });
    const list = JSON.stringify({ records: 1, lists: [], suppressed: [{ key: ANA.key }] });
    writeFileSync(`${out(0)}/reports/suppressions.json`, list);
    const spools = filesBelow(`${out(0)}/print`).filter((file) => file.endsWith(".pdf"));
    const [first, ...others] = await purge({ today: "2027-01-01", before: "2025-09-01" });
    expect([first?.outcome, others]).toEqual(["destroyed", []]);
    expect(readdirSync(out(0)).filter((name) => !name.startsWith("ledger.db-"))).toEqual([
      "assembly.json",
      "audit.ndjson",
      "destroyed.json",
      "job.json",
      "ledger.db",
      "reports",
      "run.lock",
    ]);
    for (const file of filesBelow(out(0)))
      expect(readFileSync(`${out(0)}/${file}`).includes(ANA.key)).toBe(false);
    const { state, files, by } = record(0);
    expect([state, by, files.length]).toEqual(["done", WHO.by, first?.files]);
    const told = files.map(({ path }) => path);
    for (const spool of spools) expect(told).toContain(`print/${spool}`);
    expect(files.every(({ hash }) => /^[0-9a-f]{8}([0-9a-f]{56})?$/.test(hash))).toBe(true);
  });

  it("leaves a certificate that still holds, and tells what of it was destroyed", async () => {
    const { lines } = await checkCertificate(out(0), { unsignedOk: true });
    // Nobody can issue it anew, so that nothing vouches for what was decided since.
    expect(lines.filter(({ ok }) => !ok)).toMatchObject([
      { what: "audit log", isUnproven: true, found: expect.stringMatching(/destroyed since$/) },
    ]);
    expect(lines.find(({ what }) => what === "spools")?.found).toMatch(/destroyed since/);
    const anew = certifyRun(out(0));
    await expect(anew).rejects.toMatchObject({ diagnostics: [{ code: "retention.destroyed" }] });
  });

  it("leaves a ledger whose sums still hold", () => {
    const ledger = Ledger.open(host, `${out(0)}/ledger.db`);
    expect(ledger.balance().ok).toBe(true);
    ledger.close();
  });

  it("enters it in both logs, begun before and destroyed after", () => {
    const entries = readShopAudit(host, register).filter(({ action }) => action === "purge");
    const own = entries.filter(({ details }) => details["run"] === out(0));
    expect(own.map(({ details }) => details["outcome"]).slice(-2)).toEqual(["begun", "destroyed"]);
    expect(
      readFileSync(`${out(0)}/audit.ndjson`, "utf8")
        .trim()
        .split("\n")
        .at(-1),
    ).toMatch(/"action":"purge"/);
  });

  it("lets find and get say by whom it was destroyed", async () => {
    const { hits, notes } = findDocuments({ register, key: ANA.key, ...WHO });
    expect(hits).toHaveLength(2);
    expect(notes.map(({ run, code }) => [run, code])).toEqual([[out(0), "retention.destroyed"]]);
    expect(notes[0]?.message).toMatch(/was destroyed on \d{4}-\d\d-\d\d by M. Frey/);
    const got = getDocument({ run: out(0), ordinal: 0, out: `${folder}/x.pdf`, ...WHO });
    await expect(got).rejects.toThrow(/destroyed on .* by M. Frey/);
  });

  it("refuses a number where nothing is due, and does not offer to confirm none", async () => {
    const nothing = purge({ before: "2000-01-01", confirm: 3 });
    const failure = await nothing.catch((error: unknown) => error);
    expect((failure as UsageError).diagnostics).toMatchObject([
      {
        code: "retention.other-count",
        message: "No run is due, not 3.",
        hint: "--dry-run says why each of them is kept.",
      },
    ]);
  });

  it("goes on where it was killed, and has nothing to do afterwards", async () => {
    writeFileSync(
      `${out(0)}/destroyed.json`,
      JSON.stringify({ ...record(0), state: "begun", by: "the first" }),
    );
    mkdirSync(`${out(0)}/print/automation-1`, { recursive: true });
    writeFileSync(`${out(0)}/print/automation-1/left.pdf`, "left over");
    const again = { today: "2027-01-01", before: "2025-09-01" };
    expect(outcomes(await purge(again))).toEqual(["destroyed"]);
    expect(existsSync(`${out(0)}/print`)).toBe(false);
    expect([record(0).state, record(0).by]).toEqual(["done", "the first"]);
    expect(outcomes(await purge(again))).toEqual(["destroyed-before"]);
  });

  it("says by the exit code that a hold has stopped it", async () => {
    addLegalHold({ register, job: "retail-statements", by: "Counsel", reason: "case 15" });
    const command = ["purge", "--shop", shop, "--by", "x", "--reason", "y", "--json"];
    const { code, out: said } = await nightpress(command);
    const report = JSON.parse(said) as { refused: number };
    expect([code, report.refused]).toEqual([3, 1]);
  });
});
