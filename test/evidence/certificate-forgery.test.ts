import { appendFileSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { hashValue, sha256 } from "../../src/base/hash.ts";
import { exitCodes } from "../../src/cli/exit-codes.ts";
import {
  auditRun,
  certifyRun,
  checkCertificate,
  finishReprints,
  makeOperatorKey,
  pullPieces,
  reprintPieces,
} from "../../src/index.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import type { Certificate } from "../../src/model/certificate.ts";
import { nightpress } from "../kit/command.ts";
import { filesBelow, smallShardJob } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";

const folder = temporaryFolder("forgery");

const [KEY, OTHER] = [`${folder}/shop.pem`, `${folder}/other.pem`];
const OUT = `${folder}/out`;
const WHO = { by: "B. Ito", reason: "torn" };

beforeAll(async () => {
  const job = smallShardJob(`${folder}/job`, { records: 60, shardBytes: 16_384, spoolSheets: 60 });
  await makeOperatorKey(KEY);
  await makeOperatorKey(OTHER);
  await runJob(job, { out: OUT, workers: 1 });
  await pullPieces(OUT, { pieces: [2], ...WHO });
  await reprintPieces(OUT, { pieces: "3", cause: "damaged", ...WHO });
  await certifyRun(OUT, { key: KEY });
});

/** The lines that do not hold, each with what it says. */
async function failing(out: string): Promise<readonly (readonly [string, string])[]> {
  const { ok, lines } = await checkCertificate(out, { publicKey: `${KEY}.pub` });
  const found = lines.filter((line) => !line.ok).map((line) => [line.what, line.found] as const);
  expect(ok).toBe(found.length === 0);
  return found;
}

function certificateOf(out: string): Certificate {
  return JSON.parse(readFileSync(`${out}/reports/certificate.json`, "utf8")) as Certificate;
}

async function check(...options: string[]): Promise<number | null> {
  const at = OUT.slice(folder.length + 1);
  return (await nightpress(["certificate", "check", at, ...options], folder)).code;
}

describe("whose certificate it is", () => {
  it("is asked for: by no known key it ends with 3, unless that is said to be enough", async () => {
    expect(await failing(OUT)).toEqual([]);
    expect(await check("--public-key", `${KEY}.pub`)).toBe(exitCodes.finished);
    expect(await check()).toBe(exitCodes.held);
    expect(await check("--public-key", `${OTHER}.pub`)).toBe(exitCodes.held);
    expect(await check("--unsigned-ok")).toBe(exitCodes.finished);
    expect(await check("--unsigned-ok", "--public-key", `${KEY}.pub`)).toBe(exitCodes.badUsage);
  });

  it("is unknown where nobody signed, and a broken signature is nobody's whatever is said", async () => {
    const out = copyOf("unsigned");
    await certifyRun(out);
    const unsigned = await checkCertificate(out);
    expect(unsigned).toMatchObject({ ok: false, isUnproven: true });
    expect((await checkCertificate(out, { unsignedOk: true })).ok).toBe(true);
    const { envelope, ...rest } = certificateOf(OUT);
    const changed = { ...rest, envelope: { ...envelope, issuedAtIso: "2020-01-01T00:00:00.000Z" } };
    writeFileSync(`${out}/reports/certificate.json`, JSON.stringify(changed));
    const broken = await checkCertificate(out, { unsignedOk: true });
    expect(broken).toMatchObject({ ok: false, isUnproven: false });
  });
});

describe("files that should not exist", () => {
  const stray: readonly string[] = [
    "note.txt",
    "print/late.pdf",
    "email/more.eml-batch",
    "rejects/others.ndjson",
    "reports/certificate-2.json",
    "decisions/suppress-001.csv",
    "reprints/002/again.pdf",
    "reprints/001/more.pdf",
    "shards/shard-000099.frag",
    "deep/in/it/letter.pdf",
  ];

  it.each(stray)("are found: %s", async (file) => {
    const out = copyOf("stray");
    mkdirSync(`${out}/${file.slice(0, Math.max(0, file.lastIndexOf("/")))}`, { recursive: true });
    writeFileSync(`${out}/${file}`, "x");
    const text = `${file} belongs neither to the run nor to a decision`;
    expect(await failing(out)).toEqual([["folder", text]]);
  });

  it("are found beside a spool under its own name, and are not certified with it", async () => {
    const out = copyOf("beside");
    const spool = certificateOf(out).body.spools[0]?.file ?? "";
    const file = spool.replace(/\.pdf$/, ".extra.csv");
    writeFileSync(`${out}/${file}`, "x");
    const { certificate } = await certifyRun(out, { key: KEY });
    expect(certificate.body).toEqual(certificateOf(OUT).body);
    expect((await failing(out)).map(([what]) => what)).toEqual(["folder"]);
  });
});

describe("a piece that is taken out of a spool", () => {
  it("is found where no decision pulled it", async () => {
    const out = copyOf("pulled");
    const control = controlOf(out, 3);
    const text = readFileSync(`${out}/${control}`, "utf8");
    const [head = ""] = text.split("\r\n");
    const [divert, piece] = ["divert", "piece"].map((name) => head.split(",").indexOf(name));
    const rows = text.split("\r\n").map((row) => {
      const cells = row.split(",");
      if (cells[0] === "S" && cells[piece as number] === "3") cells[divert as number] = "pull";
      return cells.join(",");
    });
    writeFileSync(`${out}/${control}`, rows.join("\r\n"));
    expect(await failing(out)).toEqual([
      ["pulls", `${control} pulls piece 3, but no decision does`],
    ]);
  });

  it("is found where a decision pulled it and its mark was taken away, or its list", async () => {
    const out = copyOf("unpulled");
    const control = controlOf(out, 2);
    const text = readFileSync(`${out}/${control}`, "utf8");
    writeFileSync(`${out}/${control}`, text.replaceAll(",pull,", ",,"));
    expect(await failing(out)).toEqual([
      ["pulls", `${control} does not pull piece 2, but a decision does`],
    ]);
    writeFileSync(`${out}/${control}`, text);
    const list = control.replace(/\.csv$/, "-pull-001.csv");
    appendFileSync(`${out}/${list}`, "9,9,9,1,1,,\r\n");
    expect(await failing(out)).toEqual([["pulls", `${list} does not list what decision 1 pulled`]]);
  });
});

describe("what assembly began with", () => {
  it("is found changed by a check, and is not certified anew", async () => {
    const out = copyOf("assembly");
    writeFileSync(`${out}/assembly.json`, JSON.stringify({ audit: { seq: 0, hash: "0" } }));
    const found = "assembly.json does not name the decision on the trailers";
    expect(await failing(out)).toEqual([
      ["assembly", found],
      ["resources", expect.stringContaining("A0 differs in assembly.json")],
    ]);
    await expect(certifyRun(out, { key: KEY })).rejects.toMatchObject({
      diagnostics: [{ code: "certificate.other-body", source: { path: "auditRoot" } }],
    });
  });
});

describe("what lies beside the certificate", () => {
  it.each(["certificate.html", "certificate.pdf"])("is found altered or gone: %s", async (name) => {
    const out = copyOf("sheets");
    const bytes = readFileSync(`${out}/reports/${name}`);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(`${out}/reports/${name}`, bytes);
    const changed = `reports/${name} has changed since this was issued`;
    expect(await failing(out)).toEqual([["sheets", changed]]);
    rmSync(`${out}/reports/${name}`);
    expect(await failing(out)).toEqual([["sheets", `reports/${name} is missing`]]);
  });

  it("names what was printed once more by its hashes", async () => {
    const { reprints } = certificateOf(OUT).envelope;
    expect(reprints).toMatchObject([
      { seq: 2, kind: "reprint", number: 1, folder: "reprints/001" },
    ]);
    const names = reprints[0]?.files.map(({ name }) => `reprints/001/${name}`);
    expect(names?.toSorted()).toEqual(
      filesBelow(`${OUT}/reprints`).map((file) => `reprints/${file}`),
    );
    const out = copyOf("reprint");
    for (const name of names ?? []) {
      const bytes = readFileSync(`${out}/${name}`);
      appendFileSync(`${out}/${name}`, "\n");
      const found = `${name} has changed since this was issued`;
      const broken = expect.stringContaining(`${name}: The file does not end as a PDF file does.`);
      const ofSpool = name.endsWith(".pdf") ? [["resources", broken]] : [];
      expect(await failing(out)).toEqual([["reprints", found], ...ofSpool]);
      await expect(certifyRun(out)).rejects.toThrow(found);
      writeFileSync(`${out}/${name}`, bytes);
    }
  });
});

describe("what was printed once more", () => {
  const WRONG = "verify.wrong-hash";

  /** Of the only reprint, by their names in the run's folder. */
  function filesOf(out: string): readonly string[] {
    const lines = readFileSync(`${out}/audit.ndjson`, "utf8").trimEnd().split("\n");
    const entries = lines.map((line) => JSON.parse(line) as AuditEntry);
    const made = entries.filter(({ action }) => action === "reprint-made");
    expect(made.map(({ seq, by, details }) => [seq, by, details["number"]])).toEqual([
      [3, "nightpress reprint", 1],
    ]);
    const files = made[0]?.details["files"] as readonly { name: string; sha256: string }[];
    for (const { name, sha256: hash } of files)
      expect(sha256(readFileSync(`${OUT}/reprints/001/${name}`)), name).toBe(hash);
    return files.map(({ name }) => `reprints/001/${name}`);
  }

  async function expectRefused(out: string, changed: string, whose: RegExp): Promise<void> {
    const found = `${changed} has changed since it was made`;
    rmSync(`${out}/reports/certificate.json`);
    await expect(certifyRun(out, { key: KEY })).rejects.toThrow(found);
    const { verification } = await verifyStoredRun(out, { workers: 1, raster: 0 });
    const wanted = { code: WRONG, file: changed, message: expect.stringMatching(whose) };
    expect(verification?.breaches.filter(({ code }) => code === WRONG)).toEqual([wanted]);
  }

  it("is refused where its spool is another, with all hashes beside it put right", async () => {
    const out = copyOf("reprint-spool");
    const [spool = "", control = "", ticket = ""] = filesOf(out);
    const bytes = readFileSync(`${out}/${spool}`);
    const old = sha256(bytes);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    writeFileSync(`${out}/${spool}`, bytes);
    for (const list of [control, ticket]) {
      const text = readFileSync(`${out}/${list}`, "utf8");
      expect(text).toContain(old);
      writeFileSync(`${out}/${list}`, text.replace(old, sha256(bytes)));
    }
    const { verification } = await verifyStoredRun(out, { workers: 1, raster: 0 });
    const wrong = verification?.breaches.filter(({ code }) => code === WRONG);
    expect(wrong?.map(({ file }) => file).toSorted()).toEqual([control, spool, ticket].toSorted());
    const ofSpool = wrong?.find(({ file }) => file === spool);
    expect(ofSpool?.message).toContain("differs from that of the audit log");
  });

  it("is refused where a list beside it was written anew, and where one is gone", async () => {
    const names = filesOf(OUT);
    for (const [index, list] of names.slice(1).entries()) {
      const out = copyOf("reprint-list");
      const text = readFileSync(`${out}/${list}`, "utf8");
      // A ticket says the same with a blank more: nothing but its hash tells.
      const changed = index === 0 ? text.replace("letter-60lb", "letter-90lb") : `${text} `;
      expect(changed).not.toBe(text);
      writeFileSync(`${out}/${list}`, changed);
      await expectRefused(out, list, /not the one entered when it was made/);
    }
    const out = copyOf("reprint-gone");
    for (const name of names) rmSync(`${out}/${name}`);
    const { verification } = await verifyStoredRun(out, { workers: 1, raster: 0 });
    const missing = verification?.breaches.filter(({ code }) => code === "verify.file-missing");
    expect(missing?.map(({ file }) => file).toSorted()).toEqual([...names].toSorted());
    // It was found bad, and is made again all the same: the audit log has the hashes of it.
    expect(await finishReprints(out)).toEqual([1]);
    expect((await verifyStoredRun(out, { workers: 1, raster: 0 })).verification?.ok).toBe(true);
  });

  it("is told of by its hashes in the list of decisions", () => {
    const [, , subjects] = auditRun(OUT).subjects;
    const kinds = ["spool", "control file", "ticket", "waste list"];
    const items = filesOf(OUT).map((file, index) => {
      return `of ${kinds[index]} ${sha256(readFileSync(`${OUT}/${file}`))}`;
    });
    expect(subjects).toEqual([{ what: "SHA-256", items }]);
  });
});

describe("an audit log", () => {
  it("that somebody has gone on with is not the one that was certified", async () => {
    const out = copyOf("longer");
    const lines = readFileSync(`${out}/audit.ndjson`, "utf8").trimEnd().split("\n");
    const last = JSON.parse(lines.at(-1) as string) as AuditEntry;
    const { hash: previous, ...before } = last;
    const told = { ...before, seq: last.seq + 1, action: "mailed", details: {}, previous };
    const forged = { ...told, hash: hashValue(told) };
    appendFileSync(`${out}/audit.ndjson`, `${JSON.stringify(forged)}\n`);
    expect(await failing(out)).toEqual([
      ["audit log", expect.stringContaining("1 decision after")],
    ]);
    const check = await checkCertificate(out, { publicKey: `${KEY}.pub` });
    expect(check.isUnproven).toBe(true);
  });
});

/** The control file that has a piece. */
function controlOf(out: string, piece: number): string {
  const files = certificateOf(out).body.spools.map(({ file }) => file.replace(/\.pdf$/, ".csv"));
  const has = (file: string): boolean =>
    readFileSync(`${out}/${file}`, "utf8").includes(`,${piece},1,`);
  return files.find(has) ?? "";
}

function copyOf(name: string): string {
  const to = `${folder}/copy-${name}`;
  rmSync(to, { recursive: true, force: true });
  cpSync(OUT, to, { recursive: true });
  return to;
}
