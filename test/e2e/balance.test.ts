import { cpSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { readFrozenRun } from "../../src/run/folder/frozen-run.ts";
import { runFolder } from "../../src/run/folder/run-folder.ts";
import { unbalancedBreaches } from "../../src/proving/unbalanced.ts";
import { ledgerBalance } from "../../src/proving/verify-run.ts";
import { type Breach, RunFailure } from "../../src/index.ts";
import { Ledger } from "../../src/ledger/ledger.ts";
import { smallShardJob } from "./run-fixture.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("balance");
const whole = `${folder}/whole`;

beforeAll(async () => {
  smallShardJob(`${folder}/job`, {
    records: 120,
    shardBytes: 16 * 1024,
    spoolSheets: 40,
    layout: "plain",
  });
  await runJob(`${folder}/job/job.yaml`, { out: whole, workers: 2 });
});

/** Changes a ledger behind the program's back. */
function tamper(out: string, sql: string): void {
  const database = new DatabaseSync(`${out}/ledger.db`);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

/** What is told of a finished run whose ledger was changed. */
function toldAfter(sql: string): string {
  const out = `${folder}/tampered`;
  cpSync(whole, out, { recursive: true });
  const host = new NodeHost();
  const folders = runFolder(out);
  tamper(out, sql);
  const ledger = Ledger.open(host, folders.ledgerFile);
  try {
    const run = { host, folder: folders, frozen: readFrozenRun({ host, folder: folders }), ledger };
    return texts(unbalancedBreaches(run, ledgerBalance(run)));
  } finally {
    ledger.close();
    rmSync(out, { recursive: true });
  }
}

function texts(breaches: readonly Breach[]): string {
  return breaches.map(({ code, file, message }) => `${code} ${file} ${message}`).join("\n");
}

describe("a ledger with a row changed", () => {
  it.each([
    [
      "shards",
      "UPDATE shards SET units = units + 1 WHERE shard = 1",
      /Shard 1 .*units: \d+ in the/,
    ],
    ["shards, gone", "DELETE FROM shards WHERE shard = 2", /Shard 2 .*does not have it/],
    [
      "pieces, gone",
      "DELETE FROM pieces WHERE ordinal = (SELECT max(ordinal) FROM pieces WHERE channel = 0)",
      /Document \d+ \(shard \d+, customers\.ndjson:\d+\) was composed for print, but is nowhere/,
    ],
    [
      "pieces, sheets",
      "UPDATE pieces SET sheets = sheets + 1 WHERE piece_number = 3",
      /Document \d+ .* has 2 sheets in the ledger and 1 in its fragment|has \d sheets in the ledger/,
    ],
    [
      "pieces, one more",
      `INSERT INTO pieces SELECT channel, spool, batch, 999, 90001, is_primary, 'none', key_hash,
        99999, sheets, pages, serial, state FROM pieces WHERE piece_number = 3`,
      /Document 90001 is placed in spool \d+, but no shard composed it/,
    ],
    ["spools", "UPDATE spools SET sheets = sheets - 1 WHERE spool = 0", /print\/.* Its sheets: /],
    ["spools, gone", "DELETE FROM spools WHERE spool = 0", /Spools planned: (\d+) in the ledger, /],
    ["batches", "UPDATE batches SET count = count + 1", /email\/.* Its messages: /],
    [
      "rejects",
      "UPDATE rejects SET count = count + 1",
      /Rejects data\.[a-z-]+: 2 in the ledger, 1/,
    ],
    [
      "removals",
      "UPDATE removals SET documents = documents + 1",
      /Composed and left out: documents/,
    ],
    [
      "dispositions",
      "UPDATE dispositions SET count = count + 1 WHERE disposition = 'sms'",
      /Units sent by sms: \d+ in the ledger/,
    ],
    [
      "suppressed",
      "INSERT INTO suppressed VALUES (5, 'k', 'r', 'l')",
      /Units suppressed: 0 in the ledger, 1/,
    ],
    [
      "facts, totals",
      `UPDATE facts SET json = replace(json, '"units":', '"units":1') WHERE name = 'scan-totals'`,
      /Units scanned: /,
    ],
    [
      "facts, sums",
      `UPDATE facts SET json = '["1","2","3","4","5","6","7"]' WHERE name = 'sums of spool 0'`,
      /print\/.* Its sum of [a-z.]+: /,
    ],
  ])("is found and told where: %s", (_, sql, expected) => {
    expect(toldAfter(sql)).toMatch(expected);
  });

  it("does not let a run close, which says what is off", async () => {
    const out = `${folder}/stopped`;
    let isDone = false;
    const failure = await runJob(`${folder}/job/job.yaml`, {
      out,
      workers: 2,
      verify: false,
      onProgress: ({ stage, done, total }) => {
        if (isDone || stage !== "assemble" || done < total) return;
        isDone = true;
        tamper(
          out,
          "UPDATE shards SET records = records + 1, documents = documents + 1 WHERE shard = 3",
        );
      },
    }).catch((error: unknown) => error as RunFailure);
    expect(failure).toBeInstanceOf(RunFailure);
    const { message, hint, diagnostics } = failure as RunFailure;
    expect(message).toMatch(/does not balance \(compose/);
    expect(hint).toContain(`nightpress rebuild ${out}`);
    const told = diagnostics.map((one) => `${one.code} ${one.message}`).join("\n");
    expect(told).toMatch(/verify\.unbalanced .*compose, units = records \+ rejects \+ suppressed/);
    expect(told).toMatch(/verify\.ledger-row .*Shard 3 .*records: \d+ in the ledger, \d+ in its/);
  });
});
