import { readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, it } from "vitest";
import { rejectLimitText, rejectsAllowed } from "../../src/run/rejects/reject-limit.ts";
import { releaseOutputs, runStatus, shopStatus } from "../../src/index.ts";
import type { RejectLimit } from "../../src/model/job.ts";
import { nightpress } from "../kit/command.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";
import { rebuildRun, runJob } from "../kit/in-process.ts";

const BY = { by: "A. Novak", reason: "the bank has seen the rejects" };

/** A job of so many records, of which so many have an amount that is none. */
function jobWith(good: number, bad: number, limits: string, more = ""): string {
  const address = addressOf({ zip: "62704", plus4: "1234", delivery: "01" });
  const lines = Array.from({ length: good + bad }, (_, at) => {
    const record = { id: `C${at}`, by: "paper", address, due: at < good ? "1.00" : "none" };
    return JSON.stringify(record);
  });
  const job = writeSmallJob({ currency: "USD", lines, more });
  writeFileSync(job, readFileSync(job, "utf8").replace("limits: { rejects: 500 }\n", limits));
  return job;
}

it("is a share of the records and never less than ten, or a count", () => {
  const share: RejectLimit = { kind: "share", percentMax: 2, countMin: 10 };
  const allowed = [0, 1, 499, 500, 550, 1000, 100_000].map((read) => rejectsAllowed(share, read));
  expect(allowed).toEqual([10, 10, 10, 10, 11, 20, 2000]);
  const fine: RejectLimit = { kind: "share", percentMax: 0.29, countMin: 10 };
  expect(rejectsAllowed(fine, 100_000)).toBe(290);
  expect(rejectsAllowed({ kind: "count", countMax: 0 }, 1_000_000)).toBe(0);
  expect(rejectLimitText(share)).toBe("2 % of the records, at least 10");
  expect(rejectLimitText({ kind: "count", countMax: 1000 })).toBe("1,000");
});

it("lets ten rejects pass where nothing is said", async () => {
  const job = jobWith(1, 10, "");
  const report = await runJob(job, { workers: 1 });
  expect([report.status, report.standing?.state]).toEqual(["finished", "released"]);
  expect(report.rejectLimit).toEqual({ count: 10, rule: "2 % of the records, at least 10" });
});

it("holds a run past it until somebody lets it go", async () => {
  const job = jobWith(5, 11, 'limits: { rejects: "2%" }\n');
  const out = `${dirname(job)}/out`;
  const checked = await nightpress(["check", job, "--out", out]);
  expect(checked.out).toContain(
    "rejects  more than 10 hold the run (2 % of the records, at least 10)",
  );
  const run = await nightpress(["run", job, "--out", out, "--workers", "1"]);
  expect(run.code).toBe(3);
  expect(run.out).toMatch(/^Past the reject limit: small 2026-10/m);
  expect(run.out).toContain(`Release:     nightpress release ${out} --by NAME --reason TEXT`);
  expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain(
    "rejected. The limit is 10 (2 % of the records, at least 10). What was made is held; look at " +
      "the rejects before releasing it.",
  );
  expect(shopStatus({ runs: [out] }).runs[0]?.state).toBe("held-for-release");
  const status = (await nightpress(["status", out])).out;
  expect(status).toContain("  open     more records are rejected than the job allows\n");
  expect((await rebuildRun(out)).status).toBe("past-reject-limit");
  expect(shopStatus({ runs: [out] }).runs[0]?.state).toBe("held-for-release");
  const released = await releaseOutputs(out, BY);
  expect(released.standing.state).toBe("released");
  expect((await nightpress(["status", out])).out).not.toContain("than the job allows");
  expect((await rebuildRun(out)).standing?.state).toBe("released");
});

it("is passed where all records are rejected, whatever the job says", async () => {
  for (const limits of ["", "limits: { rejects: 500 }\n", 'limits: { rejects: "100%" }\n']) {
    const job = jobWith(0, 4, limits);
    const report = await runJob(job, { workers: 1 });
    expect([report.status, report.documents]).toEqual(["nothing-made", 0]);
    expect(report.standing?.state).toBe("nothing-to-mail");
  }
  const job = jobWith(0, 4, "");
  const out = `${dirname(job)}/out`;
  const run = await nightpress(["run", job, "--out", out, "--workers", "1"]);
  expect(run.code).toBe(3);
  expect(run.out).toMatch(/^Nothing was made: small 2026-10/m);
  expect(run.out).not.toContain("complete");
  expect(runStatus(out).rejects).toBe(4);
  expect((await nightpress(["status", out])).out).toContain(
    "  open     nothing was made from any record: look at the rejects\n" +
      `  open     4 records are rejected and open\n  next     nightpress rejects ${out}`,
  );
  expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain(
    "4 records read, 4 rejected: this run sends nothing.",
  );
  const again = await nightpress(["resume", out, "--workers", "1"]);
  expect([again.code, again.out]).toEqual([3, expect.stringContaining("Nothing was made")]);
});

it("is passed where a list leaves nobody to get anything", async () => {
  const job = jobWith(3, 0, "");
  const list = `${dirname(job)}/nobody.csv`;
  writeFileSync(list, "C0\nC1\nC2\n");
  const report = await runJob(job, { workers: 1, suppress: [list] });
  expect(report.status).toBe("nothing-made");
});
