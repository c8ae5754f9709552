import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { HASH_BYTES, leafHash, merkleRoot } from "../../src/base/merkle.ts";
import {
  certifyRun,
  checkCertificate,
  checkProof,
  makeOperatorKey,
  reprintPieces,
} from "../../src/index.ts";
import type { Certificate, PieceProof } from "../../src/model/certificate.ts";
import { leafText } from "../../src/model/proven-item.ts";
import { smallShardJob } from "../e2e/run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob, verifyStoredRun } from "../kit/in-process.ts";

const folder = temporaryFolder("proof");

const KEY = `${folder}/shop.pem`;
const OUT = `${folder}/out`;
let seventh: PieceProof | undefined;
const TRUSTED = { publicKey: `${KEY}.pub` };
const WHO = { by: "B. Ito", reason: "torn" };

beforeAll(async () => {
  const job = smallShardJob(`${folder}/job`, {
    records: 120,
    shardBytes: 8192,
    spoolSheets: 60,
    layout: "plain",
  });
  await makeOperatorKey(KEY);
  await runJob(job, { out: OUT, workers: 2 });
  await certifyRun(OUT, { key: KEY });
  seventh = (await checkCertificate(OUT, { ...TRUSTED, piece: 7 })).proof;
});

function certificateOf(out: string): Certificate {
  return JSON.parse(readFileSync(`${out}/reports/certificate.json`, "utf8")) as Certificate;
}

async function proofOf(ordinal: number, channel?: "print" | "email" | "sms"): Promise<PieceProof> {
  const { ok, lines, proof } = await checkCertificate(OUT, { ...TRUSTED, ordinal, channel });
  expect(lines.filter((line) => !line.ok)).toEqual([]);
  expect([ok, proof]).toEqual([true, expect.objectContaining({ format: "nightpress-proof-1" })]);
  return proof as PieceProof;
}

/** Ordinals of one document in each channel's first output. */
function firstOf(channel: "email" | "sms"): number {
  const { batches } = certificateOf(OUT).body;
  const index = batches.find((batch) => batch.channel === channel)?.file ?? "";
  const rows = readFileSync(`${OUT}/${index.replace(/\.[^.]*$/, ".csv")}`, "utf8").split("\r\n");
  const column = (rows[0] ?? "").split(",").indexOf("ordinal");
  return Number((rows[1] ?? "").split(",")[column]);
}

async function written(proof: PieceProof): Promise<boolean> {
  const file = `${folder}/proof.json`;
  writeFileSync(file, JSON.stringify(proof));
  return (await checkProof(file, `${KEY}.pub`)).ok;
}

describe("a run that was verified", () => {
  it("is certified with the root over the leaves that lie beside the certificate", () => {
    const { body } = certificateOf(OUT);
    const leaves = readFileSync(`${OUT}/reports/pieces.leaves`);
    expect(body.verification.result).toBe("verified");
    expect(body.merkle?.leafCount).toBe(leaves.length / HASH_BYTES);
    expect(body.merkle?.root).toBe(Buffer.from(merkleRoot(leaves)).toString("hex"));
    expect(body.balance.some(({ stage }) => stage === "verify")).toBe(true);
  });

  it("keeps its body when a piece is printed once more and all is verified again", async () => {
    const out = copyOf("again");
    const { body } = certificateOf(out);
    await reprintPieces(out, { pieces: "2", cause: "damaged", ...WHO });
    await verifyStoredRun(out, { workers: 1 });
    const { certificate } = await certifyRun(out, { key: KEY });
    expect(certificate.body).toEqual(body);
    expect(certificate.envelope.decisions.map(({ action }) => action)).toContain("reprint");
    const { ok } = await checkCertificate(out, { ...TRUSTED, piece: 2 });
    expect(ok).toBe(true);
  });
});

