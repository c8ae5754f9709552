import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { canonicalJson } from "../../src/base/canonical-json.ts";
import { sealCertificate } from "../../src/evidence/certificate/seal-certificate.ts";
import { readSigningKey } from "../../src/run/host/key-file.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import {
  certifyRun,
  checkCertificate,
  makeOperatorKey,
  pullPieces,
  recordMailing,
  runJob as runAsIs,
} from "../../src/index.ts";
import type { Certificate } from "../../src/model/certificate.ts";
import { smallShardJob } from "../e2e/run-fixture.ts";
import { today } from "../e2e/today.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { inProcess, resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("certificate");

const KEY = `${folder}/shop.pem`;
const [ONE, THREE, RESUMED] = ["one", "three", "resumed"].map(
  (name) => `${folder}/out-${name}`,
) as [string, string, string];
const WHO = { by: "B. Ito", reason: "counts seen" };

function certificateOf(out: string): Certificate {
  return JSON.parse(readFileSync(`${out}/reports/certificate.json`, "utf8")) as Certificate;
}

async function failures(out: string, publicKey?: string): Promise<string[]> {
  const unsignedOk = publicKey === undefined;
  const { lines, ok } = await checkCertificate(out, { publicKey, unsignedOk });
  const failed = lines.filter((line) => !line.ok).map(({ what }) => what);
  expect(ok).toBe(failed.length === 0);
  return failed;
}

beforeAll(async () => {
  const choice = { records: 150, shardBytes: 8 * 1024, spoolSheets: 60, layout: "plain" } as const;
  const job = smallShardJob(`${folder}/job`, choice);
  await makeOperatorKey(KEY);
  appendFileSync(`${folder}/job/shop.yaml`, "certificate: { key: ../shop.pem }\n");
  await runJob(job, { out: ONE, workers: 1 });
  const shuffled = { delay: { seed: 5, msMax: 10 } };
  await inProcess(() => runAsIs(job, { out: THREE, workers: 3 }), shuffled);
  const controller = new AbortController();
  const stopAtThird = { onProgress: () => controller.abort(), signal: controller.signal };
  const stopped = await runJob(job, { out: RESUMED, workers: 1, ...stopAtThird });
  expect(stopped.status).toBe("stopped");
  await resumeRun(RESUMED, { workers: 2 });
});

describe("the body", () => {
  it("is the same for one worker, for three, and for a run that was stopped and resumed", () => {
    const [one, three, resumed] = [ONE, THREE, RESUMED].map(certificateOf);
    expect(canonicalJson(three?.body)).toBe(canonicalJson(one?.body));
    expect(canonicalJson(resumed?.body)).toBe(canonicalJson(one?.body));
    expect(one?.body.spools.length).toBeGreaterThan(3);
    expect(one?.body.records.rejects.length).toBeGreaterThan(0);
    expect(one?.body.balance.every(({ ok }) => ok)).toBe(true);
    expect(one?.envelope.runId).not.toBe(three?.envelope.runId);
  });

  it("holds no path, and no number that other programs would write otherwise", () => {
    const text = canonicalJson(certificateOf(ONE).body);
    expect(text).not.toContain(folder);
    expect(text).not.toMatch(/\d\.\d+[,}\]]/);
    expect(text).not.toMatch(/\de[+-]\d/);
  });

  it("stays as it is whatever is decided since, and the envelope tells of it", async () => {
    const out = copyOf(THREE, "decided");
    const before = certificateOf(out);
    await pullPieces(out, { pieces: [3], ...WHO });
    await recordMailing(out, { date: today(), statement: "PS 8841", ...WHO });
    expect(await failures(out)).toEqual(["audit log"]);
    const { certificate } = await certifyRun(out, { operator: "A. Novak" });
    expect(certificate.body).toEqual(before.body);
    const { decisions, issuedBy, mailings } = certificate.envelope;
    expect(decisions.map(({ action }) => action)).toEqual(["pull", "mailed"]);
    expect(mailings).toMatchObject([{ by: "B. Ito", date: today(), statement: "PS 8841" }]);
    expect(issuedBy.operator).toBe("A. Novak");
    expect(await failures(out, `${KEY}.pub`)).toEqual([]);
    const html = readFileSync(`${out}/reports/certificate.html`, "utf8");
    expect(html).toContain("Nightpress itself saw nothing mailed");
  });
});

