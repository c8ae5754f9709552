import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeAll, expect, test } from "vitest";
import { hashValue } from "../../src/base/hash.ts";
import {
  addLegalHold,
  auditRun,
  auditShop,
  exportRoots,
  findDocuments,
  makeOperatorKey,
  releaseOutputs,
} from "../../src/index.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import { AuditError } from "../../src/audit/audit-error.ts";
import { timestampClaim } from "../../src/evidence/audit/timestamp-reply.ts";
import { Register } from "../../src/register/register.ts";
import { enterDecision, openAudit } from "../../src/run/decisions/decision-session.ts";
import { type FrozenRun, readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { onMachine } from "../../src/run/host/machine.ts";
import { jobText, sealedRun } from "../../src/run/folder/job-seal.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { DatabaseSync } from "../../src/store/sqlite.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { refusedCodes } from "../kit/refused-codes.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { addressOf, writeSmallJob } from "../e2e/small-job.ts";

const keys = temporaryFolder("audit-keys");
const host = new NodeHost();
let folder = "";
let out = "";
let shop = "";
let register = "";
let roots = "";

const SHOP = `shop: test-shop
register: register.db
hold: { before-release: true }
people:
  - { name: A. Novak, roles: [operator], key: ${keys}/novak.pem.pub }
rules:
  release: { by: [operator] }
`;

beforeAll(async () => {
  await makeOperatorKey(`${keys}/novak.pem`);
  await makeOperatorKey(`${keys}/other.pem`);
  const record = { id: "K-1", address: addressOf({ zip5: "62704" }), due: "12.50", by: "paper" };
  const more = "shop: shop.yaml\nsearch: { account: id }\n";
  const job = writeSmallJob({ currency: "USD", lines: [JSON.stringify(record)], more });
  folder = job.slice(0, job.lastIndexOf("/"));
  [out, shop, register] = [`${folder}/out`, `${folder}/shop.yaml`, `${folder}/register.db`];
  roots = `${folder}/roots.json`;
  writeFileSync(shop, SHOP);
  await runJob(job, { out, workers: 1 });
  process.env["NIGHTPRESS_KEY"] = `${keys}/novak.pem`;
  await releaseOutputs(out, { by: "a. novak", reason: "proofs seen" });
  delete process.env["NIGHTPRESS_KEY"];
  addLegalHold({ register, key: "K-1", by: "Counsel", reason: "case 12-345" });
  findDocuments({ register, key: "K-1", by: "Desk", reason: "call of the customer" });
  exportRoots({ shop, out: roots });
  for (const name of ["register.db", "register.audit.ndjson", "out/audit.ndjson", "out/job.json"])
    copyFileSync(`${folder}/${name}`, `${folder}/${name}.whole`);
});

afterEach(() => {
  for (const name of ["register.db", "register.audit.ndjson", "out/audit.ndjson", "out/job.json"])
    copyFileSync(`${folder}/${name}.whole`, `${folder}/${name}`);
});

/** Writes a log anew with a change, so that each line follows from the one before. */
function rewrite(file: string, change: (entry: AuditEntry) => AuditEntry): AuditEntry {
  const entries = readFileSync(file, "utf8").trimEnd().split("\n");
  let last = JSON.parse(entries[0] ?? "") as AuditEntry;
  let { previous } = last;
  const lines = entries.map((line) => {
    const { hash: _, ...told } = { ...change(JSON.parse(line) as AuditEntry), previous };
    last = { ...told, hash: hashValue(told) };
    previous = last.hash;
    return `${JSON.stringify(last)}\n`;
  });
  writeFileSync(file, lines.join(""));
  return last;
}

const otherReason = (entry: AuditEntry): AuditEntry => ({ ...entry, reason: "nothing to see" });
const messageOf = (work: () => unknown): string => {
  try {
    work();
    return "";
  } catch (error) {
    return error instanceof AuditError ? `${error.code}: ${error.message}` : String(error);
  }
};

test("the shop's log lists decisions and queries, and says who signed", () => {
  const report = auditShop({ shop });
  expect(report.entries.map(({ action, by }) => [action, by])).toEqual([
    ["rules", "nightpress shop"],
    ["legal-hold", "Counsel"],
    ["find", "Desk"],
  ]);
  expect(report.signers).toEqual(["typed", "typed", "typed"]);
  expect(report.findings).toEqual([]);
  expect(report.runs).toMatchObject([{ run: out, decisions: 1 }]);
  expect(auditRun(out).signers).toEqual(["signed"]);
});

test("the command says signed, or the name as typed and the user", async () => {
  const ofRun = await nightpress(["audit", out]);
  expect(ofRun.out).toMatch(/release +A\. Novak, signed \(/);
  const ofShop = await nightpress(["audit", "--shop", shop, "--root", roots]);
  expect(ofShop.out).toMatch(/legal-hold +Counsel as typed, OS user .+: case 12-345/);
  expect(ofShop.out).toContain("all logs hold");
  expect(ofShop.code).toBe(0);
});

test("a run's log and the register rewritten together are found by an exported root", async () => {
  const { seq, hash } = rewrite(`${out}/audit.ndjson`, ({ signature: _signature, ...entry }) => ({
    ...entry,
    reason: "nothing to see",
  }));
  const { runId } = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as FrozenRun;
  expect(messageOf(() => auditRun(out))).toMatch(/^audit\.root-differs/);
  Register.with(host, register, ({ auditRoots }) => auditRoots.keep(runId, { seq, hash }));
  // Nothing in the shop shows it any more.
  expect(auditShop({ shop }).findings).toEqual([]);
  const { findings } = auditShop({ shop, root: roots });
  expect(findings.map(({ code }) => code)).toEqual(["audit.root-differs"]);
  expect(findings[0]?.message).toMatch(/restore the original log, and find out who changed it/);
  const { code, out: told } = await nightpress(["audit", "--shop", shop, "--root", roots]);
  expect(code).toBe(1);
  expect(told).toContain("NOT ALL LOGS HOLD");
  expect(messageOf(() => exportRoots({ shop, out: `${folder}/again.json` }))).toBe("");
});

test("the shop's log and the register rewritten together are found by an exported root", () => {
  const { seq, hash } = rewrite(`${folder}/register.audit.ndjson`, otherReason);
  expect(messageOf(() => auditShop({ shop }))).toMatch(/^audit\.root-differs/);
  Register.with(host, register, ({ auditRoots }) => auditRoots.keep("shop", { seq, hash }));
  expect(auditShop({ shop }).findings).toEqual([]);
  expect(messageOf(() => auditShop({ shop, root: roots }))).toMatch(
    /^audit\.root-differs: .*was rewritten.*restore the original log/,
  );
});

test("an edited job.json, sealed again in it and the register, is found by an exported root", () => {
  const {
    jobSha256: _,
    sha256: __,
    ...frozen
  } = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as FrozenRun;
  const { begunBy } = frozen;
  const forged = sealedRun({ ...frozen, begunBy: { hostName: "", ...begunBy, osUser: "other" } });
  writeFileSync(`${out}/job.json`, jobText(forged));
  expect(messageOf(() => auditRun(out))).toMatch(/^audit\.other-job: .*restore it from a copy/);
  const db = new DatabaseSync(register);
  db.prepare("UPDATE run_jobs SET job_sha256 = ?").run(forged.sha256);
  db.close();
  expect(auditShop({ shop }).findings).toEqual([]);
  const { findings } = auditShop({ shop, root: roots });
  expect(findings.map(({ code }) => code)).toEqual(["audit.other-job"]);
});

test("an edited job.json is a finding by the name of what it is, and no root is exported", () => {
  const whole = readFileSync(`${out}/job.json`, "utf8");
  writeFileSync(`${out}/job.json`, whole.replace('"cycle": "2026-10"', '"cycle": "2026-09"'));
  expect(auditShop({ shop }).findings.map(({ code }) => code)).toEqual(["audit.other-job"]);
  const exported = messageOf(() => exportRoots({ shop, out: `${folder}/edited.json` }));
  expect(exported).toMatch(/^audit\.other-job: .*has changed since the run began/);
});

test("a run that was taken out of the register is found by an exported root", () => {
  const db = new DatabaseSync(register);
  db.exec("DELETE FROM runs");
  db.close();
  expect(auditShop({ shop }).findings).toEqual([]);
  const { findings } = auditShop({ shop, root: roots });
  expect(findings.map(({ code }) => code)).toEqual(["audit.run-lost"]);
});

test("a signed entry cannot be changed without the person's key", () => {
  const { seq, hash } = rewrite(`${out}/audit.ndjson`, otherReason);
  const { runId } = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as FrozenRun;
  Register.with(host, register, ({ auditRoots }) => auditRoots.keep(runId, { seq, hash }));
  expect(messageOf(() => auditRun(out))).toMatch(
    /^audit\.bad-signature: .*not signed by a\. novak/,
  );
  expect(auditShop({ shop }).findings.map(({ code }) => code)).toEqual(["audit.bad-signature"]);
});

test("a rule that is taken out of the shop's file is entered before what follows from it", () => {
  writeFileSync(
    shop,
    SHOP.replace("  release: { by: [operator] }\n", "  find: { by: [operator] }\n"),
  );
  const asked = (): unknown => findDocuments({ register, key: "K-1", by: "Desk", reason: "call" });
  expect(refusedCodes(asked)).toEqual(["decision.unknown-person"]);
  writeFileSync(shop, SHOP.replace("rules:\n  release: { by: [operator] }\n", ""));
  expect(refusedCodes(asked)).toEqual([]);
  const actions = auditShop({ shop }).entries.map(({ action }) => action);
  expect(actions).toEqual(["rules", "legal-hold", "find", "rules", "rules", "find"]);
  writeFileSync(shop, SHOP);
});

test("roots are not written over, and a file that is none is refused", () => {
  expect(refusedCodes(() => exportRoots({ shop, out: roots }))).toEqual(["audit.bad-roots"]);
  const whole = readFileSync(roots, "utf8");
  const none = ["{", "null", "[]", whole.replace('"runs": [', '"runs": [null,')];
  for (const text of [...none, whole.replace('"seq": ', '"seq": 0.')]) {
    writeFileSync(`${folder}/none.json`, text);
    const held = (): unknown => auditShop({ shop, root: `${folder}/none.json` });
    expect(refusedCodes(held), text).toEqual(["audit.bad-roots"]);
  }
});

/** On a machine where somebody enters something in a log while it is read. */
async function enteringMeanwhile<T>(log: string, enter: () => unknown, work: () => T): Promise<T> {
  const entered: Promise<unknown>[] = [];
  const readFile = (file: string): Uint8Array => {
    const bytes = host.readFile(file);
    if (file === log && entered.length === 0)
      entered.push(onMachine({ host }, () => Promise.resolve(enter())));
    return bytes;
  };
  const busy = Object.create(host, { readFile: { value: readFile } }) as NodeHost;
  const result = await onMachine({ host: busy }, () => Promise.resolve(work()));
  expect(await Promise.all(entered)).toHaveLength(1);
  return result;
}

test("a log that grows while it is read was not cut short", async () => {
  const find = (): unknown =>
    findDocuments({ register, key: "K-1", by: "Desk", reason: "call of the customer" });
  const log = `${folder}/register.audit.ndjson`;
  expect((await enteringMeanwhile(log, find, () => auditShop({ shop }))).findings).toEqual([]);
  const place = { host, folder: runFolder(out) };
  const run = { ...place, frozen: readFrozenRun(place) };
  const actor = { by: "nightpress test", osUser: "me", hostName: "here" };
  const hold = { action: "hold", reason: "meanwhile", details: {} } as const;
  const decide = (): unknown => enterDecision({ ...run, audit: openAudit(run) }, actor, hold);
  const audited = await enteringMeanwhile(`${out}/audit.ndjson`, decide, () => auditRun(out));
  expect(audited.signers).toEqual(["signed"]);
});

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;

/** The reply of a time-stamping authority of our own about a file. */
function stamped(file: string): string {
  const at = temporaryFolder("authority");
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: at, stdio: "ignore" });
  };
  writeFileSync(
    `${at}/tsa.cnf`,
    `[req]
distinguished_name = dn
x509_extensions = ext
prompt = no
[dn]
CN = Test authority
[ext]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = own
[own]
serial = ${at}/serial
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256, sha512
ordering = no
tsa_name = no
ess_cert_id_chain = no
`,
  );
  writeFileSync(`${at}/serial`, "01\n");
  openssl(
    ..."req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -config tsa.cnf".split(" "),
  );
  openssl("ts", "-query", "-data", file, "-sha256", "-cert", "-out", "query.tsq");
  openssl(
    ..."ts -reply -queryfile query.tsq -signer cert.pem -inkey key.pem -config tsa.cnf -out reply.tsr".split(
      " ",
    ),
  );
  return `${at}/reply.tsr`;
}

