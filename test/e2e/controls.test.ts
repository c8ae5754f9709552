import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { type RunOptions } from "../../src/index.ts";
import type { AuditEntry } from "../../src/model/audit.ts";
import { openHost } from "../../src/run/host/host-node.ts";
import { Register } from "../../src/register/register.ts";
import { runChild } from "./crash-process.ts";
import { smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

const root = temporaryFolder("controls");
const CHOICE = {
  records: 80,
  shardBytes: 16 * 1024,
  spoolSheets: 40,
  mode: "production",
  layout: "plain",
} as const;
const host = await openHost(undefined);
const WHO = { by: "A. Novak", reason: "the client asked for it by telephone" };
let shops = 0;

interface Shop {
  readonly folder: string;
  readonly job: string;
  readonly input: string;
  readonly register: string;
}

/** A shop of its own: a production job with its input and register. */
function openShop(): Shop {
  shops += 1;
  const folder = `${root}/shop-${shops}`;
  const job = smallShardJob(folder, CHOICE);
  return { folder, job, input: `${folder}/customers.ndjson`, register: `${folder}/register.db` };
}

function change(file: string, find: RegExp | string, write: string): void {
  const text = readFileSync(file, "utf8");
  const changed = text.replace(find, write);
  expect(changed).not.toBe(text);
  writeFileSync(file, changed);
}

async function findingsOf(shop: Shop, out: string, options: RunOptions = {}) {
  const path = `${shop.folder}/${out}`;
  const wasThere = existsSync(path);
  try {
    await runJob(shop.job, { out: path, workers: 1, ...options });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    expect(existsSync(path)).toBe(wasThere);
    return error.diagnostics.map(({ code, message, hint }) => ({ code, message, hint }));
  }
  return [];
}

function auditOf(out: string): AuditEntry[] {
  const lines = readFileSync(`${out}/audit.ndjson`, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line) as AuditEntry);
}

function registered(shop: Shop): string[] {
  if (!existsSync(shop.register)) return [];
  return Register.with(host, shop.register, ({ runs }) => runs.all().map(({ folder }) => folder));
}

/** The input without its last records: cut exactly at a record border. */
function cutInput({ input }: Shop, count: number): void {
  const lines = readFileSync(input, "utf8").split("\n").slice(0, -1);
  writeFileSync(input, `${lines.slice(0, -count).join("\n")}\n`);
}

describe("an input cut at a record border", () => {
  const without = (shop: Shop) =>
    change(shop.job, /\n {2}expect:[\s\S]*?\nlayout:/, "\n  expect: {}\nlayout:");

  it("is let pass where nobody said what it should hold", async () => {
    const shop = openShop();
    without(shop);
    cutInput(shop, 3);
    expect(await findingsOf(shop, "out")).toEqual([]);
  });

  it("is refused by a fixed count", async () => {
    const shop = openShop();
    const count = readFileSync(shop.input, "utf8").split("\n").length - 1;
    change(
      shop.job,
      /\n {2}expect:[\s\S]*?\nlayout:/,
      `\n  expect: { records: ${count} }\nlayout:`,
    );
    cutInput(shop, 1);
    const [finding] = await findingsOf(shop, "out");
    expect(finding).toMatchObject({ code: "input.expectation" });
    expect(finding?.message).toContain(`expects ${count} records, the file has ${count - 1}`);
    expect(registered(shop)).toEqual([]);
  });

  it("is refused by its trailer", async () => {
    const shop = openShop();
    const trailer = "{ marker: T, at: rec, records: n, cycle: cycle }";
    change(
      shop.job,
      /\n {2}expect:[\s\S]*?\nlayout:/,
      `\n  expect: { trailer: ${trailer} }\nlayout:`,
    );
    const text = readFileSync(shop.input, "utf8");
    const count = text.split("\n").length - 1;
    const last = JSON.stringify({ rec: "T", n: count, cycle: "202610" });
    writeFileSync(shop.input, `${text}${last}\n`);
    cutInput(shop, 1);
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.no-trailer" }]);
    cutInput(shop, 2);
    const cut = readFileSync(shop.input, "utf8");
    writeFileSync(shop.input, `${cut}${last}\n`);
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.expectation" }]);
    writeFileSync(shop.input, `${text}${last.replace("202610", "2026-09")}\n`);
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.stale" }]);
    writeFileSync(shop.input, `${text}${last}\n`);
    const report = await runJob(shop.job, { out: `${shop.folder}/out`, workers: 1 });
    expect(report.records.read).toBe(count);
  });

  it("is refused by a companion file", async () => {
    const shop = openShop();
    const count = readFileSync(shop.input, "utf8").split("\n").length - 1;
    const control = `${shop.folder}/told.txt`;
    const companion = "{ file: told.txt, records: records, as-of: as-of }";
    change(
      shop.job,
      /\n {2}expect:[\s\S]*?\nlayout:/,
      `\n  expect: { companion: ${companion} }\nlayout:`,
    );
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.no-companion" }]);
    writeFileSync(control, `records: ${count}\nas-of: 2026-09-30\n`);
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.stale" }]);
    writeFileSync(control, `records: ${count}\nas-of: 2026-10-31\n`);
    cutInput(shop, 1);
    expect(await findingsOf(shop, "out")).toMatchObject([{ code: "input.expectation" }]);
    expect(registered(shop)).toEqual([]);
  });
});

