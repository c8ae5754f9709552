import { describe, expect, it } from "vitest";
import { jsonLists } from "../../src/intake/json/json-lists.ts";
import type { JsonListsSpec } from "../../src/model/input-format.ts";
import { bytesAt, foreignFile, type Reading, readForeign, told } from "./foreign.ts";

function read(
  text: string | Uint8Array,
  recordsPath: string,
  columns: readonly string[] = [],
): Promise<Reading> {
  const form = columns.length > 0 ? "rows" : "records";
  const spec: JsonListsSpec = { kind: "json-lists", form, recordsPath };
  return readForeign(() => jsonLists(spec, { ...foreignFile("bills.json", text), columns }));
}

interface Case {
  readonly says: string;
  readonly json: string;
  readonly path: string;
  readonly columns?: readonly string[];
  readonly is: readonly string[] | string;
}

const CASES: readonly Case[] = [
  {
    says: "members of an object, whose names are the keys",
    json: '{"at": 1, "bills": {"7": {"a": 1}, "8": {"a": 2}}}',
    path: "bills.*",
    is: ['{"a":1,"@name":"7"}', '{"a":2,"@name":"8"}'],
  },
  {
    says: "lists in members that are named by anything",
    json: '{"branches": {"x": {"bills": [{"a": 1}]}, "y": {"bills": []}, "z": {"bills": [{"a": 2}]}}}',
    path: "branches.*.bills",
    is: ['{"a":1}', '{"a":2}'],
  },
  {
    says: "lists in a list, and several documents",
    json: '{"b": [{"c": [{"a": 1}]}, {"c": [{"a": 2}]}]}\n{"b": [{"c": [{"a": 3}]}]}',
    path: "b.*.c",
    is: ['{"a":1}', '{"a":2}', '{"a":3}'],
  },
  {
    says: "rows, by paths in them",
    json: '{"bills": [], "charges": [{"id": "1", "sum": {"eur": 1.50}, "paid": true}, {"id": 2, "paid": null}]}',
    path: "charges",
    columns: ["id", "sum.eur", "paid"],
    is: ["1|1.5|true", "2||"],
  },
  {
    says: "a column that is a list",
    json: '[{"id": "1", "x": [1]}]',
    path: "*",
    columns: ["id", "x"],
    is: ["1 data.wrong-type x: x is a list or an object: name what is in it, such as x.id"],
  },
  {
    says: "what is no object, is torn, or has a name twice, beside what is good",
    json: '{"r": [7, {"a": tru}, {"a": 1, "a": 2}, {"a": 3}]}',
    path: "r",
    is: [
      "1 data.json-syntax -: the record is not well-formed JSON: it may be torn",
      "2 data.json-syntax -: the record is not well-formed JSON: it may be torn",
      "3 data.repeated-name -: an object of the record names a field twice: send each field once",
      '{"a":3}',
    ],
  },
  {
    says: "an end that is missing",
    json: '{"r": [{"a": 1}, {"a": 2}',
    path: "r",
    is: "input.truncated 0 the JSON document ends early: send it again",
  },
  {
    says: "a path that leads nowhere",
    json: '{"bills": {"7": {"a": 1}}}',
    path: "bill.*",
    is: 'input.records-path 0 the document has no array at "bill.*"',
  },
];

describe("JSON lists with", () => {
  it.each(CASES)("$says", async ({ json, path, columns, is }) => {
    const { units, refusal } = await read(json, path, columns);
    if (typeof is === "string") expect(refusal).toContain(is);
    else expect(units.map(told)).toEqual(is);
  });
});

it("takes records from more places than shards could start at, each with its bytes", async () => {
  const branches = Array.from({ length: 70_000 }, (_, at) => `{"bills":[{"n":${at}}]}`);
  const file = foreignFile("bills.json", `\uFEFF{"branches":[${branches.join(",\n")}]}`);
  const spec: JsonListsSpec = {
    kind: "json-lists",
    form: "records",
    recordsPath: "branches.bills",
  };
  const { units } = await readForeign(() => jsonLists(spec, file));
  expect(units).toHaveLength(70_000);
  const last = units.at(-1)?.place;
  expect(bytesAt(file, last?.byteOffset ?? 0, last?.sizeBytes ?? 0)).toBe('{"n":69999}');
});