test.runIf(hasOpenssl)(
  "a time stamp is kept if it is of the roots, and of nothing else",
  async () => {
    const reply = stamped(roots);
    const { timestamp, sha256 } = exportRoots({ out: roots, reply });
    expect(timestamp?.imprintSha256).toBe(sha256);
    expect(timestamp?.time).toMatch(/^20\d{12}Z$/);
    expect(readFileSync(`${roots}.tsr`)).toEqual(readFileSync(reply));
    expect(auditShop({ shop, root: roots }).exported?.timestamp).toEqual(timestamp);
    const other = `${folder}/other.json`;
    exportRoots({ shop, out: other });
    expect(refusedCodes(() => exportRoots({ out: other, reply }))).toEqual(["audit.bad-roots"]);
    expect(refusedCodes(() => exportRoots({ out: roots, reply: shop }))).toEqual([
      "audit.bad-roots",
    ]);
    // Roots that were changed later no longer have that hash.
    const whole = readFileSync(roots);
    writeFileSync(roots, `${whole.toString()}\n`);
    expect(refusedCodes(() => auditShop({ shop, root: roots }))).toEqual(["audit.bad-roots"]);
    writeFileSync(roots, whole);
  },
);

test.runIf(hasOpenssl)("a damaged reply is no reply, wherever it is damaged or ends", () => {
  const reply = readFileSync(stamped(roots));
  expect(timestampClaim(reply)).toBeDefined();
  for (let length = 0; length < reply.length; length += 7)
    expect(timestampClaim(reply.subarray(0, length)), String(length)).toBeUndefined();
  for (const byte of [0x00, 0x80, 0x84, 0xff]) {
    const damaged = Buffer.from(reply);
    damaged[1] = byte;
    expect(timestampClaim(damaged)).toBeUndefined();
  }
});
