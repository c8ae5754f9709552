import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { checkJobFile, type JobSettings } from "../../src/index.ts";
import type { RunReport } from "../../src/model/run-report.ts";
import { nightpress } from "../kit/command.ts";
import { resumeRun, runJob } from "../kit/in-process.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";
import { hasPrograms, runProgram } from "./page-words.ts";
import { filesBelow } from "./run-fixture.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const record = (id: string, by: string, due: string) =>
  JSON.stringify({ id, by, address: addressOf({ zip: "62704" }), due, email: "a@example.com" });
const NIGHTS = ["a", "b", "c"].map((night) => [
  record(`${night}1`, "paper", "10.00"),
  record(`${night}2`, "email", "20.00"),
  record(`${night}3`, "paper", night === "b" ? "bad" : "30.00"),
]);

const job = writeSmallJob({ currency: "USD", lines: [], subject: "Due {params.until | long}" });
const folder = job.slice(0, job.lastIndexOf("/"));
const out = (name: string) => `${folder}/out-${name}`;
const file = (nth: number) => `${folder}/night-${nth}.ndjson`;

beforeAll(() => {
  const text = readFileSync(job, "utf8");
  const layout = /^layout: (.*)$/m.exec(text)?.[1] ?? "";
  writeFileSync(
    job,
    text
      .replace(/^cycle: .*\nas-of: .*\n/m, "")
      .replace(
        "email: { when: 'by == \"email\"' }",
        "email: { when: 'by == \"email\" && params.mail' }",
      )
      .concat(
        'parameters:\n  until: { type: date }\n  fee: { type: money, default: "1.50" }\n' +
          "  mail: { type: boolean, default: true }\n",
      ),
  );
  const page = readFileSync(`${layout}/layout.yaml`, "utf8");
  writeFileSync(
    `${layout}/layout.yaml`,
    page
      .replace("format:", "parameters: { until: date, fee: money }\nformat:")
      .replace(
        '{ Due: "{due}" }',
        '{ Due: "{due}", Until: "{params.until | long}", Fee: "{params.fee}" }',
      ),
  );
  for (const [nth, lines] of NIGHTS.entries()) writeFileSync(file(nth), `${lines.join("\n")}\n`);
});

/** That the pages of a run say so, where a program can read them. */
function expectPrinted(run: string, words: string): void {
  const [spool = ""] = filesBelow(`${run}/print`).filter((name) => name.endsWith(".pdf"));
  expect(spool).not.toBe("");
  if (!hasPrograms("pdftotext")) return;
  expect(String(runProgram("pdftotext", [`${run}/print/${spool}`, "-"]))).toContain(words);
}

function settings(nth: number, cycle: string, until: string): JobSettings {
  const parameters = new Map([["until", until]]);
  return { input: file(nth), cycle, asOf: "2026-10-31", parameters };
}

const first = settings(0, "2026-10/group-07", "2026-11-15");

