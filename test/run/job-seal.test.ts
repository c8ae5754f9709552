import { copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type FrozenRun, readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { jobText, sealedRun } from "../../src/run/folder/job-seal.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import {
  certifyRun,
  checkCertificate,
  findDocuments,
  getDocument,
  pullPieces,
} from "../../src/index.ts";
import { planHash } from "../../src/layout/plan-hash.ts";
import { fragmentsOf, outputHashes, smallShardJob } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob, verifyStoredRun } from "../kit/in-process.ts";

const folder = temporaryFolder("job-seal");

const host = new NodeHost();
const OUT = `${folder}/out`;
const TEST = `${folder}/out-test`;
const WHO = { by: "B. Ito", reason: "an attack" };
/** What a run makes of its fragments. */
const ASSEMBLED = ["ledger.db", "print", "email", "sms", "rejects", "reports", "assembly.json"];

beforeAll(async () => {
  const choice = { records: 60, shardBytes: 16_384, spoolSheets: 200 };
  const job = smallShardJob(`${folder}/job`, { ...choice, mode: "production", layout: "plain" });
  const test = smallShardJob(`${folder}/job-test`, { ...choice, layout: "plain" });
  await runJob(job, { out: OUT, workers: 1 });
  copyFileSync(registerOf(OUT), `${folder}/register.db`);
  await runJob(test, { out: TEST, workers: 1 });
});

type Members = Record<string, unknown>;

/** Each kind of thing that `job.json` freezes, and another value of it. */
const EDITS: readonly (readonly [string, unknown])[] = [
  ["version", 2],
  ["runId", "00000000-0000-4000-8000-000000000000"],
  ["jobMark", "AAAAAAAA"],
  ["job.name", "other-statements"],
  ["job.cycle", "2027-01"],
  ["job.mode", "test"],
  ["job.asOf", "2027-01-31"],
  ["job.seed", 99],
  ["job.folder", "/elsewhere"],
  ["job.layout", "/elsewhere"],
  ["job.registerFile", "/elsewhere/register.db"],
  ["job.input.key", "account.number"],
  ["job.input.file", "/elsewhere/customers.ndjson"],
  ["job.channels.email", undefined],
  ["job.mail.mailerId", "111111"],
  ["job.print.imbFor", []],
  ["job.print.deflateLevel", 1],
  ["job.limits.rejectsMax", 1_000_000],
  ["job.missingGlyph", { action: "substitute", text: "?" }],
  ["job.hold", undefined],
  ["job.shop", undefined],
  ["job.documentClass", "letter"],
  ["plan.name", "other"],
  ["plan.hash", "0".repeat(64)],
  ["plan.blocks.0", undefined],
  ["plan.fonts.0.hash", "0".repeat(64)],
  ["plan.currencyDigits", 3],
  ["plan.stock.weightGsm", 1],
  ["plan.address", { kind: "field", path: ["customer", "name"] }],
  ["scan.unitCount", 59],
  ["scan.files.0.sha256", "0".repeat(64)],
  ["scan.files.0.rowCount", 59],
  ["scan.shards.0.unitCount", 1],
  ["profile.parts.0.count", 1],
  ["unitLimit", 10],
  ["channels", ["print"]],
  ["suppressions", { list: "decisions/none.csv", sha256: "0".repeat(64), keys: 0, sources: [] }],
  ["seeds", { files: [], count: 0 }],
  ["parent", { runId: "x", folder: "/x", jobMark: "AAAAAAAA", child: 1 }],
  ["program.nightpress", "9.9.9"],
  ["program.node", "99.0.0"],
  ["attempt", 7],
  ["jobSha256", "0".repeat(64)],
  ["sha256", "0".repeat(64)],
  ["note", "a member of nobody's"],
];

