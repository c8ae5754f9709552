import { describe, expect, it } from "vitest";
import { readingContest } from "../../bench/reading/reading-contest.ts";
import { READING_FORMATS } from "../../bench/reading/reading-formats.ts";
import { runTurn } from "../../bench/run-turn.ts";

describe("a turn", () => {
  it("runs Nightpress end to end in a process of its own, and measures it", async () => {
    const documents = 30;
    const request = {
      kind: "nightpress",
      format: "csv",
      workers: 1,
      documents,
      warmUp: 5,
    } as const;
    const result = await runTurn(request);
    expect(result).toMatchObject({ documents, transactions: 900 });
    expect(result.pages).toBeGreaterThanOrEqual(documents);
    expect(result.bytes).toBeGreaterThan(documents * 2000);
    expect(result.cpuSeconds).toBeGreaterThan(0);
    expect(result.composeCpu?.map(({ part }) => part)).toContain("deflate");
    expect(result.stages?.map(({ stage }) => stage)).toContain("assemble");
  });

  it("runs a peer, without charging what Nightpress does for it", async () => {
    const request = { kind: "peer", peer: "bare-loop", documents: 120, warmUp: 10 } as const;
    const result = await runTurn(request);
    expect(result).toMatchObject({ documents: 120, pages: 240, transactions: 3600 });
    expect(result.bytes).toBeGreaterThan(120 * 2000);
    expect(result.stages).toBeUndefined();
  });

  it("reads one format, which another process has written", async () => {
    const formats = READING_FORMATS.filter(({ format }) => format === "ebcdic");
    const turns = await readingContest({ records: 200, turns: 1, formats }, () => {});
    const [result] = turns.get("EBCDIC, packed") ?? [];
    expect(result).toMatchObject({ documents: 200, pages: 0 });
    expect(result?.bytes).toBeGreaterThan(200 * 500);
    const { copyPeaksBytes = [], scanPeaksBytes = [], readPeaksBytes = [] } = result?.reading ?? {};
    const peaks = [...copyPeaksBytes, ...scanPeaksBytes, ...readPeaksBytes];
    expect(peaks).toHaveLength(9);
    expect(peaks).toEqual(peaks.toSorted((one, other) => one - other));
  });
});
