import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { rasterSheets } from "../../../src/proving/raster-stage.ts";
import { readFrozenRun } from "../../../src/run/folder/frozen-run.ts";
import { NodeHost } from "../../../src/run/host/host-node.ts";
import { runFolder } from "../../../src/run/folder/run-folder.ts";
import { type Verification } from "../../../src/index.ts";
import { nightpress } from "../../kit/command.ts";
import { type BillRun, runBills } from "../../e2e/bills.ts";
import { RunCopy } from "../run-copy.ts";
import { temporaryFolder } from "../../kit/temporary-folder.ts";
import { verifyStoredRun } from "../../kit/in-process.ts";

let run: BillRun;
beforeAll(async () => {
  run = await runBills(6, "{ spool-sheets: 10 }");
});

function stored(out: string): Verification {
  return JSON.parse(readFileSync(`${out}/reports/verification.json`, "utf8")) as Verification;
}

describe("a production run", () => {
  it("ends with sheets of every spool looked at, and says which", () => {
    const { raster } = stored(run.out);
    const { spools } = run.report;
    expect(raster?.spools).toHaveLength(spools);
    expect(raster?.sheetsPerSpool).toBe(4);
    for (const { sheets, of } of raster?.spools ?? [])
      expect(sheets.length).toBe(Math.min(of, raster?.sheetsPerSpool ?? 0));
    expect(raster?.imbs).toBeGreaterThanOrEqual(spools);
    expect(run.report.verification?.found?.raster).toEqual(raster);
    const html = readFileSync(`${run.out}/reports/run.html`, "utf8");
    expect(html).toContain(`${raster?.sheets} sheets of ${spools} spools drawn`);
    expect(html).toContain("Random sheets that were drawn by another program");
  });

  it("has the same sheets looked at by any number of workers, and all if that is asked for", async () => {
    const before = stored(run.out).raster;
    const again = await verifyStoredRun(run.out, { workers: 3 });
    expect(again.verification?.raster).toEqual(before);
    const all = await verifyStoredRun(run.out, { workers: 2, raster: 1000 });
    expect(all.verification?.ok).toBe(true);
    expect(all.verification?.raster?.sheets).toBe(all.verification?.counts.sheets);
    expect(all.verification?.raster?.imbs).toBe(run.report.pieces);
  });

  it("fails with the place where its pixels are wrong, and says what was looked at", async () => {
    const copy = new RunCopy(run.out, `${temporaryFolder()}/copy`);
    const spool = copy.spool(0);
    const { firstPage, pieceNumber } = spool.pieces[1] as (typeof spool.pieces)[number];
    copy.editSpool(spool, (pdf) => {
      const id = pdf.composed(firstPage);
      pdf.setText(id, `${pdf.text(id)}\nq 1 g 10 10 60 60 re f Q\n`);
    });
    const { code, out } = await nightpress(["verify", copy.out, "--raster", "1000"]);
    expect(code).toBe(1);
    expect(out).toMatch(new RegExp(`page ${firstPage}, piece ${pieceNumber}: verify.drawn-matrix`));
    expect(out).toContain(`${spool.file}: all `);
    // Whatever looks at less from now on cannot end that.
    const less = await nightpress(["verify", copy.out, "--raster", "0", "--json"]);
    const { verification } = JSON.parse(less.out) as { verification: Verification };
    expect(verification.raster?.sheetsPerSpool).toBe(1000);
    expect(verification.breaches.map((one) => one.code)).toContain("verify.drawn-matrix");
  });
});

describe("how many sheets are looked at", () => {
  it("is what somebody asks for, or the job, or by mode", () => {
    const frozen = readFrozenRun({ host: new NodeHost(), folder: runFolder(run.out) });
    const job = (mode: "test" | "production", rasterSheetsOfJob?: number) => ({
      ...frozen,
      job: {
        ...frozen.job,
        mode,
        ...(rasterSheetsOfJob !== undefined && { rasterSheets: rasterSheetsOfJob }),
      },
    });
    expect(rasterSheets(job("production"))).toBe(4);
    expect(rasterSheets(job("test"))).toBe(0);
    expect(rasterSheets(job("test", 7))).toBe(7);
    expect(rasterSheets(job("production", 0))).toBe(0);
    expect(rasterSheets(job("production", 7))).toBe(7);
    expect(rasterSheets(job("production", 7), { asked: 2 })).toBe(2);
    expect(rasterSheets(job("production"), { asked: 0, least: 9 })).toBe(9);
  });
});
