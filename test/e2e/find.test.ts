import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import {
  findDocuments,
  type FindHit,
  type FindRequest,
  getDocument,
  type GetRequest,
  indexRun,
  reprintPieces,
} from "../../src/index.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { readShopAudit } from "../../src/run/decisions/shop-audit.ts";
import { readControl } from "./control-rows.ts";
import { outputHashes } from "./run-fixture.ts";
import { SpoolReader } from "./spool-reader.ts";
import { ANA, CYCLES, type CycleRun, REJECTED_KEY, runThreeCycles } from "./cycles.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";
import { refusedCodes } from "../kit/refused-codes.ts";

const folder = temporaryFolder("find");
const register = `${folder}/register.db`;
const WHO = { by: "M. Frey", reason: "complaint 4711" };
let runs: readonly CycleRun[] = [];

beforeAll(async () => {
  runs = await runThreeCycles(folder);
});

function find(criteria: Partial<FindRequest>): readonly FindHit[] {
  return findDocuments({ register, ...WHO, ...criteria }).hits;
}

function get(request: Omit<GetRequest, "by" | "reason">) {
  return getDocument({ ...WHO, ...request });
}

function raise(error: unknown): never {
  throw error;
}

function shopLog() {
  return readShopAudit(new NodeHost(), register);
}

/** The row of Ana's piece in the last cycle, and its spool. */
function anasPiece(): { hit: FindHit; spool: string } {
  const [hit] = find({ key: ANA.key }) as [FindHit];
  return { hit, spool: `${hit.run}/print/${hit.output}` };
}

describe("find", () => {
  it("finds a customer in all cycles by key, account and name, the latest first", () => {
    const latestFirst = CYCLES.toReversed();
    for (const criteria of [{ key: ANA.key }, { account: "400812345678" }, { name: "novák ana" }]) {
      const hits = find(criteria);
      expect(hits.map(({ cycle }) => cycle)).toEqual(latestFirst);
      expect(new Set(hits.map(({ key, channel }) => `${key} ${channel}`))).toEqual(
        new Set([`${ANA.key} print`]),
      );
    }
    expect(find({ name: "ost ana" }).map(({ cycle }) => cycle)).toEqual(["2025-10"]);
  });

  it("wants all criteria to fit, and only runs of the days asked for", () => {
    expect(find({ name: "ana nov", account: "1" })).toEqual([]);
    const between = { key: ANA.key, from: "2025-09-01", to: "2025-09-30" };
    expect(find(between).map(({ cycle }) => cycle)).toEqual(["2025-09"]);
  });

  it("says where the piece lies as its control file does, and finds it by its barcode", () => {
    const { hit, spool } = anasPiece();
    const rows = readControl(spool).sheets.filter(({ piece }) => piece === `${hit.piece}`);
    expect(rows).toHaveLength(hit.sheets);
    const imb = rows[0]?.["imb"] ?? "";
    expect(imb.slice(0, 20)).toBe(hit.imb);
    for (const digits of [imb, hit.imb, hit.imb.slice(5)])
      expect(find({ imb: digits })).toEqual([hit]);
    expect(find({ imb: `00270902123456${"999999"}` })).toEqual([]);
  });

  it("finds messages and rejects too", () => {
    const { out } = runs[0] as CycleRun;
    const rejected = { channel: null, state: "rejected", reject: "data.wrong-type", piece: -1 };
    for (const hit of find({ key: REJECTED_KEY })) expect(hit).toMatchObject(rejected);
    expect(find({ key: REJECTED_KEY })).toHaveLength(3);
    const index = readFileSync(`${out}/email/retail-statements-2025-08-email-0001.csv`, "utf8");
    const ordinal = Number(index.split("\r\n")[1]?.split(",")[1]);
    const line = readFileSync(`${folder}/2025-08/customers.ndjson`, "utf8").split("\n")[ordinal];
    const { account } = JSON.parse(line ?? "") as { account: { id: string } };
    const channels = find({ key: account.id, to: "2025-08-31" }).map(({ channel }) => channel);
    expect(channels).toContain("email");
  });

  it("makes an index once, and again where the run is another", () => {
    const { out } = runs[0] as CycleRun;
    expect(indexRun(out)).toMatchObject({ made: false, hasNames: true });
    const before = outputHashes(out);
    rmSync(`${out}/search.db`);
    writeFileSync(`${out}/search.db.partial`, "left by a killed process");
    expect(indexRun(out).made).toBe(true);
    expect(existsSync(`${out}/search.db.partial`)).toBe(false);
    expect(outputHashes(out)).toEqual(before);
  });

  it("says which runs are gone, without failing", () => {
    const { out } = runs[1] as CycleRun;
    renameSync(out, `${out}-moved`);
    const report = findDocuments({ register, key: ANA.key, ...WHO });
    renameSync(`${out}-moved`, out);
    expect(report.hits.map(({ cycle }) => cycle)).toEqual(["2025-10", "2025-08"]);
    expect(report.notes.map(({ run, code }) => [run, code])).toEqual([[out, "search.run-gone"]]);
  });

  it("looks into a test run that it is told of, by what its job declares", async () => {
    const trial = `${folder}/2025-08/trial.yaml`;
    const text = readFileSync(`${folder}/2025-08/job.yaml`, "utf8");
    writeFileSync(
      trial,
      text.replace("mode: production", "mode: test").replace(/^search:.*\n/m, ""),
    );
    const out = `${folder}/out-trial`;
    await runJob(trial, { out, workers: 1 });
    const named = findDocuments({ runs: [out], name: "ana nov", ...WHO });
    expect(named.hits).toEqual([]);
    expect(named.notes.map(({ code }) => code)).toEqual(["search.not-declared"]);
    const [hit] = findDocuments({ runs: [out], key: ANA.key, ...WHO }).hits;
    expect(hit).toMatchObject({ mode: "test", imb: "", channel: "print" });
  });

  it("enters each query in the shop's log: who, why, the keys found, and not what was typed", () => {
    const before = shopLog().length;
    find({ name: "ana nov", from: "2025-09-01" });
    const entry = shopLog().at(-1);
    expect(shopLog()).toHaveLength(before + 1);
    expect(entry).toMatchObject({ action: "find", ...WHO });
    expect(entry?.details).toMatchObject({ runs: 2, hits: 2, keys: [ANA.key] });
    expect(JSON.stringify(entry)).not.toMatch(/ana|nov/i);
  });

  it("refuses what says not whom to look up, and logs nothing", () => {
    const before = shopLog().length;
    const codes = (criteria: Partial<FindRequest>) => refusedCodes(() => find(criteria));
    expect(codes({})).toEqual(["search.no-criteria"]);
    expect(codes({ imb: "123" })).toEqual(["search.bad-imb"]);
    expect(codes({ name: "--", from: "yesterday" })).toEqual(["search.empty", "search.bad-day"]);
    expect(refusedCodes(() => findDocuments({ key: "x", ...WHO }))).toEqual(["search.no-runs"]);
    expect(shopLog()).toHaveLength(before);
  });
});

