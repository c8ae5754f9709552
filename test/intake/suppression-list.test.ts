import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { readSuppressionList, suppressionListText } from "../../src/intake/csv/suppression-list.ts";
import { TestHost } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("suppress");

function read(content: string, isOwn = false): ReturnType<typeof readSuppressionList> {
  const file = join(folder, "list");
  writeFileSync(file, content);
  return readSuppressionList(new TestHost(), file, isOwn);
}

describe("a suppression list", () => {
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
    ["semicolons, by its header", "key;reason\nA,1;x\n", [["A,1", "x"]], 0],
    ["tabs, and lines that end in CR", "key\treason\rA-1\tx\r", [["A-1", "x"]], 0],
    ["a byte order mark", "\ufeffkey,reason\nA-1,x\n", [["A-1", "x"]], 0],
  ] as const)("is read: %s", (_, content, expected, duplicates) => {
    const list = read(content);
    expect(list.suppressions.map(({ key, reason }) => [key, reason])).toEqual(expected);
    expect(list.duplicates).toBe(duplicates);
  });

  it("is read packed, and in UTF-16 by its mark", () => {
    const text = "key,reason\nÄ-1,x\n";
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const swapped = Buffer.from(wide).swap16();
    for (const [name, bytes] of [
      ["l.csv.gz", gzipSync(text)],
      ["l.csv.zst", zstdCompressSync(wide)],
      ["l.csv", wide],
      ["l2.csv", swapped],
    ] as const) {
      writeFileSync(join(folder, name), bytes);
      const { suppressions } = readSuppressionList(new TestHost(), join(folder, name));
      expect([name, suppressions]).toEqual([name, [{ key: "Ä-1", reason: "x" }]]);
    }
    writeFileSync(join(folder, "short.gz"), gzipSync(text).subarray(0, 20));
    const short = (): unknown => readSuppressionList(new TestHost(), join(folder, "short.gz"));
    expect(short).toThrow("is not UTF-8 text");
  });

  const FORMULAS = [
    "=1+1",
    "-5",
    "+1",
    "@SUM(A1)",
    '=HYPERLINK("x","y")',
    "\uff1d1",
    "'=1",
    "''-5",
  ];

  it("comes back as it was written", () => {
    const keys = ['"q"', "a,b", "#1", "Ünï", "'a'", ...FORMULAS];
    const suppressions = keys.map((key, nth) => ({ key, reason: nth % 2 === 0 ? "moved" : "" }));
    const text = suppressionListText(suppressions);
    expect(read(text, true).suppressions).toEqual(suppressions);
    const cells = (parse(text) as string[][]).map(([key = ""]) => key);
    expect(cells.filter((key) => /^[=+\-@\uff1d]/.test(key))).toEqual([]);
  });

  it("of others keeps its apostrophes, which belong to its keys", () => {
    const list = read(`key,reason\n${FORMULAS.slice(0, 4).join(",\n")},\n'=1,\n`);
    expect(list.suppressions.map(({ key }) => key)).toEqual([...FORMULAS.slice(0, 4), "'=1"]);
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
