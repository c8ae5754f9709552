import { describe, expect, it } from "vitest";
import { type InputUnit, matchUnits } from "../../src/desk/rejects/redrive-match.ts";
import type { RejectItem } from "../../src/run/rejects/reject-items.ts";

function unit(ordinal: number, key: string): InputUnit {
  return { ordinal, key, file: "in.ndjson", line: ordinal + 1 };
}

function item(ordinal: number, key: string, more: Partial<RejectItem> = {}): RejectItem {
  return { ordinal, key, state: "open", child: 0, ...more } as RejectItem;
}

const NOBODY = { taken: new Map<string, string>(), resolves: new Map<number, string>() };

function codes(found: { readonly findings: readonly { readonly code: string }[] }): string[] {
  return found.findings.map(({ code }) => code);
}

describe("records that come back", () => {
  it("settle the open reject of their key", () => {
    const items = [item(7, "A"), item(9, "B")];
    const found = matchUnits({ units: [unit(0, "B"), unit(1, "A")], items, ...NOBODY });
    expect(found.items).toEqual([
      { ordinal: 9, key: "B", childOrdinal: 0 },
      { ordinal: 7, key: "A", childOrdinal: 1 },
    ]);
    expect(found.findings).toEqual([]);
  });

  it("settle the one that they are named for, under another key", () => {
    const items = [item(7, ""), item(9, "B")];
    const resolves = new Map([[7, "A"]]);
    const found = matchUnits({ units: [unit(0, "A")], items, ...NOBODY, resolves });
    expect(found.items).toEqual([{ ordinal: 7, key: "A", childOrdinal: 0 }]);
    expect(codes(found)).toEqual([]);
  });

  it("are refused without a key, twice, or where nothing is open for them", () => {
    const items = [item(7, "A"), item(8, "W", { state: "withdrawn" })];
    const units = [unit(0, ""), unit(1, "A"), unit(2, "A"), unit(3, "X"), unit(4, "W")];
    const found = matchUnits({ units, items, ...NOBODY });
    expect(codes(found)).toEqual([
      "reject.no-key",
      "reject.twice",
      "reject.no-item",
      "reject.no-item",
    ]);
    expect(found.items.map(({ ordinal }) => ordinal)).toEqual([7]);
    expect(found.findings[0]?.data).toMatchObject({ file: "in.ndjson", line: 1, record: 0 });
  });

  it("are refused where the key was sent already, or another child has them", () => {
    const items = [item(7, "A"), item(9, "B", { child: 2 })];
    const taken = new Map([["A", "was sent by the run"]]);
    const found = matchUnits({ units: [unit(0, "A"), unit(1, "B")], items, ...NOBODY, taken });
    expect(codes(found)).toEqual(["reject.key-taken", "reject.in-hand"]);
  });

  it("are refused where they are named for what is not there", () => {
    const resolves = new Map([
      [7, "A"],
      [8, "Z"],
    ]);
    const items = [item(8, "B")];
    const found = matchUnits({ units: [unit(0, "A")], items, ...NOBODY, resolves });
    expect(codes(found)).toEqual(["reject.not-open", "reject.no-record", "reject.no-item"]);
  });
});
