import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readInserterResults } from "../../src/desk/reprints/inserter-results.ts";
import { listNamed } from "../../src/intake/lists/list-name.ts";
import { NodeHost } from "../../src/run/host/host-node.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";
import { laterRefusedCodes } from "../kit/refused-codes.ts";

const file = `${temporaryFolder("inserter")}/results.csv`;

async function read(text: string): Promise<[piece: number, status: string][]> {
  writeFileSync(file, text);
  const results = await readInserterResults(new NodeHost(), listNamed(file), "ABCDEF");
  return results.map(({ piece, status }) => [piece, status]);
}

function codes(text: string): Promise<string[]> {
  return laterRefusedCodes(read(text));
}

describe("an inserter's file", () => {
  it("says what became of each piece, by its number", async () => {
    expect(await read("piece,status\n3,inserted\n1,Damaged\n2,missing\n")).toEqual([
      [1, "damaged"],
      [2, "missing"],
      [3, "inserted"],
    ]);
  });

  it("counts the worst that is said of a piece", async () => {
    expect(await read("piece,status\n5,inserted\n5,damaged\n6,missing\n6,damaged\n")).toEqual([
      [5, "damaged"],
      [6, "damaged"],
    ]);
  });

  it("takes what was inserted twice for a duplicate", async () => {
    expect(await read("piece,status\n4,inserted\n4,inserted\n")).toEqual([[4, "duplicate"]]);
  });

  it("is refused with each row that it cannot read", async () => {
    expect(await codes("piece,status\n1,eaten\n2,\n")).toEqual([
      "reprint.bad-status",
      "reprint.bad-status",
    ]);
    expect(await codes("piece,status\nno piece,inserted\n")).toHaveLength(1);
  });
});
