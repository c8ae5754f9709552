import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from "node:fs";
import { expect } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { RunReport } from "../../src/model/run-report.ts";
import { differences, fragmentsOf, outputHashes, partialFiles } from "./run-fixture.ts";

/** That a run is complete, balances, left nothing half done, and has these bytes. */
export function expectComplete(out: string, hashes: Record<string, string>): void {
  expect(differences(outputHashes(out), hashes)).toEqual([]);
  expect(partialFiles(out)).toEqual([]);
  expect(existsSync(`${out}/work`)).toBe(false);
  expect(existsSync(`${out}/reports/run.html`)).toBe(true);
  const report = JSON.parse(readFileSync(`${out}/reports/run.json`, "utf8")) as RunReport;
  expect(report.status).toBe("finished");
  expect(report.balance.length).toBeGreaterThan(10);
  expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
  const print = report.spoolFiles.map(({ name, sha256 }) => [`print/${name}`, sha256]);
  const other = report.batchFiles.map(({ channel, name, sha256 }) => [
    `${channel}/${name}`,
    sha256,
  ]);
  expect(hashes).toMatchObject(Object.fromEntries([...print, ...other]));
  const ledger = Ledger.open(new NodeHost(), `${out}/ledger.db`);
  try {
    expect(ledger.balance().ok).toBe(true);
    expect(ledger.shardsDone().size).toBe(fragmentsOf(out).length);
  } finally {
    ledger.close();
  }
}

/** Shards the ledger of a dead run knows, read from a copy, so that nothing in the run changes. */
export function shardsInLedger(out: string): number {
  const copy = `${out}-ledger-copy`;
  mkdirSync(copy);
  for (const name of readdirSync(out).filter((file) => file.startsWith("ledger.db")))
    cpSync(`${out}/${name}`, `${copy}/${name}`);
  const ledger = Ledger.open(new NodeHost(), `${copy}/ledger.db`);
  try {
    return ledger.shardsDone().size;
  } finally {
    ledger.close();
    rmSync(copy, { recursive: true });
  }
}

/** The identity of each fragment's file: another after it was written anew. */
export function fragmentIdentities(out: string): Map<string, number> {
  return new Map(fragmentsOf(out).map((name) => [name, statSync(`${out}/shards/${name}`).ino]));
}

/** That every fragment that lay there is still the very same file. */
export function expectKept(out: string, before: Map<string, number>): void {
  const after = fragmentIdentities(out);
  for (const [name, identity] of before) expect([name, after.get(name)]).toEqual([name, identity]);
}
