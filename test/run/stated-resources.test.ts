import { createHash } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { writeStatementFixture } from "../../fixtures/statement/write-statement-fixture.ts";
import { hashValue } from "../../src/base/hash.ts";
import type { FrozenRun } from "../../src/run/folder/frozen-run.ts";
import { jobText, sealedRun } from "../../src/run/folder/job-seal.ts";
import { certifyRun, checkCertificate } from "../../src/index.ts";
import type { Certificate } from "../../src/model/certificate.ts";
import type { SharedResource } from "../../src/model/shared-resource.ts";
import { overpainted } from "../verify/resource-edits.ts";
import { RunCopy } from "../verify/run-copy.ts";
import { bless, blessPart, SharedParts } from "../verify/shared-parts.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

/*
 * Art that is edited in a spool, in assembly.json and in the ledger, all hashes put right: job.json,
 * which is sealed, still has what it was, and so has the certificate.
 */
const folder = temporaryFolder("stated");
const original = `${folder}/out`;

beforeAll(async () => {
  const records = { records: 6, seed: 7, badPercent: 0, transactions: 2 };
  const fixture = { folder: `${folder}/input`, mode: "test", format: "ndjson" } as const;
  const { jobFile } = writeStatementFixture({ ...records, ...fixture });
  await runJob(jobFile, { out: original, workers: 1 });
});

/** A copy with a form painted over, which `assembly.json` says was made so. */
function forged(name: string): RunCopy {
  const run = new RunCopy(original, `${folder}/${name}`);
  const spool = run.spool(0);
  run.editSpool(spool, (pdf) => {
    const parts = new SharedParts(pdf);
    overpainted("A0")({ run, pdf, parts });
    blessPart(run, "A0", "content", Buffer.from(pdf.text(parts.xObject("A0")), "latin1"));
  });
  return run;
}

/** Puts right what the certificate says of files and resources, and its own hash. */
function recertify(run: RunCopy, change: (resource: SharedResource) => SharedResource): void {
  const path = run.path("reports/certificate.json");
  const { body, ...rest } = JSON.parse(readFileSync(path, "utf8")) as Certificate;
  const hashed = (file: string): { bytes: number; sha256: string } => {
    const bytes = readFileSync(run.path(file));
    return { bytes: bytes.length, sha256: createHash("sha256").update(bytes).digest("hex") };
  };
  const spools = body.spools.map((spool) => {
    const inside = spool.file.slice(0, spool.file.lastIndexOf("/"));
    const companions = spool.companions.map((one) => {
      return { ...one, ...hashed(`${inside}/${one.name}`) };
    });
    return { ...spool, ...hashed(spool.file), companions };
  });
  const resources = body.resources?.map(change) ?? null;
  const forgery = { ...body, spools, resources };
  const text = JSON.stringify({ ...rest, body: forgery, bodySha256: hashValue(forgery) });
  writeFileSync(path, text);
}

async function failing(run: RunCopy): Promise<readonly (readonly [string, string])[]> {
  const { lines } = await checkCertificate(run.out, { unsignedOk: true });
  return lines.filter(({ ok }) => !ok).map(({ what, found }) => [what, found] as const);
}

describe("art that was changed in a spool and in assembly.json", () => {
  it("is named by the verifier, in both", async () => {
    const run = forged("verified");
    const breaches = await run.breaches();
    const named = breaches.map(({ code, file, message }) => [code, file, message]);
    expect(named).toEqual([
      ["verify.resource-changed", "assembly.json", "Resource A0 differs from the one in job.json."],
      [
        "verify.resource-changed",
        run.spool(0).file,
        expect.stringMatching(/^Object \d+, form A0: what it draws/),
      ],
    ]);
  });

  it("is named where assembly.json says nothing any more", async () => {
    const run = new RunCopy(original, `${folder}/silent`);
    const { audit } = JSON.parse(readFileSync(run.path("assembly.json"), "utf8")) as object & {
      audit: unknown;
    };
    writeFileSync(run.path("assembly.json"), JSON.stringify({ audit }));
    expect(await run.breaches()).toMatchObject([
      { code: "verify.resource-changed", file: "assembly.json" },
    ]);
  });

  it("is refused by the certificate, whatever hashes it has of the spools", async () => {
    const run = forged("certified");
    const { file } = run.spool(0);
    await expect(certifyRun(run.out)).rejects.toThrow("differ from its first certificate");
    recertify(run, (resource) => resource);
    const inSpool = new RegExp(`^A0 differs in assembly.json; ${file}: Object \\d+, form A0`);
    expect(await failing(run)).toEqual([["resources", expect.stringMatching(inSpool)]]);
    const mark = JSON.parse(readFileSync(run.path("assembly.json"), "utf8")) as {
      resources: readonly SharedResource[];
    };
    recertify(run, ({ name }) => mark.resources.find((one) => one.name === name) as SharedResource);
    const inJob = expect.stringMatching(/^A0 differs in job\.json; print/);
    expect(await failing(run)).toEqual([["resources", inJob]]);
    rmSync(run.path("reports/certificate.json"));
    await expect(certifyRun(run.out)).rejects.toThrow("A0 differs in job.json");
  });

  it("is refused where it is a font, by the certificate as it was issued", async () => {
    const run = new RunCopy(original, `${folder}/font`);
    const blest = (resource: SharedResource): SharedResource => {
      return { ...resource, sha256: { ...resource.sha256, program: "0".repeat(64) } };
    };
    bless(run, "F0", blest);
    expect(await failing(run)).toEqual([["resources", "F0 differs in assembly.json"]]);
  });
});

describe("a run that goes on", () => {
  async function refusal(run: RunCopy): Promise<unknown> {
    const made = ["ledger.db", "print", "email", "sms", "rejects", "reports"];
    for (const name of made) rmSync(run.path(name), { recursive: true, force: true });
    return resumeRun(run.out, { workers: 1, verify: false }).catch((error: unknown) => error);
  }

  it("is refused where its painter would give other art than it began with", async () => {
    const run = new RunCopy(original, `${folder}/painter`);
    const {
      jobSha256: _,
      sha256: __,
      ...frozen
    } = JSON.parse(readFileSync(run.path("job.json"), "utf8")) as FrozenRun;
    const art = frozen.art?.map((one) => {
      return one.name === "A0" ? { ...one, entries: "form 61200 100" } : one;
    });
    writeFileSync(run.path("job.json"), jobText(sealedRun({ ...frozen, ...(art && { art }) })));
    const message = "Resources differ from those that the run began with: A0.";
    expect(await refusal(run)).toMatchObject({
      diagnostics: [{ code: "run.resource-changed", message }],
    });
  });

  it("is refused where a font would be embedded otherwise than when assembly began", async () => {
    const run = new RunCopy(original, `${folder}/subset`);
    bless(run, "F0", (font) => ({ ...font, entries: font.entries.replace("ascent", "height") }));
    const message = "Resources differ from those that the run began with: F0.";
    expect(await refusal(run)).toMatchObject({
      diagnostics: [{ code: "run.resource-changed", message }],
    });
  });
});
