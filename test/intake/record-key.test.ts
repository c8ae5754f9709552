import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { hasUnseen, trimmedKey } from "../../src/intake/check/record-key.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { detailRows, masterRow } from "./csv-files.ts";
import { retailRecord, type Retail } from "./retail.ts";
import { csvOf, findingsOf, json, ndjson, runIntake } from "./run-intake.ts";

const UNSEEN: readonly [name: string, sign: string][] = [
  ["a byte order mark", "\uFEFF"],
  ["a zero-width space", "\u200B"],
  ["a zero-width joiner", "\u200D"],
  ["a word joiner", "\u2060"],
  ["a soft hyphen", "\u00AD"],
  ["a mark of direction", "\u202E"],
  ["a Hangul filler", "\u3164"],
  ["a variation selector", "\uFE0F"],
  ["a tag character", "\u{E0041}"],
  ["a no-break space", "\u00A0"],
  ["an ideographic space", "\u3000"],
  ["a line separator", "\u2028"],
  ["a tabulator", "\t"],
  ["a NUL", "\0"],
  ["DEL", "\x7F"],
];

/** Three records whose middle one has another key, in each format. */
const FORMATS: readonly [format: string, make: (keys: readonly string[]) => InputSpec][] = [
  ["ndjson", (keys) => ndjson(keys.map((key) => JSON.stringify(keyed(key))))],
  ["json", (keys) => json(`{"customers":${JSON.stringify(keys.map(keyed))}}`)],
  [
    "csv",
    (keys) =>
      joined(
        keys,
        keys.filter((key) => key.trim() !== ""),
      ),
  ],
];

function keyed(key: string): Retail {
  const record = structuredClone(retailRecord(0, 2)) as Retail & { account: { id: string } };
  record.account.id = key;
  return record;
}

/** Master and detail files, whose keys may be written differently. */
function joined(
  keys: readonly string[],
  detailKeys: readonly string[],
  order: "key" | "none" = "key",
) {
  const details = detailKeys.map(keyed).flatMap((record) => detailRows(record));
  return csvOf(
    keys.map((key) => masterRow(keyed(key))),
    details,
    { order },
  );
}

describe.each(FORMATS)("keys of %s", (_format, make) => {
  it.each(UNSEEN)("with %s are rejects, wherever it stands", (_name, sign) => {
    for (const key of [`${sign}K2`, `K${sign}2`, `K2${sign}`]) {
      const { records, rejects } = runIntake(make(["K1", key, "K3"].sort()));
      expect(records.map((record) => record.key)).toEqual(["K1", "K3"]);
      expect(rejects.map(({ code, field }) => [code, field])).toEqual([
        ["data.bad-key", "account.id"],
      ]);
      expect(rejects[0]?.key).toBe(key);
    }
  });

  it("are known without the blanks around them", () => {
    const { records, rejects } = runIntake(make(["K 3", "K1", "K1  ", "K2    "]));
    expect(records.map(({ key }) => key)).toEqual(["K 3", "K1", "K1", "K2"]);
    expect(rejects).toEqual([]);
  });

  it("of nothing but blanks are missing", () => {
    const { records, rejects } = runIntake(make(["   ", "K1"]));
    expect(records.map(({ key }) => key)).toEqual(["K1"]);
    expect(rejects.map(({ code }) => code)).toContain("data.missing-key");
  });

  it("in other scripts stay as they are", () => {
    const keys = ["K1", "Ärger", "ключ", "鍵1"];
    expect(runIntake(make(keys)).records.map(({ key }) => key)).toEqual(keys);
  });
});

describe("detail rows", () => {
  it.each(["key", "none"] as const)("find their record by the same rule, order %s", (order) => {
    const input = joined(["  K1", "K2    ", "K3"], ["K1", "K2", "K3    "], order);
    const { records, rejects } = runIntake(input);
    expect(rejects).toEqual([]);
    const rows = records.map(({ key, values }) => [
      key,
      (values["transactions"] as unknown[]).length,
    ]);
    expect(rows).toEqual([
      ["K1", 2],
      ["K2", 2],
      ["K3", 2],
    ]);
  });

  it("with differently padded keys are one record's, and lie side by side once sorted", () => {
    const input = joined(["K2", "K1"], ["K1 ", "K2", " K1", "K1"], "none");
    const { records, rejects } = runIntake(input);
    expect(rejects).toEqual([]);
    const rows = records.map(({ key, values }) => [
      key,
      (values["transactions"] as unknown[]).length,
    ]);
    expect(rows).toEqual([
      ["K1", 6],
      ["K2", 2],
    ]);
  });
});

test("a file is sorted by what its keys are without blanks", () => {
  const lines = [" K1", "K2", "  K3"].map((key) => JSON.stringify(keyed(key)));
  expect(findingsOf(ndjson(lines, { order: "key" }))).toEqual([]);
  const [finding] = findingsOf(ndjson(lines.toReversed(), { order: "key" }));
  expect(finding?.code).toBe("input.order");
});

test("blanks are taken off a key's ends and nowhere else", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(" ", "K", "\u00e9", "\u00a0") }), (text) => {
      expect(trimmedKey(text)).toBe(/^ *(.*?) *$/s.exec(text)?.[1]);
    }),
  );
});

test("no two characters' names of the basic plane that look like nothing pass", () => {
  for (let code = 0; code < 0x1_0000; code += 1) {
    const sign = String.fromCharCode(code);
    if (code !== 0x20 && (/\s/u.test(sign) || /\p{Cf}/u.test(sign)))
      expect([code, hasUnseen(sign)]).toEqual([code, true]);
    if (/[\p{L}\p{N}]/u.test(sign) && !/\p{Default_Ignorable_Code_Point}/u.test(sign))
      expect(hasUnseen(sign)).toBe(false);
  }
});