describe("the envelope", () => {
  it("counts the processes that worked on the run", () => {
    expect(certificateOf(ONE).envelope.attempts).toMatchObject([{ workers: 1 }]);
    const attempts = certificateOf(RESUMED).envelope.attempts;
    expect(attempts.map(({ workers }) => workers)).toEqual([1, 2]);
    expect(attempts.every(({ endedAtIso }) => endedAtIso !== undefined)).toBe(true);
  });
});

describe("the key", () => {
  it("is the owner's alone, and replaces no other", async () => {
    expect(statSync(KEY).mode & 0o777).toBe(0o600);
    await expect(makeOperatorKey(KEY)).rejects.toMatchObject({
      diagnostics: [{ code: "certificate.key-there" }],
    });
  });

  it("is refused where it is of another kind, and its text is told nowhere", async () => {
    const wrong = `${folder}/wrong.pem`;
    writeFileSync(wrong, "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
    for (const key of [`${KEY}.pub`, `${folder}/none.pem`, wrong]) {
      const refused = certifyRun(ONE, { key });
      await expect(refused).rejects.toMatchObject({
        diagnostics: [{ code: "certificate.bad-key" }],
      });
      await expect(refused).rejects.not.toThrow("c2VjcmV0");
    }
  });

  it("missing at the close leaves the certificate unsigned, with a warning", async () => {
    const job = smallShardJob(`${folder}/keyless`, {
      records: 20,
      shardBytes: 65_536,
      spoolSheets: 90,
    });
    appendFileSync(`${folder}/keyless/shop.yaml`, "certificate: { key: gone.pem }\n");
    const { out, warnings, status } = await runJob(job, {
      out: `${folder}/out-keyless`,
      workers: 1,
    });
    expect([status, warnings.map(({ code }) => code)]).toEqual([
      "finished",
      ["certificate.not-signed"],
    ]);
    expect(certificateOf(out).signature).toBeNull();
    expect(await failures(out)).toEqual([]);
    expect(await failures(out, `${KEY}.pub`)).toEqual(["signature"]);
  });
});

describe("a check", () => {
  it("holds of every run, by the key it contains and by the trusted one", async () => {
    for (const out of [ONE, THREE, RESUMED]) {
      expect(await failures(out)).toEqual([]);
      expect(await failures(out, `${KEY}.pub`)).toEqual([]);
    }
  });

  const changes: readonly (readonly [string, readonly string[], (c: Changeable) => void])[] = [
    ["a count of the body", ["body"], (c) => (c.body.records.read += 1)],
    [
      "a hash of the body",
      ["body", "spools"],
      (c) => Object.assign(c.body.spools[0] ?? {}, { sha256: "0".repeat(64) }),
    ],
    ["the body's hash", ["body", "signature"], (c) => (c.bodySha256 = "0".repeat(64))],
    ["the day of issue", ["signature"], (c) => (c.envelope.issuedAtIso = "2020-01-01T00:00:00Z")],
    ["a word added to the envelope", ["signature"], (c) => (c.envelope["extra"] = "x")],
    ["the signature", ["signature"], (c) => (c.signature.sig = flipped(c.signature.sig))],
    ["the kind of the payload", ["signature"], (c) => (c.signature.payloadType = "text/plain")],
    ["the key's name", ["signature"], (c) => (c.signature.keyid = "0".repeat(64))],
    ["what is no key", ["signature"], (c) => (c.signature.publicKey = "x")],
    ["nothing but the body", ["form"], (c) => delete (c as Partial<Changeable>).envelope],
  ];

  it.each(changes)("finds a change of %s", async (name, lines, change) => {
    const out = copyOf(ONE, "changed");
    const certificate = certificateOf(out) as unknown as Changeable;
    change(certificate);
    writeFileSync(`${out}/reports/certificate.json`, JSON.stringify(certificate));
    expect(await failures(out), name).toEqual(lines);
  });

  it("finds a certificate that somebody else signed, where the key is known", async () => {
    const out = copyOf(ONE, "forged");
    const other = `${folder}/other.pem`;
    await makeOperatorKey(other);
    const { body, envelope } = certificateOf(out);
    const forged = sealCertificate(body, envelope, readSigningKey(new NodeHost(), other));
    writeFileSync(`${out}/reports/certificate.json`, JSON.stringify(forged));
    expect(await failures(out)).toEqual([]);
    expect(await failures(out, `${KEY}.pub`)).toEqual(["signature"]);
  });

  it("finds one byte changed in a spool, a control file, a batch, and files that are gone", async () => {
    const { spools, batches } = certificateOf(ONE).body;
    const [spool, batch] = [spools[1]?.file ?? "", batches[0]?.file ?? ""];
    const control = (file: string): string => file.replace(/\.pdf$/, ".csv");
    const files = [spool, control(spool), batch];
    for (const file of files) {
      const out = copyOf(ONE, "bytes");
      const bytes = readFileSync(`${out}/${file}`);
      const middle = bytes.length >> 1;
      bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
      writeFileSync(`${out}/${file}`, bytes);
      expect(await failures(out), file).toEqual([file.startsWith("print") ? "spools" : "batches"]);
      await expect(certifyRun(out)).rejects.toMatchObject({ name: "RunFailure" });
      rmSync(`${out}/${file}`);
      expect(await failures(out), file).toEqual([file.startsWith("print") ? "spools" : "batches"]);
    }
  });

  it("finds an audit log that was cut since", async () => {
    const out = copyOf(THREE, "cut");
    await pullPieces(out, { pieces: [3], ...WHO });
    await certifyRun(out);
    rmSync(`${out}/audit.ndjson`);
    expect(await failures(out)).toEqual(["audit log", "pulls", "folder"]);
  });
});

const hasTools = ["openssl", "jq"].every((tool) => spawnSync(tool, ["--version"]).status !== null);

describe.skipIf(!hasTools)(
  "without Nightpress (skipped where openssl or jq are not installed)",
  () => {
    it("jq and openssl find body and signature right, and a changed one wrong", () => {
      const at = `${folder}/outside`;
      mkdirSync(at);
      copyFileSync(`${ONE}/reports/certificate.json`, `${at}/certificate.json`);
      expect(sh(at, "jq -cSj .body certificate.json | sha256sum")).toContain(
        certificateOf(ONE).bodySha256,
      );
      expect(verifiedBySsl(at)).toBe(true);
      const text = readFileSync(`${at}/certificate.json`, "utf8");
      writeFileSync(`${at}/certificate.json`, text.replace(/"osUser": "/, '"osUser": "x'));
      expect(verifiedBySsl(at)).toBe(false);
    });
  },
);

function sh(folder: string, command: string): string {
  return execFileSync("sh", ["-c", command], { cwd: folder, encoding: "utf8" });
}

function verifiedBySsl(at: string): boolean {
  sh(at, "jq -cSj '{bodySha256, envelope}' certificate.json > payload");
  sh(at, "jq -r .signature.publicKey certificate.json > key.pub");
  sh(at, "jq -r .signature.sig certificate.json | base64 -d > sig");
  sh(
    at,
    "type=$(jq -r .signature.payloadType certificate.json); " +
      "{ printf 'DSSEv1 %d %s %d ' ${#type} $type $(wc -c < payload); cat payload; } > signed",
  );
  const verify = "pkeyutl -verify -pubin -inkey key.pub -rawin -in signed -sigfile sig".split(" ");
  return spawnSync("openssl", verify, { cwd: at }).status === 0;
}

/** A certificate as its file has it, to be changed. */
interface Changeable {
  body: { records: { read: number }; spools: { sha256: string }[] };
  bodySha256: string;
  envelope: Record<string, unknown>;
  signature: { sig: string; keyid: string; payloadType: string; publicKey: string };
}

function flipped(sig: string): string {
  return (sig.startsWith("A") ? "B" : "A") + sig.slice(1);
}

function copyOf(out: string, name: string): string {
  const to = `${folder}/copy-${name}`;
  rmSync(to, { recursive: true, force: true });
  cpSync(out, to, { recursive: true });
  return to;
}
