import { describe, expect, it } from "vitest";
import {
  checkSettled,
  noRemovedCounts,
  type SettledAccount,
} from "../../src/engine/settled-account.ts";

const twin = { ...noRemovedCounts(), documents: 1, print: 1, email: 1, pages: 3, sheets: 2 };
const suppressed = { ...noRemovedCounts(), documents: 1, sms: 1 };
const held = { prints: 6, emails: 3, sms: 4, pages: 15, sheets: 9 };
const sound: SettledAccount = {
  shardCount: 2,
  settledCount: 2,
  held,
  going: { print: 5, email: 2, sms: 3, pages: 12, sheets: 7 },
  removed: [twin, suppressed],
};

describe("what is settled", () => {
  it("goes out or was removed", () => {
    expect(() => checkSettled(sound)).not.toThrow();
  });

  it.each<[what: string, Partial<SettledAccount>]>([
    ["each shard is settled once", { settledCount: 1 }],
    ["each shard is settled once", { settledCount: 3 }],
    ["a rendition is lost or duplicated", { going: { ...sound.going, print: 6 } }],
    ["a rendition is lost or duplicated", { going: { ...sound.going, email: 1 } }],
    ["a rendition is lost or duplicated", { removed: [twin] }],
    ["pages are lost or duplicated", { going: { ...sound.going, pages: 11 } }],
    ["sheets are lost or duplicated", { removed: [{ ...twin, sheets: 3 }, suppressed] }],
  ])("is asserted: %s", (what, change) => {
    expect(() => checkSettled({ ...sound, ...change })).toThrow(what);
  });
});
