import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { reimageSheets, reprintPieces } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import type { OutputVerdict, SpoolExpectation } from "../../src/model/verification.ts";
import { runBills } from "../e2e/bills.ts";
import { readControl } from "../e2e/control-rows.ts";
import { finishedRun } from "../e2e/finished-runs.ts";
import { type VerifiedRun, verifiedRun } from "./verified-run.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const FURNITURE =
  "{ furniture-stock: letter-60lb-goldenrod, break-sheets: { postal: 3 }, " +
  "set-up: { sheets: 2, test-pattern: true }, spool-sheets: 40 }";

/** Verifies all spools of a run, which are to be without a fault, and gives the verdicts. */
function expectSound(run: VerifiedRun): OutputVerdict[] {
  const verdicts = run.spools.map((spool) => run.verify(spool));
  expect(verdicts.flatMap(({ breaches }) => breaches)).toEqual([]);
  for (const [index, { counts, ...found }] of verdicts.entries()) {
    const { ordinals, pieceNumbers, pages, sheets } = run.spools[index] as SpoolExpectation;
    expect([...found.ordinals]).toEqual([...ordinals]);
    expect([...found.pieceNumbers]).toEqual([...pieceNumbers]);
    expect(counts.composedPages).toBe(pages);
    expect(counts.sheets - counts.furnitureSheets).toBe(sheets);
    expect(found.leaves).toHaveLength(ordinals.length * 32);
    expect(found.notChecked).toEqual([]);
  }
  return verdicts;
}

