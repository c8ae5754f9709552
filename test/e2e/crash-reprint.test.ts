import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import {
  type ReprintReport,
  finishReprints,
  listReprints,
  type ReprintOptions,
  reprintPieces,
} from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { Register } from "../../src/register/register.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import type { MadeDetails, MadeFile } from "../../src/model/reprint.ts";
import type { CrashPlan } from "./crash-host.ts";
import { reprintChild } from "./crash-process.ts";
import { runFixture } from "./e2e-run.ts";
import { outputHashes, partialFiles } from "./run-fixture.ts";
import { verifyStoredRun } from "../kit/in-process.ts";

const host = new NodeHost();
let out: string;
let kills = 0;

beforeAll(async () => {
  const plan = { format: "ndjson", records: 140, mode: "production", layout: "plain" } as const;
  ({ out } = await runFixture(plan));
  withLedger((ledger) => ledger.releaseUnheld());
});

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
  const { job } = readFrozenRun({ host, folder: runFolder(out) });
  const ranges = Register.with(host, job.registerFile, ({ serials }) => serials.ranges());
  return ranges.reduce((sum, { count }) => sum + count, 0);
}

async function killed(
  request: ReprintOptions,
  place: Pick<CrashPlan, "op" | "path" | "when"> & { readonly nth?: number },
): Promise<void> {
  kills += 1;
  const counterFile = `${out}/../count-${kills}`;
  const plan = { nth: 1, ...place, fault: "kill", counterFile } as const;
  expect((await reprintChild(out, request, { plan })).signal).toBe("SIGKILL");
}

/** Control files of the run's own spools, with what they say. */
function controlFiles(): [path: string, text: string][] {
  const names = readdirSync(`${out}/print`, { recursive: true, encoding: "utf8" });
  const lists = names.filter((name) => name.endsWith(".csv")).map((name) => `${out}/print/${name}`);
  return lists.map((path) => [path, readFileSync(path, "utf8")]);
}

/** What the audit log says of the files of a reprint, each time it says so. */
function enteredFiles(number: number): (readonly MadeFile[])[] {
  const lines = readFileSync(`${out}/audit.ndjson`, "utf8").trimEnd().split("\n");
  return lines
    .map((line) => JSON.parse(line) as AuditEntry)
    .filter(({ action, details }) => action === "reprint-made" && details["number"] === number)
    .map(({ details }) => (details as unknown as MadeDetails).files);
}

/** That its files stand in the audit log once, as they lie there. */
function expectEntered({ number, file }: ReprintReport): void {
  const [stem, inside] = [file.replace(/\.pdf$/, ""), file.slice(0, file.lastIndexOf("/") + 1)];
  const files = [file, `${stem}.csv`, `${stem}.ticket.json`, `${inside}waste.csv`];
  const wanted = files.map((path) => {
    const bytes = readFileSync(path);
    return { name: basename(path), bytes: bytes.length, sha256: sha256(bytes) };
  });
  expect(enteredFiles(number)).toEqual([wanted]);
}

/** That a reprint is whole, the only one of its pieces, and follows from its decision alone. */
async function expectWhole(report: ReprintReport, piece: number): Promise<void> {
  expect(generationsOf(piece)).toEqual([1]);
  expect(partialFiles(out)).toEqual([]);
  const { reprints, sums } = listReprints(out);
  expect(reprints.at(-1)).toMatchObject({ number: report.number, made: true });
  expect(sums.filter(({ ok }) => !ok)).toEqual([]);
  expectEntered(report);
  const bytes = readFileSync(report.file);
  rmSync(report.file.slice(0, report.file.lastIndexOf("/")), { recursive: true });
  expect(await finishReprints(out)).toEqual([report.number]);
  expect(readFileSync(report.file).equals(bytes)).toBe(true);
  expectEntered(report);
}

describe("a reprint that is killed", () => {
  const base = { by: "A. Kim", reason: "torn", newSerial: true, cause: "missing" } as const;
  const places = [
    { op: "openWrite", path: "/waste.csv", when: "before" },
    { op: "write", path: "/reprints/.*pdf", when: "half" },
    { op: "rename", path: "/reprints/.*-.*csv$", when: "before" },
    // The entry of what was made comes behind that of the decision.
    { op: "openAppend", path: "/audit.ndjson", when: "before", nth: 2 },
    { op: "write", path: "/audit.ndjson", when: "half", nth: 2 },
  ] as const;
  const named = places.map(
    (place, index) => [place.when, place.op, place.path, place, 10 * (index + 1)] as const,
  );

  it.each(named)(
    "%s %s of %s is the same reprint when it is asked for again",
    async (_when, _op, _path, place, piece) => {
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
  );

  it("once its files are entered is finished, and asked for again is asked for twice", async () => {
    const request = { ...base, pieces: "80" };
    await killed(request, { op: "write", path: "/audit.ndjson", when: "after", nth: 2 });
    const [{ number, made } = { number: 0 }] = listReprints(out).reprints.slice(-1);
    expect(made).toBe(true);
    expect(await finishReprints(out)).toEqual([]);
    expect(enteredFiles(number).length).toBe(1);
    await expect(reprintPieces(out, request)).rejects.toMatchObject({
      diagnostics: [{ code: "reprint.asked-twice" }],
    });
  });

  it("is verified before its files are entered, and no hash of it is claimed", async () => {
    await killed({ ...base, pieces: "70" }, places[3]);
    const { reprints } = listReprints(out);
    const [{ number, made } = { number: 0 }] = reprints.slice(-1);
    expect(made).toBe(false);
    const { verification } = await verifyStoredRun(out, { workers: 1, raster: 0 });
    expect(verification?.breaches).toEqual([]);
    expect(verification?.notChecked).toContain(`reprint ${number}: no hash of it is entered yet`);
    expect(await finishReprints(out)).toEqual([number]);
    expect(enteredFiles(number).length).toBe(1);
  });

  it("is none of the verifier's strangers while half of it lies there", async () => {
    await killed({ ...base, pieces: "75" }, places[2]);
    const { verification } = await verifyStoredRun(out, { workers: 1, raster: 0 });
    expect(verification?.breaches).toEqual([]);
    expect(await finishReprints(out)).toEqual([listReprints(out).reprints.length]);
  });

  it("is finished before another is decided", async () => {
    await killed({ ...base, pieces: "90" }, places[1]);
    const other = await reprintPieces(out, { ...base, pieces: "95" });
    expect(other.resumed).toBe(false);
    expect(other.finished).toEqual([other.number - 1]);
    expect(generationsOf(90)).toEqual([1]);
    expect(listReprints(out).reprints.every(({ made }) => made)).toBe(true);
  });

  it("is refused if its files are made again with bytes that differ from the entered ones", async () => {
    const { number, file } = await reprintPieces(out, { ...base, pieces: "60" });
    rmSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
    const [list = "", bytes = ""] =
      controlFiles().find(([, text]) => text.includes(",60,1,")) ?? [];
    // What is wasted is told by the control file of the spool that it was printed in first.
    writeFileSync(list, bytes.replace(/^(S,)(\d+)(,.*,60,1,)/m, "$199999$3"));
    await expect(finishReprints(out)).rejects.toThrow(
      `reprint ${number} were made again with bytes that differ`,
    );
    writeFileSync(list, bytes);
    expect(listReprints(out).reprints.at(-1)).toMatchObject({ number, made: false });
    expect(await finishReprints(out)).toEqual([number]);
    expect(enteredFiles(number).length).toBe(1);
  });
});
