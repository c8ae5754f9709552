import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assembleBatch } from "../../src/spool/assemble-batch.ts";
import type { BatchPlan } from "../../src/spool/assemble-batch.ts";
import { csvRow } from "../../src/spool/csv-row.ts";
import { cutBatches } from "../../src/spool/cut-batches.ts";
import { FragmentShelf } from "../../src/spool/fragment-shelf.ts";
import { writeRejects } from "../../src/spool/write-rejects.ts";
import { sampleMessage, sampleReject, writeMixedFragment } from "./sample-fragment.ts";
import { CrashingHost, TestHost } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder();
const host = new TestHost();

/** Each with messages (and SMS) 100n+6 to 100n+8 and rejects 100n+9 and 100n+10. */
const paths = [0, 1, 2, 3].map((shard) => {
  const path = `${folder}/${shard}.fragment`;
  writeMixedFragment(host, path, shard);
  return path;
});
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** All messages but one, which was a duplicate. */
const plan: BatchPlan = {
  channel: "email",
  name: "retail-2026-10-email-1",
  shards: Uint32Array.of(0, 0, 0, 1, 1, 3, 3, 3),
  entries: Uint32Array.of(0, 1, 2, 0, 2, 0, 1, 2),
};
const ordinals = [6, 7, 8, 106, 108, 306, 307, 308];

function batchRows(path: string): Record<string, string>[] {
  return parse(Buffer.from(host.readFile(path)), { columns: true });
}

describe("a batch", () => {
  it("holds whole messages and an index that finds each and names no one", () => {
    const shelf = new FragmentShelf(host, paths);
    const result = assembleBatch(host, { plan, shelf, outFolder: `${folder}/email` });
    shelf.close();
    const batch = host.readFile(`${folder}/email/${plan.name}.eml-batch`);
    const rows = batchRows(`${folder}/email/${plan.name}.csv`);
    expect(rows.slice(0, -1).map(({ ordinal }) => Number(ordinal))).toEqual(ordinals);
    rows.slice(0, -1).forEach((row, position) => {
      const start = Number(row["offset"]);
      const message = batch.subarray(start, start + Number(row["bytes"]));
      expect([...message]).toEqual([...sampleMessage(ordinals[position] as number)]);
      expect(row["sha256"]).toBe(sha256(message));
    });
    const index = host.readFile(`${folder}/email/${plan.name}.csv`);
    expect(rows.at(-1)).toMatchObject({ record: "T", sha256: sha256(batch), messages: "8" });
    expect(result).toEqual({
      bytes: batch.length,
      sha256: sha256(batch),
      messages: 8,
      indexBytes: index.length,
      indexSha256: sha256(index),
    });
    expect(Buffer.from(index).toString()).not.toContain("NB");
  });

  it("of SMS is NDJSON", () => {
    const shelf = new FragmentShelf(host, paths);
    assembleBatch(host, { plan: { ...plan, channel: "sms" }, shelf, outFolder: `${folder}/sms` });
    shelf.close();
    const lines = Buffer.from(host.readFile(`${folder}/sms/${plan.name}.ndjson`)).toString();
    const messages = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(messages).toEqual(
      ordinals.map((ordinal) => ({
        ordinal,
        to: "+12025550143",
        text: "¡Hola!",
        encoding: "gsm-7",
        segments: 1,
      })),
    );
  });

  it("has an index only beside its whole self wherever the machine fails", () => {
    const outFolder = `${folder}/crash`;
    const make = (on: TestHost, batchPlan: BatchPlan): void => {
      const shelf = new FragmentShelf(host, paths);
      try {
        assembleBatch(on, { plan: batchPlan, shelf, outFolder });
      } finally {
        shelf.close();
      }
    };
    const counting = new CrashingHost(Number.POSITIVE_INFINITY);
    make(counting, plan);
    const shorter = { ...plan, shards: plan.shards.slice(2), entries: plan.entries.slice(2) };
    for (let crashAt = 1; crashAt <= counting.calls; crashAt += 1) {
      rmSync(outFolder, { recursive: true });
      make(host, plan);
      const crashing = new CrashingHost(crashAt);
      expect(() => make(crashing, shorter)).toThrow("the machine has failed");
      crashing.settle("reordered");
      if (!host.exists(`${outFolder}/${plan.name}.csv`)) continue;
      const batch = host.readFile(`${outFolder}/${plan.name}.eml-batch`);
      expect(batchRows(`${outFolder}/${plan.name}.csv`).at(-1)?.["sha256"]).toBe(sha256(batch));
    }
  });
});

