import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { afterEach, beforeAll, expect, test } from "vitest";
import {
  addLegalHold,
  approveRun,
  auditRun,
  auditShop,
  checkJobFile,
  closeRun,
  holdOutputs,
  type LegalHold,
  liftLegalHold,
  listLegalHolds,
  makeOperatorKey,
  type PurgeReport,
  purgeRuns,
  rebuildRegister,
  recordMailing,
  releaseOutputs,
} from "../../src/index.ts";
import { dayAt } from "../../src/base/calendar-day.ts";
import { actorNamed } from "../../src/run/decisions/actor.ts";
import { enterForShop } from "../../src/run/decisions/shop-audit.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { codeOf, refusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { addressOf, writeSmallJob } from "../e2e/small-job.ts";

const keys = temporaryFolder("people");
const WHY = "counts seen";
let folder = "";
let out = "";

/** A shop whose people share one account of the machine, but for one who has another. */
const SHOP = `shop: test-shop
register: register.db
hold: { before-assembly: true, before-release: true }
people:
  - { name: A. Novak, roles: [operator], key: ${keys}/novak.pem.pub }
  - { name: B. Ito, roles: [operator], key: ${keys}/ito.pem.pub }
  - { name: C. Weiss, user: somebody-else, roles: [operator] }
  - { name: R. Ott, roles: [compliance] }
rules:
  release: { by: [operator], not-by: [approve] }
  redrive: { not-by: [run] }
  register: { by: [compliance] }
  lift-hold: { by: [operator], people: 2 }
  purge: { people: 2 }
retention: { default: 1 }
`;

beforeAll(async () => {
  for (const name of ["novak", "ito"]) await makeOperatorKey(`${keys}/${name}.pem`);
  const record = { id: "K-1", address: addressOf({ zip5: "62704" }), due: "12.50", by: "paper" };
  const jobFile = writeSmallJob({
    currency: "USD",
    lines: [JSON.stringify(record)],
    more: "shop: shop.yaml\n",
  });
  folder = jobFile.slice(0, jobFile.lastIndexOf("/"));
  out = `${folder}/out`;
  writeFileSync(`${folder}/shop.yaml`, SHOP);
  const held = await runJob(jobFile, { out, workers: 1 });
  expect(held.status).toBe("held-for-approval");
});

afterEach(() => {
  delete process.env["NIGHTPRESS_KEY"];
});

function signWith(name: string): void {
  process.env["NIGHTPRESS_KEY"] = `${keys}/${name}.pem`;
}

const code = (work: Promise<unknown>): Promise<string> => work.then(() => "", codeOf);

test("two-person rule: who approved a run's counts may not release it", async () => {
  expect(await code(approveRun(out, { by: "a. novak", reason: WHY }))).toBe("decision.not-signed");
  signWith("novak");
  await approveRun(out, { by: "a.  NOVAK", reason: WHY });
  expect((await resumeRun(out, { workers: 1 })).status).toBe("held-for-release");
  const release = (by: string): Promise<string> => code(releaseOutputs(out, { by, reason: WHY }));
  expect(await release("A. Novak")).toBe("decision.same-person");
  expect(await release("Ａ. novak")).toBe("decision.same-person");
  expect(await release("B. Ito")).toBe("decision.other-key");
  expect(await release("C. Weiss")).toBe("decision.other-user");
  expect(await release("R. Ott")).toBe("decision.no-role");
  expect(await release("Somebody")).toBe("decision.unknown-person");
  expect(auditRun(out).entries.map(({ action }) => action)).toEqual(["approve"]);
  signWith("ito");
  expect(await release("b. ito")).toBe("");
});

test("the log has the name as typed, the shop's spelling and the signature", () => {
  const [approved, released] = auditRun(out).entries;
  expect(approved).toMatchObject({ by: "a.  NOVAK", person: "A. Novak" });
  expect(released).toMatchObject({ by: "b. ito", person: "B. Ito", osUser: userInfo().username });
  for (const entry of [approved, released]) expect(entry?.signature?.sig).toMatch(/^[\w+/=]{88}$/);
});

test("rules hold where a command names the register alone", () => {
  const register = `${folder}/register.db`;
  const hold = addLegalHold({ register, key: "K-1", by: "Counsel", reason: "case 12-345" });
  const lift = (by: string): string[] =>
    refusedCodes(() => liftLegalHold({ register, hold: hold.id, by, reason: "case closed" }));
  expect(lift("Counsel")).toEqual(["decision.unknown-person"]);
  expect(lift("R. Ott")).toEqual(["decision.no-role"]);
});

test("two-person rule: a legal hold is lifted when another person says so, too", () => {
  const register = `${folder}/register.db`;
  const [hold] = listLegalHolds(register);
  const lift = (by: string): LegalHold =>
    liftLegalHold({ register, hold: hold?.id ?? 0, by, reason: "case closed" });
  signWith("ito");
  expect(lift("B. Ito").liftedAtIso).toBe("");
  expect(refusedCodes(() => lift("b.  ITO"))).toEqual(["decision.same-person"]);
  expect(listLegalHolds(register)[0]?.liftedAtIso).toBe("");
  signWith("novak");
  expect(lift("A. Novak")).toMatchObject({ liftedBy: "A. Novak" });
});

