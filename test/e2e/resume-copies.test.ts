import {
  appendFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { customerFields } from "../../fixtures/statement/foreign/mainframe-fields.ts";
import {
  type ForeignFixtureFormat,
  writeForeignFixture,
} from "../../fixtures/statement/foreign/write-foreign-fixture.ts";
import { UsageError } from "../../src/base/diagnostic.ts";
import type { Reject } from "../../src/model/reject.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { killAtShard } from "./crash-process.ts";
import { readLines } from "./e2e-run.ts";
import { damage, putBack } from "./killed-copies.ts";
import { takePlainLayout } from "./plain-layout.ts";
import { expectComplete, expectKept, fragmentIdentities } from "./run-checks.ts";
import { outputHashes } from "./run-fixture.ts";

const folder = temporaryFolder("resume-copies");

/** Small shards of joined files that have to be sorted, one record of which is broken. */
async function writeJob(format: ForeignFixtureFormat): Promise<string> {
  const input = `${folder}/${format}`;
  const job = await writeForeignFixture({ folder: input, format, records: 40, seed: 5 });
  const text = readFileSync(job, "utf8")
    .replaceAll("order: key", "order: none")
    .replace("  key: account.id", "  key: account.id\n  shard-bytes: 4096");
  writeFileSync(job, text);
  appendFileSync(job, "verify: { raster: 0 }\n");
  takePlainLayout(job);
  return job;
}

describe.each([
  { format: "ebcdic", data: "customers.dat", copy: "input-1.copy" },
  { format: "records", data: "statements.vb", copy: "input-0.copy" },
] as const)("a killed run of $format", ({ format, data, copy }) => {
  let job: string;
  let hashes: Record<string, string>;

  beforeAll(async () => {
    job = await writeJob(format);
    spoil(`${folder}/${format}/${data}`);
    const report = await runJob(job, { out: `${folder}/${format}-whole`, workers: 1 });
    expect(report.records).toMatchObject({ read: 40, rejected: 1 });
    hashes = outputHashes(`${folder}/${format}-whole`);
    await killAtShard(job, `${folder}/${format}-killed`, 3);
    renameSync(`${folder}/${format}-killed`, `${folder}/${format}-dead`);
  });

  /** Bad digits in the packed opening balance, which stands alike in both files. */
  function spoil(file: string): void {
    const bytes = readFileSync(file);
    const record = format === "ebcdic" ? 2 * sizeOfCustomer() : recordAt(bytes, "10", 2) + 6;
    const at = record + customerOffset("opening");
    bytes[at] = 0xfa;
    writeFileSync(file, bytes);
  }

  function killed(): string {
    const out = `${folder}/${format}-killed`;
    putBack(`${folder}/${format}-dead`, out);
    expect(fragmentIdentities(out).size).toBeGreaterThan(0);
    return out;
  }

  it("goes on without its copies, which are made again", async () => {
    const out = killed();
    const kept = fragmentIdentities(out);
    const work = `${out}/work`;
    expect(readdirSync(work)).toContain(copy);
    for (const name of readdirSync(work)) rmSync(`${work}/${name}`, { recursive: true });
    expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
    expectComplete(out, hashes);
    expectKept(out, kept);
  });

  it.runIf(format === "ebcdic")(
    "goes on where a copy is damaged, unless its source is",
    async () => {
      const names = readdirSync(`${killed()}/work`);
      expect(names).toEqual(expect.arrayContaining([copy, `${copy}.sorted`]));
      for (const name of names) {
        const damaged = killed();
        damage(`${damaged}/work/${name}`);
        expect((await resumeRun(damaged, { workers: 1 })).status).toBe("finished");
        expectComplete(damaged, hashes);
      }

      const changed = killed();
      const file = `${folder}/${format}/${data}`;
      const before = readFileSync(file);
      const now = Buffer.from(before);
      now[now.length - 1] = 0xf9;
      writeFileSync(file, now);
      rmSync(`${changed}/work/${copy}`);
      const error: unknown = await resumeRun(changed, { workers: 1 }).catch(
        (thrown: unknown) => thrown,
      );
      const found = error instanceof UsageError ? error.diagnostics.map(({ code }) => code) : error;
      expect(found).toEqual(["run.input-changed"]);
      expect(existsSync(join(changed, "work", "again"))).toBe(false);
      writeFileSync(file, before);
      expect((await resumeRun(changed, { workers: 1 })).status).toBe("finished");
      expectComplete(changed, hashes);
    },
  );

  it("has rejected the record of the bad digits with its bytes", () => {
    const rejects = readLines<Reject>(`${folder}/${format}-whole/rejects/rejects.ndjson`);
    expect(rejects.map(({ code, reason }) => [code, reason.replace(/^\S+/, "")])).toEqual([
      [
        "data.bad-field",
        expect.stringContaining(" is no packed decimal: its byte 1 of 7 is X'FA'"),
      ],
    ]);
    const sent = readFileSync(`${folder}/${format}/${data}`);
    const { raw, byteOffset } = rejects[0] ?? { raw: "", byteOffset: -1 };
    expect(raw.length).toBeGreaterThan(0);
    expect(sent.includes(Buffer.from(raw, "base64"), byteOffset)).toBe(true);
  });
});

function sizeOfCustomer(): number {
  return customerFields.reduce((sum, { bytes }) => sum + bytes, 0);
}

function customerOffset(column: string): number {
  const before = customerFields.slice(
    0,
    customerFields.findIndex((one) => one.column === column),
  );
  return before.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Where the nth record of a type begins, its prefix counted. */
function recordAt(bytes: Buffer, type: string, nth: number): number {
  const code = Buffer.from(type.split("").map((digit) => 0xf0 + Number(digit)));
  for (let at = 0, count = 0; at < bytes.length; at += bytes.readUInt16BE(at))
    if (bytes.subarray(at + 4, at + 6).equals(code) && count++ === nth) return at;
  throw new Error("there is no such record");
}