describe("a job that its command line completes", () => {
  let report: RunReport;

  beforeAll(async () => {
    report = await runJob(job, { out: out("a"), settings: first });
  });

  it("prints the values given, and keeps them", () => {
    expect([report.status, report.cycle, report.records.accepted]).toEqual([
      "finished",
      "2026-10/group-07",
      3,
    ]);
    const frozen = JSON.parse(readFileSync(`${out("a")}/job.json`, "utf8")) as {
      job: { parameters: unknown };
    };
    expect(frozen.job.parameters).toEqual({ until: "2026-11-15", fee: "1.50", mail: true });
    expect(report.parameters).toEqual(frozen.job.parameters);
    const page = readFileSync(`${out("a")}/reports/run.html`, "utf8");
    expect(page).toContain("Parameters: until = 2026-11-15; fee = 1.50; mail = true.");
    expectPrinted(out("a"), "November 15, 2026");
    expectPrinted(out("a"), "1.50");
  });

  it("makes no folder of a cycle's label", () => {
    const files = filesBelow(out("a"));
    const named = files.filter((name) => name.includes("2026-10"));
    expect(named.length).toBeGreaterThan(2);
    for (const name of named) expect(name).toContain("2026-10_group-07");
    expect(readdirSync(`${out("a")}/email`).length).toBeGreaterThan(0);
  });

  it("runs neither its cycle nor its file again", async () => {
    const again = settings(0, "2026-10/group-08", "2026-11-15");
    const codes = (use: JobSettings) =>
      laterRefusedCodes(runJob(job, { out: out("x"), settings: use }));
    expect(await codes(again)).toEqual(["run.input-used"]);
    expect(await codes({ ...again, input: file(2), cycle: "2026-10/group-07" })).toEqual([
      "run.cycle-run",
    ]);
    expect(
      await codes({ ...again, input: file(2), cycle: "2026-10", parameters: new Map() }),
    ).toEqual(["job.missing-parameter"]);
    expect(existsSync(out("x"))).toBe(false);
    const checked = await checkJobFile(job, { settings: { ...again, input: file(2) } });
    expect(checked.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("goes on after a stop with the values that it began with", async () => {
    const other = settings(2, "2026-10/group-09", "2026-12-01");
    const controller = new AbortController();
    const onProgress = ({ stage }: { stage: string }) => stage === "compose" && controller.abort();
    const stopping = { signal: controller.signal, onProgress };
    const stopped = await runJob(job, { out: out("c"), settings: other, ...stopping });
    expect(stopped.status).toBe("stopped");
    expect((await resumeRun(out("c"))).status).toBe("finished");
    expectPrinted(out("c"), "December 1, 2026");
  });

  it("redrives rejects with the cycle and the values of their run", async () => {
    const parent = settings(1, "2026-W44", "2026-11-20");
    expect((await runJob(job, { out: out("b"), settings: parent })).records.rejected).toBe(1);
    const corrected = `${folder}/corrected.ndjson`;
    writeFileSync(corrected, `${record("b3", "paper", "31.00")}\n`);
    const redrive = {
      rejectsOf: out("b"),
      files: [corrected],
      by: "A. Novak",
      reason: "corrected",
    };
    const changed = { parameters: new Map([["fee", "2.00"]]) };
    const other = runJob(job, { out: out("b2"), redrive, settings: changed });
    expect(await laterRefusedCodes(other)).toEqual(["reject.other-job"]);
    const child = await runJob(job, { out: out("b2"), redrive });
    expect([child.status, child.cycle, child.records.accepted]).toEqual([
      "finished",
      "2026-W44",
      1,
    ]);
    expectPrinted(out("b2"), "November 20, 2026");
  });
});

describe("the command line", () => {
  it("sets what the job leaves open", async () => {
    const given = ["--input", file(2), "--cycle", "2026-10-30", "--as-of", "2026-10-31"];
    const set = ["--set", "until=2026-11-15", "--set", "mail=false"];
    const { code, out: printed } = await nightpress(["check", job, ...given, ...set, "--json"]);
    const found = (JSON.parse(printed) as { diagnostics: { code: string }[] }).diagnostics;
    // The night was run above.
    expect([code, found.map((one) => one.code)]).toEqual([2, ["run.input-used"]]);
  });

  it.each([
    [["--set", "until"], "name and a value"],
    [["--set", "until=1", "--set", "until=2"], "given twice"],
    [["--set", "until=soon", "--cycle", "x"], "--cycle does not name a cycle"],
    [["--set", "until=soon", "--cycle", "x"], "--set until must be a calendar day"],
    [["--detail", "charges=c.csv"], "no detail file for `charges`"],
  ])("refuses %j", async (flags, why) => {
    const { code, err } = await nightpress(["run", job, "--out", out("y"), ...flags]);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
    expect(existsSync(out("y"))).toBe(false);
  });

  it("is not needed to look at the job", async () => {
    expect((await nightpress(["lint", job])).code).toBe(0);
  });
});
