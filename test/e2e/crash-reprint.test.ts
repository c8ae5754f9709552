import { readFileSync, rmSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { readFrozenRun } from "../../src/engine/frozen-run.ts";
import { NodeHost } from "../../src/engine/host-node.ts";
import { runFolder } from "../../src/engine/run-folder.ts";
import {
  type AgainReport,
  finishReprints,
  listReprints,
  type ReprintOptions,
  reprintPieces,
} from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { Register } from "../../src/ledger/register.ts";
import type { CrashPlan } from "./crash-host.ts";
import { reprintChild } from "./crash-process.ts";
import { runFixture } from "./e2e-run.ts";
import { outputHashes, partialFiles } from "./run-fixture.ts";

const host = new NodeHost();
let out: string;
let kills = 0;

beforeAll(async () => {
  const plan = { format: "ndjson", records: 200, mode: "production" } as const;
  ({ out } = await runFixture(plan));
  withLedger((ledger) => ledger.releaseUnheld());
}, 120_000);

function withLedger<T>(use: (ledger: Ledger) => T): T {
  const ledger = Ledger.open(host, `${out}/ledger.db`);
  try {
    return use(ledger);
  } finally {
    ledger.close();
  }
}

function generationsOf(piece: number): number[] {
  const printings = withLedger((ledger) => ledger.printings());
  return printings.filter((one) => one.piece === piece).map(({ generation }) => generation);
}

function serialsTaken(): number {
  const { job } = readFrozenRun(host, runFolder(out));
  const ranges = Register.with(host, job.registerFile, ({ serials }) => serials.ranges());
  return ranges.reduce((sum, { count }) => sum + count, 0);
}

async function killed(
  request: ReprintOptions,
  place: Pick<CrashPlan, "op" | "path" | "when">,
): Promise<void> {
  kills += 1;
  const counterFile = `${out}/../count-${kills}`;
  const plan = { ...place, nth: 1, fault: "kill", counterFile } as const;
  expect((await reprintChild(out, request, { plan })).signal).toBe("SIGKILL");
}

/** That a reprint is whole, the only one of its pieces, and follows from its decision alone. */
async function expectWhole(report: AgainReport, piece: number): Promise<void> {
  expect(generationsOf(piece)).toEqual([1]);
  expect(partialFiles(out)).toEqual([]);
  const { reprints, sums } = listReprints(out);
  expect(reprints.at(-1)).toMatchObject({ number: report.number, made: true });
  expect(sums.filter(({ ok }) => !ok)).toEqual([]);
  const bytes = readFileSync(report.file);
  rmSync(report.file.slice(0, report.file.lastIndexOf("/")), { recursive: true });
  expect(await finishReprints(out)).toEqual([report.number]);
  expect(readFileSync(report.file).equals(bytes)).toBe(true);
}

describe("a reprint that is killed", () => {
  const base = { by: "A. Kim", reason: "torn", newSerial: true, cause: "missing" } as const;
  const places = [
    { op: "openWrite", path: "/waste.csv", when: "before" },
    { op: "write", path: "/reprints/.*pdf", when: "half" },
    { op: "rename", path: "/reprints/.*-.*csv$", when: "before" },
  ] as const;

  it.each(places.map((place, index) => [place.op, place.path, place, 10 * (index + 1)] as const))(
    "at %s of %s is the same reprint when it is asked for again",
    async (_op, _path, place, piece) => {
      const request = { ...base, pieces: `${piece}-${piece + 2}` };
      const before = outputHashes(out);
      await killed(request, place);
      expect(generationsOf(piece)).toEqual([1]);
      const taken = serialsTaken();
      const report = await reprintPieces(out, request);
      expect(report).toMatchObject({ pieces: 3, resumed: true });
      expect(serialsTaken()).toBe(taken);
      expect(outputHashes(out)).toEqual(before);
      await expectWhole(report, piece);
    },
    60_000,
  );

  it("is finished before another is decided", async () => {
    await killed({ ...base, pieces: "90" }, places[1]);
    const other = await reprintPieces(out, { ...base, pieces: "95" });
    expect(other.resumed).toBe(false);
    expect(other.finished).toEqual([other.number - 1]);
    expect(generationsOf(90)).toEqual([1]);
    expect(listReprints(out).reprints.every(({ made }) => made)).toBe(true);
  }, 60_000);
});
