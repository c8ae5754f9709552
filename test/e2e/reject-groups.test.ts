import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { rejectAccount, type RunReport } from "../../src/index.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import { nightpress } from "../kit/command.ts";
import { runJob } from "../kit/in-process.ts";
import { readLines } from "./e2e-run.ts";
import { addressOf, writeSmallJob } from "./small-job.ts";

const address = addressOf({ zip: "62704" });
const paper = (id: string, due: string, more: object = { address }) =>
  JSON.stringify({ id, by: "paper", due, ...more });
const job = writeSmallJob({
  currency: "USD",
  lines: [
    paper("0001", "10.00"),
    paper("0002", "12,50"),
    paper("0003", "secret-amount"),
    paper("0004", "1.00", {}),
    paper("0005", "oops"),
    paper("0006", "1.00", {}),
    '{"id": "0007", torn',
  ],
});
const folder = job.slice(0, job.lastIndexOf("/"));
const out = `${folder}/out`;
const who = ["--by", "A. Novak", "--reason", "accounts closed"];
const rejects = (...flags: string[]) => nightpress(["rejects", out, ...flags]);
const open = () => rejectAccount(out).items.filter(({ state }) => state === "open").length;

let report: RunReport;

beforeAll(async () => {
  report = await runJob(job, { out });
});

describe("rejects by reason", () => {
  it("name field, count, first place and what to do, in report and summary", async () => {
    const groups = report.rejectGroups?.map(({ code, field, count, line }) => [
      count,
      code,
      field,
      line,
    ]);
    expect(groups).toEqual([
      [3, "data.wrong-type", "due", 2],
      [2, "data.missing-field", "address", 4],
      [1, "data.json-syntax", "", 7],
    ]);
    const page = readFileSync(`${out}/reports/run.html`, "utf8");
    expect(page).toContain("Rejects by field");
    expect(page).toContain("in.ndjson:2");
    expect(page).not.toContain("secret-amount");
    const { out: text } = await rejects();
    expect(text).toContain("3  data.wrong-type due, first at in.ndjson:2\n");
    expect(text).toContain("1  data.json-syntax, at in.ndjson:7\n");
    expect(text).not.toContain("secret-amount");
  });
});

describe("rejects that are settled together", () => {
  it("are shown first, and stay open until their number is confirmed", async () => {
    const shown = await rejects("--withdraw", "--code", "data.wrong-type", ...who);
    expect(shown.code).toBe(3);
    expect(shown.out).toContain("3  data.wrong-type");
    expect(shown.out).toContain("--confirm 3");
    const wrong = await rejects(
      "--withdraw",
      "--code",
      "data.wrong-type",
      "--confirm",
      "2",
      ...who,
    );
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining("reject.other-count")]);
    expect(open()).toBe(6);
  });

  it.each([
    [["--withdraw", "--code", "data.wrong-typ"], "open: data.json-syntax, data.missing-field"],
    [["--withdraw", "--code", "data.wrong-type", "--all"], "cli.bad-usage"],
    [["--withdraw"], "cli.bad-usage"],
    [["--code", "data.wrong-type"], "cli.bad-usage"],
    [["--withdraw", "--by-hand", "--all"], "cli.bad-usage"],
    [["--withdraw", "1,2", "--code", "data.wrong-type"], "cli.bad-usage"],
  ])("%j is refused", async (flags, why) => {
    const { code, err } = await rejects(...flags, ...who);
    expect([code, err]).toEqual([2, expect.stringContaining(why)]);
    expect(open()).toBe(6);
  });

  it("may be named by a list, whose keys must be theirs", async () => {
    const list = `${folder}/keys.csv`;
    writeFileSync(list, "key\n2\n0003\n0001\n");
    const { code, err } = await rejects("--withdraw", "--from", list, ...who);
    expect(code).toBe(2);
    expect(err).toContain("No open reject has the key 2.");
    expect(err).toContain("did you mean 0002?");
    expect(err).toContain("No open reject has the key 0001.");
    writeFileSync(list, "0002\n0003\n");
    expect((await rejects("--by-hand", "--from", list, "--confirm", "2", ...who)).code).toBe(0);
    writeFileSync(list, "ordinal\n6\n");
    const done = await rejects("--withdraw", "--from", list, "--confirm", "1", "--json", ...who);
    expect(JSON.parse(done.out)).toMatchObject({ unconfirmed: 0, items: [{ ordinal: 6 }] });
    expect(open()).toBe(3);
  });

  it("are one decision in the audit log, with all of them", async () => {
    const done = await rejects("--withdraw", "--all", "--confirm", "3", ...who);
    expect([done.code, done.out]).toEqual([
      0,
      expect.stringContaining("Withdrawn: 3 open rejects"),
    ]);
    const last = readLines<AuditEntry>(`${out}/audit.ndjson`).at(-1);
    expect(last).toMatchObject({ action: "withdraw", by: "A. Novak", reason: "accounts closed" });
    expect(last?.details).toEqual({
      ordinals: [3, 4, 5],
      keys: ["0004", "0005", "0006"],
      choice: "all",
    });
    expect(open()).toBe(0);
    const { balance } = rejectAccount(out);
    expect(balance.filter(({ ok }) => !ok)).toEqual([]);
    expect((await rejects("--withdraw", "--all", ...who)).code).toBe(2);
  });
});
