import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { HostError, makeDurableFolder, writeFileAtomic } from "../../src/base/host.ts";
import { Prng } from "../../src/base/prng.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { watchStatements } from "./database-disk.ts";
import { type Fault, FaultHost } from "./fault-host.ts";
import { simulationFolder } from "./simulation-folder.ts";

const folder = mkdtempSync(simulationFolder());
const root = `${folder}/shop`;
const SEEDS = Array.from({ length: 40 }, (_, seed) => seed);
const bytes = new TextEncoder().encode("nothing is lost\n");
let host: FaultHost;

function freshHost(seed: number): FaultHost {
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root);
  return new FaultHost(root, new Prng(seed));
}

beforeEach(() => {
  host = freshHost(1);
});
afterAll(() => {
  watchStatements(undefined);
  for (const end of ["", ".attic", ".databases"])
    rmSync(folder + end, { recursive: true, force: true });
});

/** Whatever the machine does until it dies at a change, and what is there afterwards. */
function diesAt(at: number, kind: Fault["kind"], work: () => void): void {
  host.arm({ kind, at, length: 1 });
  expect(work).toThrow("dead");
  host.restart();
}

describe("the simulated disk", () => {
  it("loses what was not synced, and may keep it, by the seed", () => {
    const fates = new Set<string>();
    for (const seed of SEEDS) {
      host = freshHost(seed);
      const file = host.openWrite(`${root}/plain`);
      file.write(bytes);
      file.close();
      diesAt(1, "power-loss", () => host.makeFolder(`${root}/other`));
      const path = `${root}/plain`;
      fates.add(existsSync(path) ? `${readFileSync(path).length}` : "gone");
    }
    expect(fates).toContain("gone");
    expect(fates).toContain("0");
    expect(fates).toContain(`${bytes.length}`);
    expect(fates.size).toBeGreaterThan(3);
  });

  it("keeps a removed file until its folder is synced", () => {
    const isThere = (isSynced: boolean): boolean[] =>
      SEEDS.map((seed) => {
        host = freshHost(seed);
        writeFileAtomic(host, `${root}/plain`, bytes);
        host.remove(`${root}/plain`);
        if (isSynced) host.syncFolder(root);
        diesAt(1, "power-loss", () => host.makeFolder(`${root}/other`));
        return existsSync(`${root}/plain`);
      });
    expect(isThere(false)).toContain(true);
    expect(isThere(true)).not.toContain(true);
  });

  it("keeps what was done where only the process dies", () => {
    const file = host.openWrite(`${root}/plain`);
    file.write(bytes);
    diesAt(2, "kill", () => {
      host.makeFolder(`${root}/a`);
      host.makeFolder(`${root}/b`);
    });
    expect(readFileSync(`${root}/plain`, "utf8")).toBe("nothing is lost\n");
    expect(existsSync(`${root}/a`)).toBe(true);
  });

  it("cuts a database's log behind its last full commit, never before", () => {
    const counts = new Set<number>();
    for (const seed of SEEDS) {
      host = freshHost(seed);
      const ledger = Ledger.open(host, `${root}/ledger.db`);
      ledger.setFact("balanced", true);
      ledger.shardDone(shardRow(0));
      ledger.shardDone(shardRow(1));
      diesAt(1, "power-loss", () => host.makeFolder(`${root}/other`));
      ledger.close();
      const again = Ledger.open(host, `${root}/ledger.db`);
      expect(again.fact("balanced")).toBe(true);
      counts.add(again.shardsDone().size);
      again.close();
    }
    expect([...counts].sort((a, b) => a - b)).toEqual([0, 1, 2]);
  });
});

describe("what is written for good", () => {
  it("is there after any loss of power, with the folders above it", () => {
    for (const seed of SEEDS) {
      host = freshHost(seed);
      makeDurableFolder(host, `${root}/a/b/c`);
      writeFileAtomic(host, `${root}/a/b/c/plain`, bytes);
      diesAt(1, "power-loss", () => host.makeFolder(`${root}/other`));
      expect(readFileSync(`${root}/a/b/c/plain`)).toEqual(Buffer.from(bytes));
    }
  });

  it("is there whole or not at all where the machine dies on the way", () => {
    for (const seed of SEEDS) {
      host = freshHost(seed);
      diesAt(1 + (seed % 5), "power-loss", () => writeFileAtomic(host, `${root}/plain`, bytes));
      if (existsSync(`${root}/plain`))
        expect(readFileSync(`${root}/plain`)).toEqual(Buffer.from(bytes));
    }
  });

  it("leaves nothing beside it where the disk fails", () => {
    host.arm({ kind: "rename-error", at: 1, length: 1 });
    expect(() => writeFileAtomic(host, `${root}/plain`, bytes)).toThrow(HostError);
    expect(readdirSync(root)).toEqual([]);
  });
});

function shardRow(index: number): Parameters<Ledger["shardDone"]>[0] {
  const counts = { units: 1, records: 1, rejects: 0, documents: 1, pages: 1, sheets: 1 };
  const renditions = { print: 1, email: 0, sms: 0 };
  const more = { seeds: 0, suppressed: 0, bytes: 1, checksum: "00000000" };
  return { index, fragment: `shard-${index}.frag`, ...counts, ...more, renditions };
}