describe("a job.json that was changed", () => {
  it.each(EDITS)("is not read: %s", (path, value) => {
    const out = `${folder}/edited`;
    rmSync(out, { recursive: true, force: true });
    cpSync(`${OUT}/job.json`, `${out}/job.json`);
    edit(out, path, value);
    expect(codeOf(() => readFrozenRun({ host, folder: runFolder(out) }))).toBe("run.job-changed");
  });

  it("is not resumed, verified, certified, decided about, nor are its documents given", async () => {
    const out = copyOf(OUT, "refused");
    edit(out, "plan.blocks.0", undefined);
    const get = { run: out, piece: 1, out: `${folder}/piece.pdf`, ...WHO };
    const works: readonly (() => Promise<unknown>)[] = [
      () => verifyStoredRun(out, { workers: 1 }),
      () => certifyRun(out),
      () => getDocument(get),
      () => pullPieces(out, { pieces: [1], ...WHO }),
    ];
    for (const work of works) await expect(work()).rejects.toMatchObject(refusal(out));
    const { notes } = findDocuments({ key: "x", runs: [out], register: registerOf(OUT), ...WHO });
    expect(notes.map(({ run, code }) => [run, code])).toContainEqual([out, "run.job-changed"]);
    const lines = (await checkCertificate(out, { unsignedOk: true })).lines;
    expect(lines.filter(({ ok }) => !ok).map(({ what }) => what)).toContain("job");
    disassemble(out);
    await expect(resumeRun(out, { workers: 1 })).rejects.toMatchObject(refusal(out));
  });

  it("is found when another plan's hash is kept, whoever sealed it", () => {
    const out = copyOf(TEST, "kept-hash");
    forge(out, (members) => set(members, "plan.blocks.0", undefined));
    expect(codeOf(() => readFrozenRun({ host, folder: runFolder(out) }))).toBe("run.job-changed");
  });
});

describe("a job.json that was changed and sealed again", () => {
  const forgery = (members: Members): void => {
    set(members, "plan.blocks.0", undefined);
    set(members, "plan.hash", planHash((members as unknown as FrozenRun).plan));
  };

  it("is not the one that the register knows", async () => {
    const out = copyOf(OUT, "forged");
    forge(out, forgery);
    const { verification } = await verifyStoredRun(out, { workers: 1 });
    expect(verification?.breaches[0]).toMatchObject({ code: "verify.job", file: "job.json" });
    await expect(certifyRun(out)).rejects.toMatchObject({ code: "audit.other-job" });
    disassemble(out);
    await expect(resumeRun(out, { workers: 1 })).rejects.toMatchObject({ code: "audit.other-job" });
  });

  it("is not taken with a register of its own", async () => {
    const out = copyOf(OUT, "own-register");
    forge(out, (members) => set(members, "job.registerFile", `${folder}/own.db`));
    await expect(certifyRun(out)).rejects.toMatchObject({
      diagnostics: [{ code: "register.lost" }],
    });
    const { lines } = await checkCertificate(out, { unsignedOk: true });
    expect(lines.filter(({ ok }) => !ok)).toMatchObject([
      { what: "job", found: expect.stringContaining("job.json has changed since this was issued") },
    ]);
  });

  it("leaves nothing of itself in a run that it was taken back from", async () => {
    const out = copyOf(TEST, "taken-back");
    const fragments = fragmentHashes(out);
    const genuine = readFileSync(`${out}/job.json`);
    disassemble(out);
    for (const name of fragmentsOf(out)) rmSync(`${out}/shards/${name}`);
    forge(out, forgery);
    await resumeRun(out, { workers: 1, verify: false });
    expect(fragmentHashes(out)).not.toEqual(fragments);
    writeFileSync(`${out}/job.json`, genuine);
    const { verification } = await verifyStoredRun(out, { workers: 1 });
    expect(verification?.breaches.map(({ code }) => code)).toContain("verify.fragment-broken");
    disassemble(out);
    await resumeRun(out, { workers: 1 });
    // Trailers differ: they say by now that a verification has failed.
    expect(fragmentHashes(out)).toEqual(fragments);
  });
});

describe("the hash of a job", () => {
  it("is that of the certificate's body, and the same wherever the run lies", async () => {
    const { body } = JSON.parse(readFileSync(`${TEST}/reports/certificate.json`, "utf8"));
    const frozen = readFrozenRun({ host, folder: runFolder(TEST) });
    expect(body.jobSha256).toBe(frozen.jobSha256);
    const moved = `${folder}/moved`;
    cpSync(`${folder}/job-test`, moved, { recursive: true });
    await runJob(`${moved}/${jobName()}`, { out: `${moved}/o`, workers: 1, verify: false });
    const again = readFrozenRun({ host, folder: runFolder(`${moved}/o`) });
    expect(again.runId).not.toBe(frozen.runId);
    expect(again.sha256).not.toBe(frozen.sha256);
    expect(again.jobSha256).toBe(frozen.jobSha256);
  });
});

