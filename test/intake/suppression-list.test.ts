import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { readSuppressionList, suppressionListText } from "../../src/intake/suppression-list.ts";
import { TestHost } from "./test-host.ts";

const folder = mkdtempSync(join(tmpdir(), "nightpress-suppress-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: string): ReturnType<typeof readSuppressionList> {
  const file = join(folder, "list");
  writeFileSync(file, content);
  return readSuppressionList(new TestHost(), file);
}

describe("a list of suppressions", () => {
  it.each([
    [
      "one key a line",
      "A-1\n# a note\n\n  B-2 \r\nA-1\n",
      [
        ["A-1", ""],
        ["B-2", ""],
      ],
      1,
    ],
    ["a header alone", "key\n", [], 0],
    [
      "CSV in any order",
      'reason,key\nmoved,A-1\n,"B,2"\n',
      [
        ["A-1", "moved"],
        ["B,2", ""],
      ],
      0,
    ],
    ["a byte order mark", "\ufeffkey,reason\nA-1,x\n", [["A-1", "x"]], 0],
  ] as const)("is read: %s", (_, content, expected, duplicates) => {
    const list = read(content);
    expect(list.suppressions.map(({ key, reason }) => [key, reason])).toEqual(expected);
    expect(list.duplicates).toBe(duplicates);
  });

  it("comes back as it was written", () => {
    const suppressions = ['"q"', "a,b", "#1", "=1+1", "-5", "Ünï"].map((key, nth) => ({
      key,
      reason: nth % 2 === 0 ? "moved" : "",
    }));
    expect(read(suppressionListText(suppressions)).suppressions).toEqual(suppressions);
  });

  it.each([
    ["too many fields", "key,reason\nA,b,c\n"],
    ["no key", "key,reason\n,moved\n"],
    ["a stray quote", 'key,reason\nA"b,moved\n'],
    ["columns of something else", "account,name\nA,B\n"],
  ])("is refused with its line: %s", (_, content) => {
    expect(() => read(content)).toThrow(UsageError);
    expect(() => read(content)).toThrow(/Line [12] /);
  });
});
