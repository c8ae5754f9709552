import { asSerial } from "../../src/base/units.ts";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { accountForm, nameWords } from "../../src/register/search-folding.ts";
import { SearchIndex, type SearchTerm } from "../../src/register/search-index.ts";
import { diskHost } from "../kit/disk-host.ts";
import { temporaryFolder } from "../kit/temporary-folder.ts";

const folder = temporaryFolder("search");
const file = join(folder, "search.db");
const index = SearchIndex.open(diskHost, file);
afterAll(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

const PEOPLE = [
  { key: "K-1", account: "000-123 45", name: "Ana Nováková" },
  { key: "K-2", account: "00012346", name: "ANA MARIA NOVAK" },
  { key: "K-3", account: "", name: "Łukasz Ørsted-O’Brien" },
  { key: "K-4", account: "x9", name: "李小龍" },
  { key: "K-5", account: "X 9", name: "" },
];
const facts = { madeFrom: "a hash", hasAccounts: true, hasNames: true };
index.fill(
  PEOPLE.map((person, ordinal) => ({ ordinal, ...person })),
  [
    { ordinal: 4, key: "K-5", reject: "data.duplicate-key" },
    { ordinal: 7, key: "K-8", reject: "data.missing-field" },
  ],
  [
    [17, 1],
    [18, 0],
  ],
  facts,
);

function found(term: SearchTerm, limit = 10): string[] {
  return index.find(term, limit).map(({ key }) => key);
}

describe("what is looked up", () => {
  it("is a name by beginnings of its words, without regard to capitals, marks and order", () => {
    expect(found({ name: "ana nov" })).toEqual(["K-1", "K-2"]);
    expect(found({ name: "NOVÁK ana" })).toEqual(["K-1", "K-2"]);
    expect(found({ name: "novakova" })).toEqual(["K-1"]);
    expect(found({ name: "lukasz orst obr" })).toEqual(["K-3"]);
    expect(found({ name: "ovak" })).toEqual([]);
    expect(found({ name: "李小" })).toEqual(["K-4"]);
    expect(found({ name: '" NEAR(*' })).toEqual([]);
  });

  it("is an account by its letters and digits", () => {
    expect(found({ account: "00012345" })).toEqual(["K-1"]);
    expect(found({ account: "X9" })).toEqual(["K-4", "K-5"]);
    expect(found({ account: "-" })).toEqual([]);
    expect(found({ account: "0001234" })).toEqual([]);
  });

  it("is a serial, or a key, whatever the unit ended as", () => {
    expect(found({ serial: asSerial(18) })).toEqual(["K-1"]);
    expect(found({ serial: asSerial(19) })).toEqual([]);
    expect(index.find({ key: "K-8" }, 10)).toEqual([
      { ordinal: 7, key: "K-8", reject: "data.missing-field" },
    ]);
    expect(index.find({ key: "K-5" }, 10)[0]?.reject).toBe("data.duplicate-key");
  });

  it("must fit in all that is given, and in something", () => {
    expect(found({ name: "ana", serial: asSerial(17) })).toEqual(["K-2"]);
    expect(found({ name: "lukasz", serial: asSerial(17) })).toEqual([]);
    expect(found({ name: "ana", account: "00012346", key: "K-2" })).toEqual(["K-2"]);
    expect(found({ name: "ana" }, 1)).toEqual(["K-1"]);
    expect(found({})).toEqual([]);
  });

  it("says what the index was made of", () => {
    expect(index.facts()).toEqual({ ...facts, documents: 5 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});

it("folds letters that are more than a letter with a mark", () => {
  expect(nameWords("Strauß, Æbelø & d'Đorđević ﬁn")).toEqual([
    "STRAUSS",
    "AEBELO",
    "DDORDEVIC",
    "FIN",
  ]);
  expect(accountForm(" de-44 ÄÖ ")).toBe("DE44ÄÖ");
});