describe("a spool as it was made has no breach", () => {
  it("of statements in a test run", async () => {
    const { out, report } = await finishedRun("small-test");
    const verdicts = expectSound(verifiedRun(out));
    const pieces = verdicts.reduce((sum, { counts }) => sum + counts.pieces, 0);
    expect(pieces).toBe(report.pieces);
  });

  it("of bills on two papers, with every kind of furniture", async () => {
    const { out } = await runBills(30, FURNITURE);
    const run = verifiedRun(out);
    const verdicts = expectSound(run);
    expect(Math.max(...verdicts.map(({ counts }) => counts.furnitureSheets))).toBeGreaterThan(5);
    expect(verdicts.some(({ printedSums }) => printedSums.some((sum) => sum !== "0"))).toBe(true);
  });

  it("of bills on paper that is printed on one side", async () => {
    const layout = `${temporaryFolder()}/simplex-bill`;
    cpSync(new URL("../../layouts/remittance-bill", import.meta.url), layout, { recursive: true });
    const text = readFileSync(`${layout}/layout.yaml`, "utf8")
      .replace("layout: remittance-bill", "layout: simplex-bill")
      .replace("stock: letter-60lb-duplex", "stock: letter-60lb-simplex")
      .replace("      stock: letter-60lb-perf\n", "");
    writeFileSync(`${layout}/layout.yaml`, text);
    const { out } = await runBills(20, "{ set-up: { sheets: 1 } }", layout);
    const run = verifiedRun(out);
    expect(run.setup.sidesPerSheet).toBe(1);
    expectSound(run);
  });

  it("of a reprint with its cover, and of sheets imaged again", async () => {
    const { out } = await finishedRun("small");
    const decision = { by: "A. Kim", reason: "torn at the inserter" };
    const ledger = Ledger.open(new NodeHost(), `${out}/ledger.db`);
    ledger.releaseUnheld();
    ledger.close();
    const [piece] = verifiedRun(out).spools[0]?.pieceNumbers ?? [];
    await reprintPieces(out, { ...decision, pieces: `${piece}`, cause: "damaged" });
    const name =
      verifiedRun(out)
        .spools[1]?.file.replace(/^.*\//, "")
        .replace(/\.pdf$/, "") ?? "";
    await reimageSheets(out, { ...decision, spool: name, sheets: "2-5" });
    const run = verifiedRun(out);
    const again = run.spools.filter(({ index }) => index < 0);
    expect(again.map(({ furniture }) => furniture.covers)).toEqual([1, 0]);
    expectSound(run);
  });
});

describe("a spool that was damaged", () => {
  let out: string;
  let run: VerifiedRun;
  let spool: SpoolExpectation;
  let bytes: Buffer;
  beforeAll(async () => {
    ({ out } = await finishedRun("small"));
    run = verifiedRun(out);
    const sorted = [...run.spools].sort((a, b) => a.pages - b.pages);
    spool = sorted.at(-1) as SpoolExpectation;
    bytes = readFileSync(`${out}/${spool.file}`);
  });

  /** The verdict on the spool with other bytes, of which no hash tells. */
  function verdictOn(changed: Uint8Array): OutputVerdict {
    writeFileSync(`${out}/${spool.file}`, changed);
    try {
      return run.verify({ ...spool, bytes: -1, sha256: "" });
    } finally {
      writeFileSync(`${out}/${spool.file}`, bytes);
    }
  }

  function codesOf({ breaches }: OutputVerdict): string[] {
    return breaches.map(({ code }) => code);
  }

  /** The same bytes with a text changed into one of the same length, from `from` on. */
  function changed(text: string, to: string, from = 0): Buffer {
    const at = bytes.indexOf(text, from, "latin1");
    expect(at).toBeGreaterThan(0);
    expect(to).toHaveLength(text.length);
    const copy = Buffer.from(bytes);
    copy.write(to, at, "latin1");
    return copy;
  }

  it("is told by its hash, whatever else is found", () => {
    const file = `${out}/${spool.file}`;
    const copy = Buffer.from(bytes);
    copy.writeUInt8((copy[10] as number) ^ 1, 10);
    writeFileSync(file, copy);
    const { breaches } = run.verify(spool);
    writeFileSync(file, bytes);
    expect(breaches.map(({ code }) => code)).toContain("verify.wrong-hash");
  });

  it.each([
    ["its cut end", (all: Buffer) => all.subarray(0, -7), "verify.pdf-broken"],
    ["bytes behind its end", (all: Buffer) => Buffer.concat([all, all]), "verify.pdf-broken"],
    ["nothing in it", () => Buffer.alloc(0), "verify.pdf-broken"],
    ["nothing but zeros", (all: Buffer) => Buffer.alloc(all.length), "verify.pdf-broken"],
  ])("is named by %s", (_, change, code) => {
    expect(codesOf(verdictOn(change(bytes)))).toContain(code);
  });

  it("is named by an object that lies elsewhere than its table says", () => {
    const table = bytes.lastIndexOf("xref\n0 ", bytes.lastIndexOf("trailer"));
    const line = bytes.indexOf("\n", table + 5) + 1 + 20 * 60;
    const copy = Buffer.from(bytes);
    copy.write("0000000017", line, "latin1");
    const verdict = verdictOn(copy);
    expect(codesOf(verdict)).toContain("verify.object-broken");
    expect(
      verdict.breaches.find(({ code }) => code === "verify.object-broken")?.page,
    ).toBeDefined();
  });

  it("is named by streams of other lengths and other filters than they say", () => {
    const page = bytes.indexOf("/Type/Page/");
    const length = /\/Length (\d+)/.exec(bytes.toString("latin1", page))?.[0] ?? "";
    const wrong = changed(
      length,
      length.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)),
      page,
    );
    expect(codesOf(verdictOn(wrong))).toContain("verify.stream-length");
    const filter = changed("/Filter/FlateDecode", "/Filter/FlateDecoda", page);
    expect(codesOf(verdictOn(filter)).length).toBeGreaterThan(0);
  });

  it("is named by what stands in the page tree twice, not at all, or wrong", () => {
    const kids = bytes.lastIndexOf("/Kids[");
    const [first = "", second = ""] = bytes.toString("latin1", kids).match(/\d+ 0 R/g) ?? [];
    const twice = verdictOn(changed(second, first.padStart(second.length, "0"), kids));
    expect(codesOf(twice)).toContain("verify.page-listed-twice");
    expect(codesOf(twice)).toContain("verify.object-orphan");
    const count = bytes.lastIndexOf("/Count ");
    const miscounted = Buffer.from(bytes);
    miscounted.write("1", count + 7, "latin1");
    expect(codesOf(verdictOn(miscounted)).length).toBeGreaterThan(0);
  });

  it("is named by pages that share contents or name other resources", () => {
    const first = bytes.indexOf("/Contents[", bytes.length >> 1);
    const next = bytes.indexOf("/Contents[", first + 1);
    const text = (at: number): string => bytes.toString("latin1", at, bytes.indexOf("]", at));
    const shared = changed(text(next), text(first).padEnd(text(next).length), next);
    if (text(first).length <= text(next).length)
      expect(codesOf(verdictOn(shared))).toContain("verify.page-shares");
    const named = bytes.indexOf("/Resources ", bytes.length >> 1);
    const own = bytes.toString("latin1", named, named + "/Resources 1".length);
    const other = changed(own, own.endsWith("1") ? "/Resources 2" : "/Resources 1", named);
    expect(codesOf(verdictOn(other))).toContain("verify.page-resources");
  });

  it("is named by bytes between its objects", () => {
    const at = bytes.indexOf("endobj\n", bytes.length >> 1);
    const tableAt = bytes.lastIndexOf("xref\n0 ", bytes.lastIndexOf("trailer"));
    // The place of each object behind is put right, and that of the table.
    const stray = Buffer.from("% nobody reads this\n");
    const text = bytes.toString("latin1", tableAt);
    const moved = text
      .replaceAll(/^(\d{10}) 00000 n /gm, (line, offset: string) =>
        Number(offset) > at
          ? `${String(Number(offset) + stray.length).padStart(10, "0")} 00000 n `
          : line,
      )
      .replace(/startxref\n\d+/, `startxref\n${tableAt + stray.length}`);
    const parts = [bytes.subarray(0, at + 7), stray, bytes.subarray(at + 7, tableAt)];
    const verdict = verdictOn(Buffer.concat([...parts, Buffer.from(moved, "latin1")]));
    expect(codesOf(verdict)).toContain("verify.stray-bytes");
  });

  it("gives breaches and nothing else, however it is damaged", () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      fromEnd: fc.boolean(),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
      removed: fc.integer({ min: 0, max: 400 }),
    });
    fc.assert(
      fc.property(damage, ({ at, fromEnd, bytes: put, removed }) => {
        const reach = fromEnd ? 3000 : bytes.length;
        const place = bytes.length - Math.floor(at * reach);
        const behind = bytes.subarray(Math.min(bytes.length, place + removed));
        const damaged = Buffer.concat([bytes.subarray(0, place), put, behind]);
        fc.pre(!damaged.equals(bytes));
        const verdict = verdictOn(damaged);
        expect(verdict.breachCount).toBeGreaterThan(0);
        expect(verdict.breaches.length).toBeLessThanOrEqual(100);
      }),
      { numRuns: 60 },
    );
  });

  it("is told of with what could not be checked where fragments are gone", () => {
    const root = `${temporaryFolder()}/without`;
    cpSync(`${out}/print`, `${root}/print`, { recursive: true });
    const verdict = run.verify(spool, root);
    expect(verdict.breaches).toEqual([]);
    expect(verdict.notChecked).toHaveLength(1);
    expect([...verdict.ordinals]).toEqual([...spool.ordinals]);
    rmSync(root, { recursive: true });
  });

  it("is missed where it or a list beside it is not there", () => {
    const root = `${temporaryFolder()}/without`;
    cpSync(`${out}/print`, `${root}/print`, { recursive: true });
    rmSync(`${root}/${spool.controlFile}`);
    rmSync(`${root}/${spool.file.replace(".pdf", ".ticket.json")}`);
    const files = run.verify(spool, root).breaches.map(({ code, file }) => [code, file]);
    expect(files).toEqual([
      ["verify.file-missing", spool.controlFile],
      ["verify.file-missing", spool.file.replace(".pdf", ".ticket.json")],
    ]);
    rmSync(`${root}/${spool.file}`);
    expect(codesOf(run.verify(spool, root))).toEqual(["verify.file-missing"]);
  });

  it("has rows that are named by column, sheet and piece", () => {
    const path = `${out}/${spool.controlFile}`;
    const text = readFileSync(path, "utf8");
    const [first] = readControl(`${out}/${spool.file}`).sheets;
    const row = text.split("\r\n").find((line) => line.startsWith("S,")) ?? "";
    writeFileSync(path, text.replace(row, row.replace(/,([^,]*),([^,]*),,,0,/, ",$2x,$1,,,0,")));
    const { breaches } = run.verify(spool);
    writeFileSync(path, text);
    expect(breaches).toHaveLength(1);
    expect(breaches[0]).toMatchObject({
      code: "verify.control-row",
      file: spool.controlFile,
      line: 4,
      sheet: Number(first?.["sheet"]),
      piece: Number(first?.["piece"]),
    });
    expect(breaches[0]?.message).toContain("stock");
  });
});