describe("an audit log that was cut short", () => {
  it("is not blessed by what a failed verification enters in it", async () => {
    const out = copyOf(OUT, "cut");
    await pullPieces(out, { pieces: [1], ...WHO });
    rmSync(`${out}/audit.ndjson`);
    for (const _ of ["first", "second"]) {
      const { verification } = await verifyStoredRun(out, { workers: 1 });
      expect(verification?.breaches.map(({ code }) => code)).toContain("verify.audit");
    }
    await expect(certifyRun(out)).rejects.toMatchObject({ code: "audit.root-differs" });
  });
});

describe("a second certificate", () => {
  it("is refused where it tells of another run than the first", async () => {
    for (const [name, original] of [
      ["production", OUT],
      ["test", TEST],
    ] as const) {
      const out = copyOf(original, `second-${name}`);
      const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8"));
      report.balance[0].left = report.balance[0].right = "17";
      writeFileSync(`${out}/reports/run.json`, JSON.stringify(report));
      const certificate = readFileSync(`${out}/reports/certificate.json`);
      await expect(certifyRun(out)).rejects.toMatchObject({
        name: "RunFailure",
        diagnostics: [{ code: "certificate.other-body", source: { path: "balance" } }],
      });
      expect(readFileSync(`${out}/reports/certificate.json`)).toEqual(certificate);
    }
  });

  it("is refused by the register's word alone, where the first was taken away", async () => {
    const out = copyOf(OUT, "second-alone");
    const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8"));
    report.balance[0].left = report.balance[0].right = "17";
    writeFileSync(`${out}/reports/run.json`, JSON.stringify(report));
    rmSync(`${out}/reports/certificate.json`);
    await expect(certifyRun(out)).rejects.toMatchObject({
      diagnostics: [{ code: "certificate.other-body" }],
    });
  });
});

function refusal(out: string) {
  const source = { file: `${out}/job.json` };
  return { name: "RunFailure", diagnostics: [{ code: "run.job-changed", source }] };
}

function codeOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return (error as { diagnostics?: readonly { code: string }[] }).diagnostics?.[0]?.code ?? "?";
  }
  return "none";
}

/** Changes one member, by its path; `undefined` takes it away. */
function set(members: Members, path: string, value: unknown): void {
  const names = path.split(".");
  const last = names.pop() as string;
  const parent = names.reduce((inner, name) => inner[name] as Members, members);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else if (last in parent) delete parent[last];
  else parent[last] = null;
}

function edit(out: string, path: string, value: unknown): void {
  const members = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as Members;
  set(members, path, value);
  writeFileSync(`${out}/job.json`, JSON.stringify(members, null, 1));
}

/** As somebody does who knows how the file is sealed. */
function forge(out: string, change: (members: Members) => void): void {
  const members = JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as Members;
  const { jobSha256: _, sha256: __, ...rest } = members;
  change(rest);
  writeFileSync(`${out}/job.json`, jobText(sealedRun(rest as unknown as FrozenRun)));
}

function registerOf(out: string): string {
  return (JSON.parse(readFileSync(`${out}/job.json`, "utf8")) as FrozenRun).job.registerFile;
}

function jobName(): string {
  const { job } = JSON.parse(readFileSync(`${TEST}/job.json`, "utf8")) as FrozenRun;
  expect(dirname(`${job.folder}/job.yaml`)).toBe(`${folder}/job-test`);
  return "job.yaml";
}

/** As after composing and before assembly. */
function disassemble(out: string): void {
  for (const name of ASSEMBLED) rmSync(`${out}/${name}`, { recursive: true, force: true });
}

function fragmentHashes(out: string): readonly string[] {
  const hashes = Object.entries(outputHashes(out));
  return hashes.filter(([file]) => file.startsWith("shards/")).map(([, hash]) => hash);
}

/** The copies of a run have its register, each as it was when the run had ended. */
function copyOf(original: string, name: string): string {
  if (original === OUT) copyFileSync(`${folder}/register.db`, registerOf(OUT));
  const to = `${folder}/copy-${name}`;
  cpSync(original, to, { recursive: true });
  return to;
}
