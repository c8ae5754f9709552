import { cpSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { RunReport } from "../../src/model/run-report.ts";
import {
  type CommandResult,
  nightpress,
  nightpressProcess,
  signalledNightpress,
} from "../kit/command.ts";
import { takePlainLayout } from "../e2e/plain-layout.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();
const input = `${folder}/input`;
const job = `${input}/job.yaml`;
const RECORDS = 120;

beforeAll(async () => {
  const options = ["--records", `${RECORDS}`, "--transactions", "8", "--seed", "5", "--bad", "8"];
  const made = await nightpress(["fixtures", "statement", ...options, "--out", input]);
  expect(made.code).toBe(0);
});

/** A job file beside the good one, with one text of it replaced. */
function jobWith(name: string, from: string, to: string): string {
  const text = readFileSync(job, "utf8");
  expect(text).toContain(from);
  const file = `${input}/${name}.yaml`;
  writeFileSync(file, text.replace(from, to));
  return file;
}

describe("a run that finishes", () => {
  const out = `${folder}/finished`;
  let report: RunReport;
  let printed: string;

  beforeAll(async () => {
    const done = nightpressProcess(["run", job, "--out", out, "--workers", "2", "--json"]);
    expect(done.err).toBe("");
    expect(done.code).toBe(0);
    printed = done.out;
    report = JSON.parse(done.out) as RunReport;
  });

  it("ends with the report as one object on one line", () => {
    expect(printed.trimEnd()).not.toContain("\n");
    const planted = readFileSync(`${input}/planted.ndjson`, "utf8").trimEnd().split("\n").length;
    const { read, accepted, rejected } = report.records;
    expect(report.status).toBe("finished");
    expect(read).toBeGreaterThanOrEqual(RECORDS);
    expect(rejected).toBe(planted);
    expect(accepted).toBe(read - rejected);
    expect(report.documents).toBe(accepted);
    expect(report.balance.length).toBeGreaterThan(10);
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
    expect(report.out).toBe(out);
    for (const count of [report.pages, report.sheets, report.pieces, report.spools])
      expect(count).toBeGreaterThan(0);
    for (const measured of [report.seconds, report.cpuSeconds, report.rssPeakBytes])
      expect(measured).toBeGreaterThan(0);
    expect(Object.keys(report.channels).sort()).toEqual(["email", "print", "sms"]);
  });

  it("leaves the same report in its folder, readable by its owner alone", () => {
    const file = `${out}/reports/run.json`;
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(report);
    for (const path of [file, `${out}/reports/run.html`, `${out}/job.json`])
      expect(statSync(path).mode & 0o077).toBe(0);
  });

  it("shows no field values in report or output", () => {
    const [head = "", ...rows] = readFileSync(`${input}/customers.csv`, "utf8").split("\n");
    const column = (name: string): number => head.split(",").indexOf(name);
    const page = readFileSync(`${out}/reports/run.html`, "utf8") + printed;
    const values = rows.flatMap((row) => {
      const cells = row.split(",");
      return ["account_number", "name", "email", "addr_1"].map((name) => cells[column(name)] ?? "");
    });
    const long = values.filter((value) => value.length > 5);
    expect(long.length).toBeGreaterThan(RECORDS);
    expect(long.filter((value) => page.includes(value))).toEqual([]);
  });

  it("can be asked for its status", async () => {
    const { code, out: text } = nightpressProcess(["status", out]);
    expect(code).toBe(0);
    expect(text).toContain(`retail-statements 2026-10 (test) in ${out}: finished`);
    const status = JSON.parse((await nightpress(["status", out, "--json"])).out) as Record<
      string,
      unknown
    >;
    expect(status).toMatchObject({ stage: "finished", spoolsDone: report.spools });
    expect(status["shardsDone"]).toBe(status["shardsTotal"]);
  });

  it("is not overwritten by another", async () => {
    const again = await nightpress(["run", job, "--out", out]);
    expect(again.code).toBe(2);
    expect(again.err).toContain("run.folder-used");
    expect(again.err).toContain("hint: ");
  });
});

describe("a run past its reject limit", () => {
  it("ends with 3, a summary, and where the rejects are", async () => {
    const strict = jobWith(
      "strict",
      "limits: { rejects: 1000 }",
      "limits: { rejects: 1 }\nverify: { raster: 0 }",
    );
    const out = `${folder}/strict`;
    const {
      code,
      out: text,
      err,
    } = await nightpress(["run", strict, "--out", out, "--workers", "1"]);
    expect(code).toBe(3);
    expect(text).toContain(
      "\nPast the reject limit: retail-statements 2026-10 (test, not mailable)",
    );
    expect(text).toContain(`Rejects:     ${out}/rejects/rejects.ndjson`);
    expect(err).toMatch(/^compose +.*records/m);
    expect(err).not.toContain("\u001b");
    const page = readFileSync(`${out}/reports/run.html`, "utf8");
    expect(page).toContain("Past the reject limit</strong>");
  });
});

describe("a job that is wrong", () => {
  it.each([
    ["is not there", () => `${input}/none.yaml`, "job.missing-file"],
    ["has a misspelt key", () => jobWith("key", "as-of:", "as-off:"), "hint: did you mean"],
    ["names no layout", () => jobWith("layout", "retail-statement\n#", "retial\n#"), "retial"],
    ["has no input", () => jobWith("input", "customers.csv", "gone.csv"), "input.missing-file"],
    [
      "expects more",
      () => jobWith("expect", "expect:\n    records: ", "expect:\n    records: 9"),
      "input.",
    ],
  ])("ends with 2 where it %s, and writes nothing", async (_what, file, why) => {
    const before = readdirSync(folder);
    const { code, out, err } = await nightpress([
      "run",
      file(),
      "--out",
      `${folder}/wrong`,
      "--json",
    ]);
    expect(code).toBe(2);
    expect(err).toContain(why);
    expect(err).toContain("Nothing was written.");
    const { error } = JSON.parse(out) as { error: { diagnostics: { code: string }[] } };
    expect(error.diagnostics[0]?.code).toMatch(/^(job|input|layout)\./);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("shows the line with a caret", async () => {
    const { err } = await nightpress(["run", jobWith("key", "as-of:", "as-off:")]);
    expect(err).toMatch(/key\.yaml:\d+:1: error job\.unknown-key\n/);
    expect(err).toMatch(/\n +\d+ \| as-off: 2026-10-31\n {6} \| \^\n/);
  });
});

describe("check and lint", () => {
  it("find nothing wrong with the sample job and its layout", async () => {
    const out = `${folder}/tonight`;
    const checked = await nightpress(["check", job, "--out", out]);
    // Planted faults leave amounts unread, so the sender's sum cannot be proven: a warning.
    expect(checked.out).not.toContain("error ");
    expect(checked.out).toMatch(/\ninput +1[2-9]\d records, /);
    expect(checked.out).toContain("Ready to run.");
    expect(checked.code).toBe(0);
    const estimate = JSON.parse(
      (await nightpress(["check", job, "--out", out, "--json"])).out,
    ) as object;
    expect(estimate).toHaveProperty("estimate.records");
    const linted = await nightpress(["lint", "retail-statement", "--json"]);
    expect(linted.code).toBe(0);
    expect(JSON.parse(linted.out)).toMatchObject({
      ok: true,
      layout: { name: "retail-statement" },
    });
  });

  it("find all that is wrong with a layout", async () => {
    const layout = `${folder}/broken`;
    expect(
      (await nightpress(["fixtures", "statement", "--records", "1", "--out", layout])).code,
    ).toBe(0);
    writeFileSync(`${layout}/layout.yaml`, "layout: broken\ntitle: x\nblock: []\n");
    const { code, out } = await nightpress(["lint", layout]);
    expect(code).toBe(2);
    expect(out).toContain("layout.yaml:3:1: error layout.unknown-key");
    expect(out).toContain("layout.missing-key");
    expect(out).toMatch(/\n\d+ errors\n$/);
  });
});

describe("a run that is stopped", () => {
  const many = 400;

  it("ends with 4, can be resumed, and then is complete", async () => {
    const big = `${folder}/big`;
    const options = ["--records", `${many}`, "--transactions", "4", "--out", big];
    expect((await nightpress(["fixtures", "statement", ...options])).code).toBe(0);
    const text = readFileSync(`${big}/job.yaml`, "utf8");
    writeFileSync(`${big}/job.yaml`, text.replace("input:\n", "input:\n  shard-bytes: 4096\n"));
    takePlainLayout(`${big}/job.yaml`);
    const stopped = await stopWhileComposing(["run", `${big}/job.yaml`, "--workers", "1"]);
    expect(stopped.err).toContain("stopping at the next checkpoint…");
    expect(stopped.out).toContain("Stopped, can be resumed");
    expect(stopped.out).toContain(`Continue:    nightpress resume ${big}/out`);
    expect(stopped.code).toBe(4);
    expect(existsSync(`${big}/out/reports/run.html`)).toBe(false);
    expect((await nightpress(["status", `${big}/out`])).out).toContain(": composing");

    const resumed = await nightpress(["resume", `${big}/out`, "--json"]);
    expect(resumed.code).toBe(0);
    const report = JSON.parse(resumed.out) as RunReport;
    expect([report.status, report.records.read]).toEqual(["finished", many]);
    expect(report.balance.every(({ ok }) => ok)).toBe(true);
  });

  it("cannot be resumed where there is none", async () => {
    const { code, err } = await nightpress(["resume", input]);
    expect(code).toBe(2);
    expect(err).toContain("run.no-run");
  });
});

/** Sends Ctrl-C as soon as the scan has ended, so while documents are made. */
function stopWhileComposing(args: readonly string[]): Promise<CommandResult> {
  let isSent = false;
  return signalledNightpress(args, (err, child) => {
    if (!isSent && err.includes("scan ")) isSent = child.kill("SIGINT");
  });
}

describe("the demo", () => {
  it("makes its data, runs it where another has run, and says where to look", async () => {
    cpSync(input, `${folder}/out/demo/input`, { recursive: true });
    cpSync(`${folder}/finished`, `${folder}/out/demo/run`, { recursive: true });
    const { code, out, err } = await nightpress(["demo"], folder);
    expect(code).toBe(0);
    expect(err).toContain("Made 2,000 sample customers in out/demo/input");
    expect(out).toContain("Balanced and complete");
    expect(out).toContain("out/demo/run/reports/run.html");
    const report = readFileSync(`${folder}/out/demo/run/reports/run.json`, "utf8");
    expect((JSON.parse(report) as RunReport).records.read).toBeGreaterThanOrEqual(2000);
    expect(existsSync(`${folder}/out/demo/run/reports/run.html`)).toBe(true);
    expect(existsSync(`${folder}/out/demo/input/strict.yaml`)).toBe(false);
  });
});
