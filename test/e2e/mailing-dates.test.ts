import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { daysAfter, isCalendarDay } from "../../src/base/calendar-day.ts";
import { checkMailDay } from "../../src/desk/decisions/mail-day.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { mailingsOf } from "../../src/run/decisions/mailings.ts";
import { retentionOf } from "../../src/desk/retention/retention.ts";
import {
  auditRun,
  closeRun,
  correctMailing,
  decideRejects,
  rebuildRegister,
  recordMailing,
  rejectAccount,
  showRegister,
} from "../../src/index.ts";
import { Register } from "../../src/register/register.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import { nightpress } from "../kit/command.ts";
import { smallShardJob } from "./run-fixture.ts";
import { today } from "./today.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";
import { codeOf } from "../kit/refused-codes.ts";

const folder = temporaryFolder("mailing-dates");
const job = `${folder}/job/job.yaml`;
const out = `${folder}/out`;
const register = `${folder}/job/register.db`;
const BY = { by: "A. Novak", reason: "induction receipt" };

function checked(day: string, endedIso: string, nowIso: string): string {
  try {
    checkMailDay(day, { endedMs: Date.parse(endedIso), nowMs: Date.parse(nowIso) });
    return "right";
  } catch (error) {
    return codeOf(error);
  }
}

/** The run's file with the day of its end put back, as if it had been made so many days ago. */
function madeDaysAgo(days: number): string {
  const file = `${out}/reports/run.json`;
  const report = JSON.parse(readFileSync(file, "utf8")) as { endedAtIso: string };
  const endedAtIso = `${daysAfter(today(), -days)}T12:00:00.000Z`;
  writeFileSync(file, JSON.stringify({ ...report, endedAtIso }));
  return endedAtIso.slice(0, 10);
}

function mailedRanges(): string[][] {
  const { ranges } = showRegister({ register });
  return ranges.map(({ mailingDate, freeFrom }) => [mailingDate, freeFrom]);
}

beforeAll(async () => {
  const choice = { records: 30, mode: "production", shardBytes: 32 * 1024 } as const;
  smallShardJob(`${folder}/job`, { ...choice, spoolSheets: 400, layout: "plain" });
  await runJob(job, { out, workers: 1 });
});

describe("the day of a mailing", () => {
  it("is a calendar day, from the run's end to today, by either clock", () => {
    const night = ["2026-10-31T23:30:00Z", "2026-11-04T12:00:00Z"] as const;
    const days = ["2026-10-31", "2026-11-01", "2026-11-04", "2026-11-06", "2026-10-29"];
    expect(days.map((day) => checked(day, ...night))).toEqual([
      ...Array<string>(3).fill("right"),
      ...Array<string>(2).fill("decision.date-outside"),
    ]);
    const wrong = ["2026-02-30", "2026-13-01", "20261101", "1.11.2026", "today", ""];
    for (const day of wrong) expect(checked(day, ...night)).toBe("decision.bad-date");
    expect(["2000-02-29", "2100-02-29"].map(isCalendarDay)).toEqual([true, false]);
  });

  it("is refused by the command where it lies outside, and nothing is entered", async () => {
    const mailed = ["mailed", out, "--statement", "PS 1", "--by", "x", "--reason", "y", "--date"];
    const late = await nightpress([...mailed, daysAfter(today(), 3)]);
    expect([late.code, late.err]).toEqual([
      2,
      expect.stringContaining("is in the future: today is "),
    ]);
    const early = await nightpress([...mailed, daysAfter(today(), -3)]);
    expect([early.code, early.err]).toEqual([2, expect.stringContaining("before the run's end")]);
    expect(auditRun(out).entries).toEqual([]);
  });
});