test("an edited job.json: rules taken out of it are refused, and what to do is said", async () => {
  const file = `${out}/job.json`;
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole.replace('"notBy": [\n       "approve"\n      ]', '"notBy": []'));
  expect(readFileSync(file, "utf8")).not.toBe(whole);
  const edited = releaseOutputs(out, { by: "A. Novak", reason: WHY });
  await expect(edited).rejects.toMatchObject({
    diagnostics: [{ code: "run.job-changed", hint: expect.stringContaining("Restore it") }],
  });
  writeFileSync(file, whole);
});

test("who began a run may not redrive it, by the rules that it began with", async () => {
  const redrive = { rejectsOf: out, by: "C. Weiss", reason: WHY };
  const driven = (by: string): Promise<string> =>
    code(runJob(`${folder}/job.yaml`, { out: `${folder}/child`, redrive: { ...redrive, by } }));
  expect(await driven("Somebody")).toBe("decision.unknown-person");
  signWith("ito");
  expect(await driven("B. Ito")).toBe("decision.same-person");
});

test("who the people are now is in the shop's log before what they decide about a run", async () => {
  const rules = (): number =>
    auditShop({ shop: `${folder}/shop.yaml` }).entries.filter(({ action }) => action === "rules")
      .length;
  const [before, reason] = [rules(), WHY];
  signWith("ito");
  writeFileSync(`${folder}/shop.yaml`, SHOP.replace("[compliance]", "[compliance, operator]"));
  await holdOutputs(out, { by: "R. Ott", reason });
  writeFileSync(`${folder}/shop.yaml`, SHOP);
  expect(rules()).toBe(before + 1);
  await releaseOutputs(out, { by: "B. Ito", reason });
  expect(rules()).toBe(before + 2);
});

test("a copy of the shop's file without its rules does not rule the register", async () => {
  const shop = `${folder}/copy.yaml`;
  const purge = (): Promise<string> =>
    code(purgeRuns({ shop, today: "2031-01-01", confirm: 0, by: "Somebody", reason: "alone" }));
  writeFileSync(shop, SHOP);
  expect(await purge()).toBe("");
  writeFileSync(shop, SHOP.replace("  purge: { people: 2 }\n", ""));
  expect(await purge()).toBe("decision.other-shop");
  const job = `${folder}/alone.yaml`;
  const text = readFileSync(`${folder}/job.yaml`, "utf8").replace("2026-10\n", "2026-11\n");
  writeFileSync(job, text.replace("shop: shop.yaml\n", ""));
  expect(await code(runJob(job, { out: `${folder}/alone` }))).toBe("decision.other-shop");
  const { diagnostics } = await checkJobFile(job);
  expect(diagnostics.map((found) => found.code)).toContain("decision.other-shop");
});

test("a register that is lost takes no rule with it, nor does the one rebuilt", () => {
  const register = `${folder}/register.db`;
  const why = { register, reason: "the disk failed" };
  const { id: hold } = addLegalHold({ ...why, key: "K-1", by: "Counsel" });
  for (const end of ["", "-wal", "-shm"])
    if (existsSync(register + end)) renameSync(register + end, `${folder}/lost.db${end}`);
  const rebuild = (by: string): unknown => rebuildRegister({ ...why, from: [out], by });
  expect(refusedCodes(() => rebuild("Somebody"))).toEqual(["decision.unknown-person"]);
  rebuild("R. Ott");
  const lift = (): unknown => liftLegalHold({ ...why, hold, by: "Somebody" });
  expect(refusedCodes(lift)).toEqual(["decision.unknown-person"]);
  for (const name of ["novak", "ito"]) {
    signWith(name);
    liftLegalHold({ ...why, hold, by: name === "ito" ? "B. Ito" : "A. Novak" });
  }
});

test("two-person rule: nobody destroys alone, and none can enter it past the rule", async () => {
  const [shop, today] = [`${folder}/shop.yaml`, "2031-01-01"];
  signWith("ito");
  const date = dayAt(Date.now());
  await recordMailing(out, { by: "B. Ito", reason: WHY, date, statement: "PS-1" });
  await closeRun(out, { by: "B. Ito", reason: WHY });
  const purge = (by: string): Promise<PurgeReport> =>
    purgeRuns({ shop, today, confirm: 1, by, reason: "yearly purge" });
  expect(await purge("B. Ito")).toMatchObject({
    waitsForSecond: true,
    runs: [{ outcome: "due" }],
  });
  expect(await code(purge("b. ito"))).toBe("decision.same-person");
  const alone = { action: "purge", reason: WHY, details: { outcome: "begun" } } as const;
  const past = (): unknown =>
    enterForShop(new NodeHost(), `${folder}/register.db`, actorNamed("B. Ito"), alone);
  expect(refusedCodes(past)).toEqual(["decision.same-person"]);
  signWith("novak");
  const done = await purge("A. Novak");
  expect(done).toMatchObject({ waitsForSecond: false, runs: [{ outcome: "destroyed" }] });
});
