import { describe, expect, it } from "vitest";
import { diagnostic, UsageError } from "../../src/base/diagnostic.ts";
import { FindingList, toldFindings } from "../../src/base/finding-list.ts";
import { limits } from "../../src/base/limits.ts";

const MAX = limits.findingsToldMax;

function findings(count: number) {
  return Array.from({ length: count }, (_, at) => diagnostic("file.wrong-list", `Line ${at}.`));
}

describe("findings that are cut", () => {
  it("are all told up to the most that are", () => {
    expect(toldFindings(findings(MAX))).toEqual(findings(MAX));
    expect(new FindingList().told()).toEqual([]);
    new FindingList().throwAny();
  });

  it("say how many are not told", () => {
    const told = toldFindings(findings(MAX + 1));
    expect(told.slice(0, MAX)).toEqual(findings(MAX));
    expect(told.at(-1)?.message).toBe("1 more finding is not listed.");
    const [only, more] = toldFindings(findings(1), { count: 9 });
    expect([only?.message, more?.message]).toEqual(["Line 0.", "8 more findings are not listed."]);
  });

  it("are kept no further than they are told", () => {
    const list = new FindingList();
    for (const finding of findings(3 * MAX)) list.add(finding);
    const more = (count: number) => diagnostic("reprint.more-refused", `${count} more.`);
    expect(list.told(more).at(-1)).toEqual(more(2 * MAX));
    expect(() => list.throwAny()).toThrow(UsageError);
    expect(() => list.throwAny()).toThrow(`${2 * MAX} more findings are not listed.`);
  });
});
