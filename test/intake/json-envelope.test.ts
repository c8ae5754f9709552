import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { UsageError } from "../../src/base/diagnostic.ts";
import { limits } from "../../src/base/limits.ts";
import type { ObjectShape } from "../../src/model/data-shape.ts";
import type { InputSpec } from "../../src/model/job.ts";
import { inputSpec } from "./retail.ts";
import { findingsOf, ndjson, runIntake, writeInput } from "./run-intake.ts";

const shape: ObjectShape = {
  kind: "object",
  fields: { id: { kind: "text", optional: false }, more: { kind: "text", optional: true } },
};

function input(content: string | Uint8Array, recordsPath = "customers"): InputSpec {
  return inputSpec(writeInput("in.json", content), {
    format: "json",
    key: "id",
    recordsPath,
    order: "none",
  });
}

/** What becomes of a document: the code it is refused with, or how many records and rejects. */
function outcome(content: string | Uint8Array, recordsPath?: string): string {
  try {
    const { records, rejects } = runIntake(input(content, recordsPath), shape);
    return [`${records.length} good`, ...rejects.map(({ code }) => code)].join(", ");
  } catch (error) {
    if (error instanceof UsageError) return error.diagnostics[0]?.code ?? "";
    throw error;
  }
}

const RECORD = '{"id":"1"}';
const LIST = `"customers":[${RECORD}]`;

/** One of each kind of what RFC 8259 does not allow; the last ones are no UTF-8. */
const BAD_VALUES: readonly (string | Uint8Array)[] = [
  "NaN",
  "Infinity",
  "-Infinity",
  "nul",
  "True",
  "TRUE",
  "undefined",
  "abc",
  "1 000",
  "'a'",
  "01",
  "-",
  "+1",
  ".5",
  "5.",
  "1e",
  "1e+",
  "0x1F",
  "1_000",
  "- 1",
  "--1",
  "1.2.3",
  "1e5.2",
  '"\\x41"',
  '"\\u12g4"',
  '"\\',
  '"\t"',
  '"\u0000"',
  '"line\nbreak"',
  '"open',
  "[1,]",
  "[,1]",
  "[1 2]",
  "[1,,2]",
  "[1}",
  "[",
  "]",
  "[[1]",
  '["a" "b"]',
  "[NaN]",
  "[1]]",

  '{"a"}',
  '{"a":}',
  '{"a" 1}',
  '{"a":1,}',
  '{,"a":1}',
  "{a:1}",
  "{1:1}",
  '{"a":1 "b":2}',
  "{'a':1}",

  '{"a":1]',
  "{",
  "}",
  '{"a":{"b":[01]}}',
  "/* note */ 1",
  "1 // note",
  "<a/>",
  "\uFEFF1",
  "\u00a01",
  "",
  Buffer.from('"\xff"', "latin1"),
  Buffer.from('"\xed\xa0\x80"', "latin1"),
  Buffer.from('{"\xc0\xaf":1}', "latin1"),
];
const GOOD_VALUES = [
  "0",
  "-0",
  "1",
  "-1.5e+10",
  "1E400",
  "123456789012345678901234567890",
  "true",
  "false",
  "null",
  '""',
  '"\\u0041\\"\\\\\\/\\b\\f\\n\\r\\t"',
  '"\\ud800"',
  '"é鍵\u2028"',
  "[]",
  "{}",
  " [ 1 , [ ] , { } ] ",
  '{"a":1,"b":{"c":[null]}}',
  '{"a":1,"a":2}',
  '{"":0}',
  '[{"customers":"none"}]',
  '"}],customers"',
];
/** Where a value may stand beside the records. */
const PLACES: readonly [place: string, make: (value: Buffer) => (string | Buffer)[]][] = [
  ["before the list", (value) => ['{"meta":', value, `,${LIST}}`]],
  ["behind the list", (value) => [`{${LIST},"meta":`, value, "}"]],
  ["deep beside the list", (value) => [`{"meta":[0,{"a":{"b":`, value, `}}],${LIST}}`]],
  ["in an array on the way", (value) => ["[", value, `,{${LIST}}]`]],
];