describe("get", () => {
  it("writes the pages of the spool: the same contents, composed and laid over, and no more", async () => {
    const { hit, spool } = anasPiece();
    const out = `${folder}/ana.pdf`;
    const { copy } = await get({ run: hit.run, key: ANA.key, out });
    const [copied, printed] = [new SpoolReader(out), new SpoolReader(spool)];
    const { rows } = readControl(spool);
    const first = rows.find(({ piece }) => piece === `${hit.piece}`);
    const firstPage = Number(first?.["first_page"]);
    expect(copied.pageCount).toBe(hit.sheets * 2);
    for (let page = 1; page <= copied.pageCount; page += 1) {
      expect(copied.contents(page)).toEqual(printed.contents(firstPage + page - 1));
      expect(copied.resourcesOf(page).drawings).toEqual(copied.drawnOn(page));
    }
    // Of the resources of all pages of the spool it has those that its own pages name.
    expect(readFileSync(out, "latin1").match(/\/ProcSet/g)).toHaveLength(2);
    expect(copied.token(1)).toEqual({ ordinal: hit.ordinal, page: 1, pages: hit.pages });
    expect(copy.verified).toEqual({ fragment: true, output: true, compared: true });
    expect(copy.imb).toBe(first?.["imb"]);
  });

  it("writes the same pages from the stored bytes where the spool is gone", async () => {
    const { hit, spool } = anasPiece();
    renameSync(spool, `${spool}.away`);
    const out = `${folder}/ana-again.pdf`;
    const report = await get({ run: hit.run, piece: hit.piece, out });
    renameSync(`${spool}.away`, spool);
    expect(report.copy).toMatchObject({ from: "fragment", verified: { compared: false } });
    const [again, before] = [new SpoolReader(out), new SpoolReader(`${folder}/ana.pdf`)];
    expect(again.pageCount).toBe(before.pageCount);
    for (let page = 1; page <= again.pageCount; page += 1)
      expect(again.contents(page)).toEqual(before.contents(page));
  });

  it("writes evidence beside it that claims no more than is known", async () => {
    const evidence = JSON.parse(readFileSync(`${folder}/ana.pdf.json`, "utf8"));
    const { out } = runs[2] as CycleRun;
    const frozen = JSON.parse(readFileSync(`${out}/job.json`, "utf8"));
    expect(evidence.layout.hash).toBe(frozen.plan.hash);
    expect(evidence.inputs).toEqual(
      frozen.scan.files.map(({ file, sha256 }: Record<string, string>) => ({ file, sha256 })),
    );
    expect(evidence.run.runId).toBe(frozen.runId);
    expect(evidence.mailing).toBeNull();
    expect(evidence.claims.join()).toMatch(/not released|no evidence that it was printed/);
    expect(shopLog().findLast(({ action }) => action === "get")).toMatchObject(WHO);
  });

  it("gives messages byte for byte as their batch has them", async () => {
    const { out } = runs[0] as CycleRun;
    for (const [channel, name] of [
      ["email", "email/retail-statements-2025-08-email-0001.eml-batch"],
      ["sms", "sms/retail-statements-2025-08-sms-0001.ndjson"],
    ] as const) {
      const index = readFileSync(`${out}/${name.replace(/\.[a-z-]+$/, ".csv")}`, "utf8");
      const [, ordinal, offset, bytes] = (index.split("\r\n")[1] ?? "").split(",").map(Number);
      const file = `${folder}/message-${channel}`;
      const report = await get({ run: out, ordinal, channel, out: file });
      const batch = readFileSync(`${out}/${name}`);
      expect(readFileSync(file)).toEqual(
        batch.subarray(offset, (offset as number) + (bytes as number)),
      );
      expect(report.copy).toMatchObject({ from: "batch", verified: { compared: true } });
    }
  });

  it("gives the printing that stands, and earlier ones by generation", async () => {
    const { hit } = anasPiece();
    const { run, piece } = hit;
    const cause = { cause: "missing", newSerial: true } as const;
    const { file } = await reprintPieces(run, { ...WHO, pieces: `${piece}`, ...cause });
    const [again] = find({ key: ANA.key }) as [FindHit];
    expect([again.generation, again.imb === hit.imb]).toEqual([1, false]);
    for (const { imb } of [hit, again]) expect(find({ imb })).toEqual([again]);
    const [standing, first] = [`${folder}/standing.pdf`, `${folder}/first.pdf`];
    expect((await get({ run, key: ANA.key, out: standing })).document.generation).toBe(1);
    await get({ run, key: ANA.key, generation: 0, out: first });
    expect(readFileSync(first)).toEqual(readFileSync(`${folder}/ana.pdf`));
    const front = readControl(file).sheets.find((row) => row["piece"] === `${piece}`);
    const printed = new SpoolReader(file).contents(Number(front?.["first_page"]));
    expect(new SpoolReader(standing).contents(1)).toEqual(printed);
    expect(new SpoolReader(first).contents(1)).not.toEqual(printed);
  });

  it("refuses a spool in which one byte is another, and writes no file", async () => {
    const { hit, spool } = anasPiece();
    copyFileSync(spool, `${spool}.good`);
    const bytes = readFileSync(spool);
    const at = bytes.length >> 1;
    bytes[at] = (bytes[at] as number) ^ 1;
    writeFileSync(spool, bytes);
    const out = `${folder}/changed.pdf`;
    await expect(get({ run: hit.run, key: ANA.key, generation: 0, out })).rejects.toThrow(
      /has changed since/,
    );
    renameSync(`${spool}.good`, spool);
    expect(existsSync(out)).toBe(false);
  });

  it("refuses what is not one document, or a file that is there", async () => {
    const { out: run } = runs[0] as CycleRun;
    const out = `${folder}/refused.pdf`;
    const codes = async (request: Omit<GetRequest, "by" | "reason">) =>
      get(request).then(
        () => [],
        (error: unknown) => refusedCodes(() => raise(error)),
      );
    expect(await codes({ run, out })).toEqual(["search.which-document"]);
    expect(await codes({ run, key: "nobody", out })).toEqual(["search.not-sent"]);
    expect(await codes({ run, key: ANA.key, channel: "email", out })).toEqual(["search.not-sent"]);
    const used = `${folder}/ana.pdf`;
    expect(await codes({ run, key: ANA.key, out: used })).toEqual(["search.out-file"]);
    expect(existsSync(out)).toBe(false);
  });

  it("gives a file that an independent reader finds whole", () => {
    const checked = execFileSync("qpdf", ["--check", `${folder}/ana.pdf`], { encoding: "utf8" });
    expect(checked).toMatch(/No syntax or stream encoding errors/);
  });
});
