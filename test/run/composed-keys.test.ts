import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { beforeAll, describe, expect, it } from "vitest";
import {
  auditRun,
  findDocuments,
  getDocument,
  indexRun,
  pullPieces,
  reprintPieces,
  RunFailure,
} from "../../src/index.ts";
import { smallShardJob } from "../e2e/run-fixture.ts";
import { RunCopy } from "../verify/run-copy.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { runJob } from "../kit/in-process.ts";

const folder = temporaryFolder("keys");

const OUT = `${folder}/out`;
const WHO = { by: "B. Ito", reason: "a letter" };

beforeAll(async () => {
  const choice = { records: 40, shardBytes: 16_384, spoolSheets: 90 };
  await runJob(smallShardJob(`${folder}/job`, { ...choice, layout: "plain" }), {
    out: OUT,
    workers: 1,
  });
  indexRun(OUT);
});

interface SwappedRun {
  readonly out: string;
  /** Keys of two customers, and the number of the first one's piece. */
  readonly keys: readonly [string, string];
  readonly piece: number;
}

/** Two customers on paper have each other's keys in the ledger. */
function swapped(name: string): SwappedRun {
  const copy = new RunCopy(OUT, `${folder}/copy-${name}`);
  const [a, b] = copy.rows("SELECT ordinal, key, piece_number FROM pieces WHERE channel = 0");
  const swap = "UPDATE pieces SET key = ? WHERE channel = 0 AND ordinal = ?";
  copy.sql(swap, String(b?.["key"]), Number(a?.["ordinal"]));
  copy.sql(swap, String(a?.["key"]), Number(b?.["ordinal"]));
  const piece = Number(a?.["piece_number"]);
  return { out: copy.out, keys: [String(a?.["key"]), String(b?.["key"])], piece };
}

async function refuses(out: string, work: Promise<unknown>): Promise<void> {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RunFailure);
  const [finding] = (error as RunFailure).diagnostics;
  expect(finding).toMatchObject({ code: "run.key-differs", source: { file: `${out}/ledger.db` } });
  expect(finding?.source?.path).toMatch(/^document \d+$/);
}

describe("keys that were swapped in a ledger", () => {
  it("hand out nobody's statement, by key, by piece or by place in the input", async () => {
    const { out, keys, piece } = swapped("get");
    const file = `${folder}/statement.pdf`;
    const get = { run: out, out: file, ...WHO };
    await refuses(out, getDocument({ ...get, key: keys[0], channel: "print" }));
    await refuses(out, getDocument({ ...get, piece }));
    expect(existsSync(file)).toBe(false);
    await getDocument({ run: OUT, out: file, key: keys[0], channel: "print", ...WHO });
    expect(existsSync(file)).toBe(true);
  });

  it("pull and print nobody else's piece, and nothing is decided", async () => {
    const { out, keys, piece } = swapped("decide");
    await refuses(out, pullPieces(out, { keys: [keys[0]], ...WHO }));
    await refuses(out, pullPieces(out, { pieces: [piece], ...WHO }));
    await refuses(out, reprintPieces(out, { pieces: `${piece}`, cause: "damaged", ...WHO }));
    expect(auditRun(out).entries).toEqual([]);
  });

  it("find nobody, and the run is named, whether ledger or index was changed", () => {
    const { out, keys } = swapped("find");
    for (const key of keys) {
      const { hits, notes } = findDocuments({ key, runs: [out], ...WHO });
      expect([hits, notes.map(({ code }) => code)]).toEqual([[], ["run.key-differs"]]);
    }
    const { out: other } = new RunCopy(OUT, `${folder}/copy-index`);
    const index = new DatabaseSync(`${other}/search.db`);
    index.prepare("UPDATE documents SET key = ? WHERE key = ?").run("swapped", keys[0]);
    index.prepare("UPDATE documents SET key = ? WHERE key = ?").run(keys[0], keys[1]);
    index.close();
    const { hits, notes } = findDocuments({ key: keys[0], runs: [other], ...WHO });
    expect([hits, notes.map(({ code }) => code)]).toEqual([[], ["run.key-differs"]]);
    expect(findDocuments({ key: keys[0], runs: [OUT], ...WHO }).hits).toHaveLength(1);
  });
});