describe.each(PLACES)("a value %s", (_place, make) => {
  const documentWith = (value: string | Uint8Array): Buffer =>
    Buffer.concat(make(Buffer.from(value as string)).map((part) => Buffer.from(part as string)));

  it.each(BAD_VALUES)("that is no JSON is refused: %j", (value) => {
    expect(outcome(documentWith(value))).toMatch(/^input\.(json-broken|truncated|records-path)$/);
  });

  it.each(GOOD_VALUES)("is none of our business where it is JSON: %s", (value) => {
    expect(outcome(documentWith(value))).toBe("1 good");
  });
});

test.each(BAD_VALUES.slice(0, -3))("a record with %j in it never gets through", (value) => {
  const said = outcome(`{"customers":[{"id":"1","more":${value as string}},{"id":"2"}]}`);
  expect(said).toMatch(
    /^(input\.json-broken|input\.truncated|1 good, data\.json-syntax|0 good, .*)$/,
  );
});

test.each([
  "ERROR: connection lost after 2 of 900 rows",

  "null",
  "5",
  '"end"',
  "{}",
  "[]",
  ",",
  "}",
  `,{${LIST}}`,
  '{"customers":7}',
  '{"other":[{"id":"2"}]}',
  "\u0000",
])("what is no document with records is refused behind one: %s", (garbage) => {
  const [finding] = findingsOf(input(`{${LIST}}\n${garbage}`), shape);
  expect(finding?.code).toBe("input.json-broken");
  expect(finding?.data?.byteOffset).toBeGreaterThanOrEqual(LIST.length + 2);
  expect(finding?.message).not.toContain("connection");
});

test("several documents with records may follow each other", () => {
  expect(outcome(`{${LIST}}\n{${LIST}} {${LIST},"meta":1}`)).toBe("3 good");
  expect(outcome(`${RECORD}\n${RECORD}`, "")).toBe("2 good");
  expect(outcome(`[${RECORD}][${RECORD},7]`, "")).toBe("2 good, data.wrong-type");
});

describe("a member of the path named twice", () => {
  it.each([
    [`{${LIST},${LIST}}`, "customers"],
    [`{"customers":null,${LIST}}`, "customers"],
    [`{${LIST},"cust\\u006fmers":0}`, "customers"],
    [`{"a":{${LIST}},"a":{}}`, "a.customers"],
    [`{"a":{${LIST},"customers":[]}}`, "a.customers"],
  ])("is refused: %s", (content, path) => {
    const [finding] = findingsOf(input(content, path), shape);
    expect(finding?.code).toBe("input.json-broken");
    expect(finding?.message).toMatch(/names "(a|customers)" twice in one object/);
  });

  it("is none where it stands in different objects", () => {
    expect(outcome(`[{${LIST}},{${LIST}}]`)).toBe("2 good");
    expect(outcome(`{"meta":{"customers":1},${LIST}}`)).toBe("1 good");
  });
});

test("what nests deeper than records may is refused beside them too", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  expect(outcome(`{"meta":${nested(limits.jsonDepthMax)},${LIST}}`)).toBe("1 good");
  expect(outcome(`{"meta":${nested(limits.jsonDepthMax + 1)},${LIST}}`)).toBe("input.json-broken");
});

test("random JSON beside the records is let through, and with a byte cut out only where it is JSON", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4 }), fc.nat(), (value, at) => {
      expect(outcome(`{"meta":${value},${LIST}}`)).toBe("1 good");
      const cut = value.slice(0, at % value.length) + value.slice((at % value.length) + 1);
      const said = outcome(`{"meta":${cut},${LIST}}`);
      expect([cut, said === "1 good"]).toEqual([cut, isDocument(`{"meta":${cut},${LIST}}`)]);
    }),
    { numRuns: 150 },
  );
});

function isDocument(text: string): boolean {
  try {
    const { customers } = JSON.parse(text) as { customers?: unknown };
    return Array.isArray(customers);
  } catch {
    return false;
  }
}

test("a trailer that states a total twice is none", () => {
  const expecting = {
    trailer: {
      at: "T",
      marker: "T",
      records: "n",
      rows: {},
      sums: {},
      job: { cycle: "", asOf: "" },
    },
  };
  const spec = (trailer: string): InputSpec =>
    ndjson([RECORD, trailer], { key: "id", expect: { sums: {}, ...expecting } as never });
  expect(findingsOf(spec('{"T":"T","n":1}'), shape)).toEqual([]);
  expect(findingsOf(spec('{"T":"T","n":2,"n":1}'), shape).map(({ code }) => code)).toEqual([
    "input.no-trailer",
  ]);
});
