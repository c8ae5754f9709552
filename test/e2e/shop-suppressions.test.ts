import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { changeShopSuppressions, listShopSuppressions, UsageError } from "../../src/index.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { readShopAudit } from "../../src/run/decisions/shop-audit.ts";
import { Register } from "../../src/register/register.ts";
import { makeInput, readRecords } from "./e2e-run.ts";
import { runJob } from "../kit/in-process.ts";

const who = { by: "A. Novak", reason: "list of the day" };

describe("the shop's suppression list", () => {
  const input = makeInput({ format: "ndjson", records: 40, mode: "production" });
  const register = `${input}/register.db`;
  const keys = [...readRecords(input).values()].map(({ account }) => account.id);
  const [always, expired, other, gone] = keys as [string, string, string, string];

  function list(name: string, text: string): string {
    writeFileSync(`${input}/${name}`, text);
    return `${input}/${name}`;
  }

  it("keeps keys with their days and jobs, each change by name in the shop's log", async () => {
    Register.open(new NodeHost(), register).close();
    const add = { register, change: "add", ...who } as const;
    expect(
      await changeShopSuppressions({
        ...add,
        file: list("a.csv", `key,reason\n${always},moved\n`),
      }),
    ).toBe(1);
    await changeShopSuppressions({
      ...add,
      file: list("b.txt", `${expired}\n`),
      until: "2020-01-31",
    });
    await changeShopSuppressions({
      ...add,
      file: list("c.txt", `${other}\n`),
      onlyJob: "other-job",
    });
    const file = list("d.txt", `${gone}\n`);
    await changeShopSuppressions({ ...add, file });
    expect(await changeShopSuppressions({ register, change: "remove", file, ...who })).toBe(1);
    expect(listShopSuppressions({ register }).map(({ key }) => key)).toEqual(
      [always, expired, other].sort(),
    );
    const entries = readShopAudit(new NodeHost(), register);
    expect(entries.map(({ details }) => details["change"])).toEqual([
      "add",
      "add",
      "add",
      "add",
      "remove",
    ]);
    expect(entries[0]?.details["keys"]).toEqual([always]);
    const badDay = changeShopSuppressions({ ...add, file, from: "2026-02-30" });
    await expect(badDay).rejects.toThrow(UsageError);
  });

  it("is taken in by a production run as it stands when the run begins", async () => {
    const report = await runJob(`${input}/job.yaml`, { out: `${input}/out`, workers: 1 });
    const { records, listed, notInRun } = report.suppression ?? {};
    expect({ records, listed, notInRun }).toEqual({ records: 1, listed: 1, notInRun: 0 });
    expect(report.balance.filter(({ ok }) => !ok)).toEqual([]);
  });
});
