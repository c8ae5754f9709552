import { describe, expect, it } from "vitest";
import { sha256 } from "../../src/base/hash.ts";
import {
  checkCriteria,
  type FindCriteria,
  sealedCriteria,
} from "../../src/evidence/find-criteria.ts";
import { imbQuery } from "../../src/evidence/imb-query.ts";
import { refusedCodes } from "../kit/refused-codes.ts";

describe("what is looked up", () => {
  it.each<[string, FindCriteria, string[]]>([
    ["a key", { key: "K-1" }, []],
    ["a name and days", { name: "ana", from: "2026-01-01", to: "2026-12-31" }, []],
    ["nothing", {}, ["search.no-criteria"]],
    ["days alone", { from: "2026-01-01" }, ["search.no-criteria"]],
    ["a name of no letter", { name: " - " }, ["search.empty"]],
    ["an account of no digit", { account: "--" }, ["search.empty"]],
    [
      "days that are none",
      { key: "K", from: "2026-02-30", to: "soon" },
      ["search.bad-day", "search.bad-day"],
    ],
    ["half an IMb", { imb: "0027090" }, ["search.bad-imb"]],
  ])("%s", (_what, criteria, expected) => {
    expect(refusedCodes(() => checkCriteria(criteria))).toEqual(expected);
  });

  it("is kept as a salted hash, never as it was typed", () => {
    const asked = { key: "K-1", name: "Ana Novak", from: "2026-01-01" };
    const sealed = sealedCriteria(asked);
    const text = JSON.stringify(sealed);
    expect(text).not.toContain("K-1");
    expect(text).not.toContain("Ana");
    const {
      salt,
      sha256: hashes,
      from,
    } = sealed as {
      salt: string;
      sha256: Record<string, string>;
      from: string;
    };
    expect(hashes).toEqual({
      key: sha256(`${salt}\nK-1`),
      name: sha256(`${salt}\nAna Novak`),
    });
    expect(from).toBe("2026-01-01");
    expect(sealedCriteria(asked)["salt"]).not.toBe(salt);
  });
});

describe("an IMb", () => {
  it("is mailer id and serial, of all its digits or of these alone", () => {
    const short = { mailerId: "902123456", serial: 789 };
    expect(imbQuery("00270902123456000789")).toEqual(short);
    expect(imbQuery("00-270 902123456 000789 62704")).toEqual(short);
    expect(imbQuery("902123456000789")).toEqual(short);
    expect(imbQuery("123456000000789")).toEqual({ mailerId: "123456", serial: 789 });
  });

  it("has as many digits as an IMb can have", () => {
    for (const digits of [14, 16, 19, 21, 24, 30, 32])
      expect(refusedCodes(() => imbQuery("1".repeat(digits)))).toEqual(["search.bad-imb"]);
    for (const digits of [20, 25, 29, 31])
      expect(refusedCodes(() => imbQuery("1".repeat(digits)))).toEqual([]);
    expect(refusedCodes(() => imbQuery("0027090212345600078x"))).toEqual(["search.bad-imb"]);
  });
});
