import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { parquetWriteBuffer } from "hyparquet-writer";
import { describe, expect, it } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { listNamed } from "../../src/intake/lists/list-name.ts";
import {
  type KeyOf,
  readOwnSuppressions,
  readSuppressionList,
  suppressionListText,
} from "../../src/intake/lists/suppression-list.ts";
import { compileKey } from "../../src/intake/mapped-key.ts";
import type { ListSpec } from "../../src/model/list-spec.ts";
import type { SuppressionList } from "../../src/model/suppression.ts";
import { xlsxBytes, zipBytes } from "../../fixtures/xlsx-file.ts";
import { TestHost } from "./test-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("suppress");

function read(content: string | Uint8Array, name = "list"): Promise<SuppressionList> {
  const file = join(folder, name);
  writeFileSync(file, content);
  return readSuppressionList(new TestHost(), listNamed(file));
}

function readOwn(content: string): SuppressionList {
  const file = join(folder, "own");
  writeFileSync(file, content);
  return readOwnSuppressions(new TestHost(), file);
}

/** All that the refusal says: code, message and hint. */
async function refusal(content: string | Uint8Array, name = "list"): Promise<string> {
  try {
    await read(content, name);
    return "none";
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics
      .map(({ code, message, data, hint = "" }) =>
        [code, data?.line ?? 0, data?.field ?? "", message, hint].join(" | "),
      )
      .join("; ")
      .replaceAll(folder, "");
  }
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
  ] as const)("is read: %s", async (_, content, expected, duplicates) => {
    const list = await read(content);
    expect(list.suppressions.map(({ key, reason }) => [key, reason])).toEqual(expected);
    expect(list.duplicates).toBe(duplicates);
  });

  it("is read packed, and in UTF-16 by its mark", async () => {
    const text = "key,reason\nÄ-1,x\n";
    const wide = Buffer.from(`\ufeff${text}`, "utf16le");
    const swapped = Buffer.from(wide).swap16();
    for (const [name, bytes] of [
      ["l.csv.zip", await zipBytes(new Map([["l.csv", text]]))],
      ["l.csv.gz", gzipSync(text)],
      ["l.csv.zst", zstdCompressSync(wide)],
      ["l.csv", wide],
      ["l2.csv", swapped],
    ] as const) {
      const { suppressions } = await read(bytes, name);
      expect([name, suppressions]).toEqual([name, [{ key: "Ä-1", reason: "x" }]]);
    }
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
    expect(readOwn(text).suppressions).toEqual(suppressions);
    const cells = (parse(text) as string[][]).map(([key = ""]) => key);
    expect(cells.filter((key) => /^[=+\-@\uff1d]/.test(key))).toEqual([]);
  });

  it("of others keeps its apostrophes, which belong to its keys", async () => {
    const list = await read(`key,reason\n${FORMULAS.slice(0, 4).join(",\n")},\n'=1,\n`);
    expect(list.suppressions.map(({ key }) => key)).toEqual([...FORMULAS.slice(0, 4), "'=1"]);
  });

  it.each([
    ["too many fields", "key,reason\nA,b,c\n"],
    ["no key", "key,reason\n,moved\n"],
    ["a stray quote", 'key,reason\nA"b,moved\n'],
    ["columns of something else", "account,name\nA,B\n"],
    ["bytes that are no UTF-8", Buffer.from("key\n\xe4-1\n", "latin1")],
  ])("is refused with its line: %s", async (_, content) => {
    expect(await refusal(content)).toMatch(
      /^suppress\.wrong-file \| [12] \| (key)? ?\| Line [12] /,
    );
  });

  it("is read in the format that its name tells, in an archive that of its member", async () => {
    const sheet = await xlsxBytes({
      sheets: [{ name: "Stop", rows: [["Name", "Key"], ["Ana", "A-1"], [], ["Bo", "B-2"]] }],
    });
    const columnData = [{ name: "key", data: ["A-1", "B-2"] }];
    const parquet = new Uint8Array(parquetWriteBuffer({ columnData }));
    for (const [name, bytes] of [
      ["l.xlsx", sheet],
      ["l.xlsx.gz", gzipSync(sheet)],
      [
        "mixed.zip",
        await zipBytes(
          new Map([
            ["1.txt", "A-1\n"],
            ["2.ndjson", '{"key":"B-2"}\n'],
          ]),
        ),
      ],
      ["sheet.zip", await zipBytes(new Map([["stop.XLSX", sheet]]))],
      ["l.ndjson", '{"key": "A-1", "name": "Ana"}\n\n{"key": "B-2"}\n'],
      ["l.parquet", parquet],
    ] as const) {
      const { suppressions } = await read(bytes, name);
      expect([name, suppressions.map(({ key }) => key)]).toEqual([name, ["A-1", "B-2"]]);
    }
    const nameless = await xlsxBytes({ sheets: [{ name: "Stop", rows: [["Name"], ["Ana"]] }] });
    expect(await refusal(nameless, "n.xlsx")).toMatch(
      /has no column key \(it has Name\).*key-column/,
    );
    expect(await refusal('{"key":"A"}\n{"key":[1]}\nkey\n{}\n', "l.ndjson")).toMatch(
      /\| 2 \| key .*\| 3 \| .*no JSON object.*\| 4 \| key \| .*has no key/,
    );
  });

  it("names keys as their sender writes them, unless it says otherwise", async () => {
    const file = join(folder, "sent");
    writeFileSync(file, "0001234-5\n1234\n07-0\na-b-c\n");
    const keyOf = compileKey({
      key: "account.id",
      fields: {
        "account.id": {
          source: { kind: "column", column: "ACCT_NO" },
          convert: {
            steps: [
              { step: "strip", at: "start", character: "0" },
              { step: "split", separator: "-", part: 1, partsMax: 2 },
            ],
            form: { kind: "text" },
          },
        },
      },
    });
    const keysOf = async (list: ListSpec, mapped?: KeyOf): Promise<string[]> => {
      const { suppressions } = await readSuppressionList(new TestHost(), list, mapped);
      return suppressions.map(({ key }) => key);
    };
    expect(await keysOf(listNamed(file), keyOf)).toEqual(["1234", "7", "a-b-c"]);
    expect(await keysOf(listNamed(file))).toEqual(["0001234-5", "1234", "07-0", "a-b-c"]);
  });

  it("is refused if it is larger than a list can be", async () => {
    const file = join(folder, "large");
    writeFileSync(file, "A-1\n");
    class LargeHost extends TestHost {
      override sizeBytes(): number {
        return 2 ** 40;
      }
    }
    const reading = readSuppressionList(new LargeHost(), listNamed(file));
    await expect(reading).rejects.toThrow("is larger than the 128 MB that are allowed");
  });

  it("is refused by what packs it, if that is damaged", async () => {
    const packed = gzipSync("key\nA-1\n");
    const zip = await zipBytes(new Map([["l.csv", "key\nA-1\n"]]));
    expect(await refusal(packed.subarray(0, 20), "l.gz")).toMatch(/^input\.truncated /);
    expect(await refusal("key\nA-1\n", "l.zst")).toMatch(/^input\.format /);
    expect(await refusal(zip.subarray(0, 40), "l.zip")).toMatch(/^input\.archive /);
    expect(await refusal("", "l.csv")).toMatch(/empty file/);
  });
});