describe("a mailing that was entered with a wrong day", () => {
  it("is corrected by a decision of its own; both days stand in the log", async () => {
    const ended = madeDaysAgo(50);
    await recordMailing(out, { ...BY, date: ended, statement: "PS 8841" });
    expect(mailedRanges()).toEqual([[ended, daysAfter(ended, 45)]]);
    const right = daysAfter(today(), -1);
    const args = ["--correct", "1", "--date", right, "--by", "B. Ito", "--reason", "the receipt"];
    const done = await nightpress(["mailed", out, ...args]);
    expect(done).toMatchObject({ code: 0, err: "" });
    expect(done.out).toContain(`Corrected decision 1, ${ended} to ${right}`);
    const [first, second] = auditRun(out).entries;
    expect(first?.details["date"]).toBe(ended);
    expect(second).toMatchObject({
      action: "correct",
      by: "B. Ito",
      details: {
        corrects: 1,
        was: { date: ended, statement: "PS 8841" },
        is: { date: right, statement: "PS 8841" },
      },
    });
    expect(readFileSync(`${out}/reports/run.html`, "utf8")).toContain(
      `mailed on ${right} instead of ${ended}`,
    );
    expect(mailedRanges()).toEqual([[right, daysAfter(right, 45)]]);
  });

  it("cannot be corrected to what is wrong, or what it is", async () => {
    const correct = (request: object): Promise<unknown> =>
      correctMailing(out, { ...BY, correct: 1, date: today(), ...request }).catch(codeOf);
    expect(await correct({ date: daysAfter(today(), 5) })).toBe("decision.date-outside");
    expect(await correct({ date: daysAfter(today(), -60) })).toBe("decision.date-outside");
    expect(await correct({ correct: 2 })).toBe("decision.no-mailing");
    expect(await correct({ date: daysAfter(today(), -1) })).toBe("decision.nothing-to-do");
    expect(await correct({ reason: " " })).toBe("decision.no-reason");
    expect(auditRun(out).entries).toHaveLength(2);
  });

  it("is corrected in a closed run too, and warns of serials that were used meanwhile", async () => {
    const ordinals = rejectAccount(out).items.map(({ ordinal }) => ordinal);
    if (ordinals.length > 0) await decideRejects(out, { action: "withdraw", ordinals, ...BY });
    expect((await closeRun(out, BY)).closed).toBe(true);
    const [own] = showRegister({ register }).ranges;
    const ago = daysAfter(today(), -2);
    Register.with(new NodeHost(), register, ({ serials }) => {
      const other = { ...(own as NonNullable<typeof own>), runId: "another", state: "reserved" };
      serials.enter({ ...other, state: "reserved", mailingDate: "", reservedAtIso: "2999-01-01" });
    });
    expect((await correctMailing(out, { ...BY, correct: 1, date: ago })).warnings).toEqual([]);
    Register.with(new NodeHost(), register, ({ serials }) => serials.free("another"));
    const soon = `${today()}T23:59:59.999Z`;
    Register.with(new NodeHost(), register, ({ serials }) => {
      const other = { ...(own as NonNullable<typeof own>), runId: "third", mailingDate: "" };
      serials.enter({ ...other, state: "reserved", reservedAtIso: soon });
    });
    const corrected = await correctMailing(out, { ...BY, correct: 1, date: today() });
    expect(corrected.warnings.map(({ code }) => code)).toEqual(["register.serials-reused"]);
    expect(corrected.standing.state).toBe("closed");
  });

  it("is known as corrected by a register that is made anew", () => {
    const rebuilt = `${folder}/rebuilt.db`;
    rebuildRegister({ register: rebuilt, from: [out], ...BY });
    const { ranges } = showRegister({ register: rebuilt });
    expect(ranges.map(({ mailingDate }) => mailingDate)).toEqual([today()]);
  });

  it("counts for retention from the later of the corrected day and the as-of date", () => {
    const { entries } = auditRun(out);
    const shop = { retentionDays: { default: 10 } };
    const frozen = (asOf: string) => ({ job: { asOf } }) as Parameters<typeof retentionOf>[1];
    const term = (asOf: string, list: readonly AuditEntry[]) =>
      retentionOf(shop, frozen(asOf), list)?.countedFrom;
    expect(mailingsOf(entries).map(({ date, correctedBy }) => [date, correctedBy])).toEqual([
      [today(), entries.at(-1)?.seq],
    ]);
    expect(term("2026-10-31", entries)).toBe(today());
    expect(term("2999-12-31", entries)).toBe("2999-12-31");
    expect(term("2026-10-31", [])).toBe("2026-10-31");
  });
});

it("a copy of the run that lost its report still refuses a day before the run", async () => {
  const copy = `${folder}/copy`;
  cpSync(out, copy, { recursive: true });
  rmSync(`${copy}/reports/run.json`);
  const date = daysAfter(today(), -3);
  const refused = await correctMailing(copy, { ...BY, correct: 1, date }).catch(codeOf);
  expect(refused).toBe("decision.date-outside");
});