describe("a piece", () => {
  it("is proven alone, on paper, by e-mail and by SMS", async () => {
    const { proof } = await checkCertificate(OUT, { ...TRUSTED, piece: 7 });
    const proofs = [
      proof as PieceProof,
      await proofOf(firstOf("email"), "email"),
      await proofOf(firstOf("sms"), "sms"),
    ];
    expect(proofs.map(({ item }) => item.channel)).toEqual(["print", "email", "sms"]);
    for (const one of proofs) expect(await written(one)).toBe(true);
  });

  it("is proven by its key as well, and its proof names no key", async () => {
    const line = readFileSync(`${folder}/job/customers.ndjson`, "utf8").split("\n")[0] ?? "";
    const key = (JSON.parse(line) as { account: { id: string } }).account.id;
    const channels = ["print", "email", "sms"] as const;
    const checks = await Promise.allSettled(
      channels.map((channel) => checkCertificate(OUT, { ...TRUSTED, key, channel })),
    );
    const proofs = checks.flatMap((check) =>
      check.status === "fulfilled" && check.value.proof ? [check.value.proof] : [],
    );
    expect(proofs.length).toBeGreaterThan(0);
    for (const proof of proofs) expect(JSON.stringify(proof)).not.toContain(key);
  });

  const changes: readonly (readonly [string, (proof: Changeable) => void])[] = [
    ["the number of another piece", (proof) => (proof.item.piece += 1)],
    ["another document", (proof) => (proof.item.document += 1)],
    ["other content", (proof) => (proof.item.contentSha256 = "0".repeat(64))],
    ["another place among the leaves", (proof) => (proof.index += 1)],
    ["a step of the path less", (proof) => proof.path.pop()],
    ["another first step", (proof) => (proof.path[0] = "0".repeat(64))],
    ["another root", (proof) => (proof.certificate.body.merkle.root = "0".repeat(64))],
    ["one leaf more", (proof) => (proof.certificate.body.merkle.leafCount += 1)],
    ["no signature", (proof) => (proof.certificate.signature = null)],
    ["no certificate", (proof) => delete (proof as Partial<Changeable>).certificate],
  ];

  it.each(changes)("is not proven with %s", async (_, change) => {
    const changed = structuredClone(seventh) as unknown as Changeable;
    change(changed);
    expect(await written(changed as unknown as PieceProof)).toBe(false);
  });

  it("has no proof of another: each leaf is its own", async () => {
    const [seven, eight] = [
      await checkCertificate(OUT, { ...TRUSTED, piece: 7 }),
      await checkCertificate(OUT, { ...TRUSTED, piece: 8 }),
    ].map(({ proof }) => proof as PieceProof) as [PieceProof, PieceProof];
    expect(await written({ ...seven, item: eight.item })).toBe(false);
    expect(await written({ ...eight, path: seven.path })).toBe(false);
    const leaf = leafHash(leafText(seven.item));
    const leaves = readFileSync(`${OUT}/reports/pieces.leaves`);
    expect(leaves.subarray(seven.index * HASH_BYTES).indexOf(leaf)).toBe(0);
  });

  it("is not proven where a byte of it was changed, or its leaf was", async () => {
    const changed = copyOf("changed");
    const { proof } = await checkCertificate(OUT, { ...TRUSTED, piece: 7 });
    const { index = 0, item } = proof ?? {};
    const leaves = readFileSync(`${changed}/reports/pieces.leaves`);
    leaves.writeUInt8(leaves.readUInt8(index * HASH_BYTES) ^ 1, index * HASH_BYTES);
    writeFileSync(`${changed}/reports/pieces.leaves`, leaves);
    expect(await failures(changed)).toEqual(["Merkle root", "piece"]);
    const spool = certificateOf(OUT).body.spools.find(({ file }) =>
      file.endsWith(item?.output ?? "?"),
    );
    const file = `${copyOf("changed")}/${spool?.file}`;
    const bytes = readFileSync(file);
    const at = bytes.indexOf("/NPdoc") < 0 ? bytes.length >> 1 : bytes.indexOf("/NPdoc");
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    writeFileSync(file, bytes);
    expect(await failures(changed)).toEqual(["spools", "piece"]);
  });

  it("writes its proof into a new file alone, for its owner alone", async () => {
    const proof = `${folder}/piece-7.json`;
    await checkCertificate(OUT, { ...TRUSTED, piece: 7, proof });
    expect((await checkProof(proof, `${KEY}.pub`)).ok).toBe(true);
    await expect(checkCertificate(OUT, { ...TRUSTED, piece: 7, proof })).rejects.toMatchObject({
      diagnostics: [{ code: "certificate.proof-there" }],
    });
    await expect(checkProof(`${OUT}/job.json`)).rejects.toMatchObject({
      diagnostics: [{ code: "certificate.no-proof" }],
    });
  });
});

async function failures(out: string): Promise<string[]> {
  const { lines } = await checkCertificate(out, { ...TRUSTED, piece: 7 });
  return lines.filter(({ ok }) => !ok).map(({ what }) => what);
}

/** A proof as its file has it, to be changed. */
interface Changeable {
  item: { piece: number; document: number; contentSha256: string };
  index: number;
  path: string[];
  certificate: {
    body: { merkle: { root: string; leafCount: number } };
    signature: object | null;
  };
}

function copyOf(name: string): string {
  const to = `${folder}/copy-${name}`;
  rmSync(to, { recursive: true, force: true });
  cpSync(OUT, to, { recursive: true });
  return to;
}