describe("cutBatches", () => {
  it("cuts by number and by size", () => {
    const bounds = { messagesMax: 3, bytesMax: 100 };
    expect(cutBatches([], bounds)).toEqual([0]);
    expect(cutBatches([1, 1, 1, 1], bounds)).toEqual([0, 3, 4]);
    expect(cutBatches([60, 40, 1], bounds)).toEqual([0, 2, 3]);
    expect(cutBatches([500, 60, 500, 2], bounds)).toEqual([0, 1, 2, 3, 4]);
  });

  it("keeps every message once and every bound", () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (messageBytes, messagesMax) => {
        const cuts = cutBatches(messageBytes, { messagesMax, bytesMax: 90 });
        expect(cuts[0]).toBe(0);
        expect(cuts.at(-1)).toBe(messageBytes.length);
        for (let batch = 1; batch < cuts.length; batch += 1) {
          const [start, end] = [cuts[batch - 1] as number, cuts[batch] as number];
          const bytes = messageBytes.slice(start, end).reduce((sum, size) => sum + size, 0);
          expect(end).toBeGreaterThan(start);
          expect(end - start).toBeLessThanOrEqual(messagesMax);
          expect(bytes).toBeLessThanOrEqual(90);
        }
      }),
    );
  });
});

describe("writeRejects", () => {
  const later = [310, 5, 40, 400].map((ordinal) => sampleReject(ordinal, "data.duplicate-key"));
  const expected = [5, 9, 10, 40, 109, 110, 209, 210, 309, 310, 400];

  it("merges rejects of fragments and later ones by ordinal", () => {
    const path = `${folder}/rejects/rejects.ndjson`;
    const result = writeRejects(host, path, paths, later.slice(1));
    const bytes = host.readFile(path);
    const lines = Buffer.from(bytes).toString().trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { ordinal: number }).ordinal)).toEqual(
      expected,
    );
    expect(JSON.parse(lines[1] as string)).toEqual(sampleReject(9));
    const { groups, ...counts } = result;
    expect(groups.map(({ code, count, line, ordinal }) => [code, count, line, ordinal])).toEqual([
      ["data.missing-key", 8, 11, 9],
      ["data.duplicate-key", 3, 7, 5],
    ]);
    expect(counts).toEqual({
      rejects: 11,
      bytes: bytes.length,
      sha256: sha256(bytes),
      byCode: { "data.duplicate-key": 3, "data.missing-key": 8 },
    });
    expect(host.list(`${folder}/rejects`)).toEqual(["rejects.ndjson"]);
  });

  it("refuses a unit that is rejected twice and leaves the old file", () => {
    const path = `${folder}/twice/rejects.ndjson`;
    writeRejects(host, path, [], later.slice(1, 2));
    const old = host.readFile(path);
    expect(() => writeRejects(host, path, paths, later)).toThrow("unit 310 is rejected twice");
    expect(host.readFile(path)).toEqual(old);
    expect(host.list(`${folder}/twice`)).toEqual(["rejects.ndjson"]);
  });
});

describe("csvRow", () => {
  it("quotes what needs it and keeps formulas from running", () => {
    expect(csvRow(["a", 1, -2, 'say "x"', "a,b", "l\nm"])).toBe(
      'a,1,-2,"say ""x""","a,b","l\nm"\r\n',
    );
    expect(csvRow(["=1", "+1", "-1", "@a", '=1,"2"'])).toBe(`'=1,'+1,'-1,'@a,"'=1,""2"""\r\n`);
  });
});