describe("what was run already", () => {
  const shop = openShop();
  const first = `${shop.folder}/first`;
  beforeAll(async () => {
    await runJob(shop.job, { out: first, workers: 2 });
  });

  it("is refused by cycle and by file, naming the earlier run, and nothing is written", async () => {
    const findings = await findingsOf(shop, "second");
    // The cycle is looked at before the input is read.
    expect(findings.map(({ code }) => code)).toEqual(["run.cycle-run"]);
    expect(findings[0]?.message).toMatch(/^retail-statements 2026-10 has already been run, on 20/);
    expect(findings[0]?.message).toContain(first);
    expect(findings[0]?.hint).toContain(`nightpress abandon ${first}`);
    expect(registered(shop)).toEqual([first]);
  });

  it("is refused as a file under another job's name, or another cycle's", async () => {
    const other = `${shop.folder}/other.yaml`;
    writeFileSync(other, readFileSync(shop.job, "utf8").replace("job: retail-", "job: other-"));
    const findings = await findingsOf({ ...shop, job: other }, "second");
    expect(findings.map(({ code }) => code)).toEqual(["run.input-used"]);
    expect(findings[0]?.message).toContain("customers.ndjson has already been used");
    expect(findings[0]?.message).toContain(first);
  });

  it("runs again by a named decision, which stands in its audit log and in the register", async () => {
    const codes = ["run.cycle-run", "run.input-used"];
    const half = { override: { codes: codes.slice(0, 1), ...WHO } };
    expect(await findingsOf(shop, "again", half)).toMatchObject([{ code: "run.input-used" }]);
    const idle = { override: { codes: [...codes, "input.stale"], ...WHO } };
    expect(await findingsOf(shop, "again", idle)).toMatchObject([{ code: "run.override-idle" }]);
    const strange = { override: { codes: ["input.missing-file"], ...WHO } };
    const [refused] = await findingsOf(shop, "again", strange);
    expect(refused?.code).toBe("run.override-unknown");

    const again = `${shop.folder}/again`;
    const report = await runJob(shop.job, { out: again, workers: 1, override: { codes, ...WHO } });
    expect(report.status).toBe("finished");
    const entries = auditOf(again);
    expect(entries.map(({ action, by }) => [action, by])).toEqual([
      ["override", WHO.by],
      ["override", WHO.by],
    ]);
    expect(entries.map(({ details }) => details["code"])).toEqual(codes);
    expect(entries[0]?.details["folder"]).toBe(first);
    const { runId } = JSON.parse(readFileSync(`${again}/job.json`, "utf8")) as { runId: string };
    Register.with(host, shop.register, ({ auditRoots }) =>
      expect(auditRoots.of(runId)?.seq).toBeGreaterThanOrEqual(2),
    );
  });

  it("does not concern a test run, which leaves no trace", async () => {
    const test = `${shop.folder}/test.yaml`;
    const text = readFileSync(shop.job, "utf8").replace("mode: production", "mode: test");
    writeFileSync(test, text);
    const before = registered(shop);
    expect(await findingsOf({ ...shop, job: test }, "test")).toEqual([]);
    expect(registered(shop)).toEqual(before);
  });

  it("may not be run in part", async () => {
    expect(await findingsOf(shop, "part", { limit: 5 })).toMatchObject([
      { code: "run.limit-in-production" },
    ]);
  });
});

describe("two production runs of one cycle at once", () => {
  it("come to one that runs and one that is told of the other", async () => {
    const shop = openShop();
    const outs = [`${shop.folder}/left`, `${shop.folder}/right`];
    const ends = await Promise.all(outs.map((out) => runChild(shop.job, out, { workers: 1 })));
    const statuses = ends.map(({ end }) => end?.status ?? "").toSorted();
    expect(statuses).toEqual(["finished", "usage"]);
    expect(registered(shop)).toHaveLength(1);
    expect(outs.filter((out) => existsSync(out))).toEqual(registered(shop));
  });

  it("are kept apart where they write into one folder", async () => {
    const shop = openShop();
    const out = `${shop.folder}/same`;
    const ends = await Promise.all([1, 2].map(() => runChild(shop.job, out, { workers: 1 })));
    expect(ends.filter(({ end }) => end?.status === "finished")).toHaveLength(1);
    expect(registered(shop)).toEqual([out]);
  });
});
