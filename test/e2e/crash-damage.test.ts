import {
  cpSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { CrashPlan } from "./crash-host.ts";
import { runChild } from "./crash-process.ts";
import { expectComplete, expectKept, fragmentIdentities, shardsInLedger } from "./run-checks.ts";
import { fragmentsOf, outputHashes, smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("crash-damage");
const job = `${folder}/job/job.yaml`;
/** Killed when all was composed; and killed midway, with rows in its ledger. */
const composed = `${folder}/composed`;
let hashes: Record<string, string>;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 120,
    shardBytes: 4 * 1024,
    spoolSheets: 30,
    layout: "plain",
  });
  await runJob(job, { out: `${folder}/undisturbed`, workers: 2 });
  hashes = outputHashes(`${folder}/undisturbed`);
  const plan: CrashPlan = {
    op: "openWrite",
    path: "/rejects/",
    nth: 1,
    when: "before",
    fault: "kill",
    counterFile: `${folder}/count`,
  };
  expect((await runChild(job, composed, { plan })).signal).toBe("SIGKILL");
  expect(shardsInLedger(composed)).toBe(fragmentsOf(composed).length);
});

function copied(from: string, name: string): string {
  const out = `${folder}/${name}`;
  cpSync(from, out, { recursive: true });
  return out;
}

function removeLedger(out: string, alsoLog = true): void {
  for (const name of readdirSync(out))
    if (name === "ledger.db" || (alsoLog && name.startsWith("ledger.db"))) rmSync(`${out}/${name}`);
}

function flipByte(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] as number) ^ 0x40;
  writeFileSync(file, bytes);
}

async function expectResumed(out: string): Promise<void> {
  expect((await resumeRun(out, { workers: 1 })).status).toBe("finished");
  expectComplete(out, hashes);
}

describe("without its ledger", () => {
  it.each([true, false])(
    "a composed run goes on from its fragments (log gone: %s)",
    async (log) => {
      const out = copied(composed, `no-ledger-${log}`);
      removeLedger(out, log);
      const before = fragmentIdentities(out);
      await expectResumed(out);
      expect(fragmentIdentities(out)).toEqual(before);
    },
  );

  it("a finished run is accounted for again", async () => {
    const out = copied(`${folder}/undisturbed`, "finished-no-ledger");
    removeLedger(out);
    await expectResumed(out);
  });
});

describe("fragments that were damaged after a kill", () => {
  /** A damage a fragment, so that one resume shows them all. */
  const damages: readonly ((file: string, out: string) => void)[] = [
    (file) => truncateSync(file, statSync(file).size - 7),
    (file) => truncateSync(file, 0),
    (file) => writeFileSync(file, "x", { flag: "a" }),
    (file) => rmSync(file),
    (file, out) => cpSync(`${out}/shards/shard-000000.frag`, file),
    ...[0.0001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.98, 0.99, 0.999].map(
      (share) => (file: string) => flipByte(file, Math.floor(statSync(file).size * share)),
    ),
  ];
  const names = damages.map((_, index) => `shard-0000${index + 10}.frag`);

  it.each(["knows", "does not know"])(
    "are composed again where the ledger %s them",
    async (how) => {
      const out = copied(composed, `damaged-${how.length}`);
      if (how !== "knows") removeLedger(out);
      damages.forEach((damage, index) => damage(`${out}/shards/${names[index]}`, out));
      const damaged = outputHashes(out);
      for (const name of names)
        expect(damaged[`shards/${name}`]).not.toBe(hashes[`shards/${name}`]);
      const before = fragmentIdentities(out);
      await expectResumed(out);
      for (const name of names) before.delete(name);
      expectKept(out, before);
    },
  );
});
