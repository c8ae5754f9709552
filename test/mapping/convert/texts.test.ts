import { describe, expect, it } from "vitest";
import { compileJoin, joinColumns } from "../../../src/mapping/convert/compile-join.ts";
import type { ConverterSpec, TextStep } from "../../../src/model/converter.ts";
import { converterFaults } from "../../../src/rules/converters/converter-faults.ts";
import { parseJoin } from "../../../src/rules/converters/join-template.ts";
import { adviceOf, converter, FAULT, outcome, steps } from "./specs.ts";

describe("steps on a text", () => {
  it.each<[TextStep, string, string | undefined]>([
    [{ step: "trim", at: "both" }, " \u00a0A B\0\0", "A B"],
    [{ step: "trim", at: "both" }, " \t ", undefined],
    [{ step: "trim", at: "start" }, "  A ", "A "],
    [{ step: "trim", at: "end" }, "  A ", "  A"],
    [{ step: "trim", at: "start" }, "   ", undefined],
    [{ step: "trim", at: "inner" }, "  A   B\u00a0C D ", "A B C D"],
    [{ step: "trim", at: "inner" }, "A B C", "A B C"],
    [{ step: "case", to: "upper" }, "straße", "STRASSE"],
    [{ step: "case", to: "lower" }, "ÉTÉ", "été"],
    [{ step: "pad", at: "start", length: 8, fill: "0" }, "1042", "00001042"],
    [{ step: "pad", at: "start", length: 8, fill: "0" }, "123456789", "123456789"],
    [{ step: "pad", at: "start", length: 8, fill: "0" }, "", undefined],
    [{ step: "pad", at: "end", length: 3, fill: "x" }, "a", "axx"],
    [{ step: "strip", at: "start", character: "0" }, "000120", "120"],
    [{ step: "strip", at: "start", character: "0" }, "0000", "0"],
    [{ step: "strip", at: "end", character: "*" }, "A**", "A"],
    [{ step: "strip", at: "end", character: "*" }, "**", undefined],
    [{ step: "slice", start: 3 }, "ABCDE", "CDE"],
    [{ step: "slice", start: 2, length: 2 }, "ABCDE", "BC"],
    [{ step: "slice", start: 2, length: 2 }, "A\u{1f600}CD", "\u{1f600}C"],
    [{ step: "slice", start: 9, length: 2 }, "ABC", undefined],
  ])("%j makes %j %j", (step, text, expected) => {
    expect(outcome(steps(step), text)).toBe(expected);
  });

  it("are done in their order, before the form", () => {
    const trimmed = converter(
      { kind: "codes", codes: { "7": "automatic" } },
      {
        steps: [
          { step: "trim", at: "both" },
          { step: "strip", at: "start", character: "0" },
        ],
      },
    );
    expect(outcome(trimmed, " 007 ")).toBe("automatic");
  });

  it("leave a value for empty texts", () => {
    const paid = converter({ kind: "money", forms: ["1.00"] }, { whenEmpty: "0.00" });
    expect([outcome(paid, ""), outcome(paid, "  "), outcome(paid, "5.00")]).toEqual([
      "0.00",
      "0.00",
      "5.00",
    ]);
    const yes = converter({ kind: "boolean", true: ["Y"], false: ["N"] }, { whenEmpty: false });
    expect(outcome(yes, "")).toBe(false);
  });
});

describe("one part of a text", () => {
  const part = (number: number) =>
    steps({ step: "split", separator: "|", part: number, partsMax: 3 });

  it.each<[string, unknown[]]>([
    ["A|B|C", ["A", "B", "C"]],
    [" A | B ", ["A", "B", undefined]],
    ["A||C", ["A", undefined, "C"]],
    ["A", ["A", undefined, undefined]],
    ["A|B|C| | |", ["A", "B", "C"]],
    ["", [undefined, undefined, undefined]],
    ["|", [undefined, undefined, undefined]],
    // A fourth part would be lost.
    ["A|B|C|D", [FAULT, FAULT, FAULT]],
  ])("of %j", (text, parts) => {
    expect([1, 2, 3].map((number) => outcome(part(number), text))).toEqual(parts);
  });

  it("may stand between longer separators and line breaks", () => {
    const html = steps({ step: "split", separator: "<br>", part: 2, partsMax: 4 });
    expect(outcome(html, "1 MAIN ST<br>APT 4<br>SPRINGFIELD")).toBe("APT 4");
    const lines = steps({ step: "split", separator: "\n", part: 2, partsMax: 4 });
    expect(outcome(lines, "1 MAIN ST\r\nAPT 4\r\n")).toBe("APT 4");
  });
});

describe("names", () => {
  const whole = steps({ step: "name", part: "whole" });

  it.each<[string, string | undefined]>([
    ["Smith, John", "John Smith"],
    ["SMITH , JOHN Q", "JOHN Q SMITH"],
    ["Smith, John, Jr.", "John Smith Jr."],
    ["Smith, Jr, John", "John Smith Jr"],
    ["van der Berg, Anna", "Anna van der Berg"],
    ["Acme Water LLC", "Acme Water LLC"],
    ["Smith,", "Smith"],
    [", John", "John"],
    ["Smith, John, Mary", FAULT],
    ["a, b, c, d", FAULT],
  ])("%s is %s", (text, name) => {
    expect(outcome(whole, text)).toBe(name);
  });

  it("have a first and a last part", () => {
    const [first, last] = [
      steps({ step: "name", part: "first" }),
      steps({ step: "name", part: "last" }),
    ];
    expect([outcome(first, "Smith, John, Jr."), outcome(last, "Smith, John, Jr.")]).toEqual([
      "John",
      "Smith Jr.",
    ]);
    expect([outcome(first, "Acme LLC"), outcome(last, "Acme LLC")]).toEqual([
      undefined,
      "Acme LLC",
    ]);
  });

  it.each<[string, string]>([
    ["JOHN SMITH", "John Smith"],
    ["john smith", "John Smith"],
    ["O'BRIEN", "O'Brien"],
    ["D\u2019ANGELO", "D\u2019Angelo"],
    ["MACY'S", "Macy's"],
    ["SMITH-JONES", "Smith-Jones"],
    ["MCDONALD", "McDonald"],
    ["MC", "Mc"],
    ["HENRY TUDOR VIII", "Henry Tudor VIII"],
    ["42ND ST APT 4B", "42nd St Apt 4B"],
    ["ÉLODIE GARÇON", "Élodie Garçon"],
    ["IJSBRAND ŒUVRE", "Ijsbrand Œuvre"],
    // What the letters do not tell is not guessed.
    ["MACDONALD", "Macdonald"],
    ["LUDWIG VAN BEETHOVEN", "Ludwig Van Beethoven"],
    // Somebody has taken care already.
    ["John McDonald", "John McDonald"],
    ["Ludwig van Beethoven", "Ludwig van Beethoven"],
    ["iPhone", "iPhone"],
    ["ROCK 'N' ROLL", "Rock 'N' Roll"],
    ["'SMITH' O' BRIEN", "'Smith' O' Brien"],
    ["123", "123"],
  ])("%s in title case is %s", (text, name) => {
    expect(outcome(steps({ step: "case", to: "title" }), text)).toBe(name);
  });
});

it("ends on a text of any length", () => {
  const texts = ["A'", "A  ", "a|", "a,", "1-", "\0", "\u2019"].map((part) => part.repeat(50_000));
  const all: TextStep[] = [
    { step: "trim", at: "inner" },
    { step: "case", to: "title" },
    { step: "split", separator: "|", part: 2, partsMax: 3 },
    { step: "name", part: "whole" },
    { step: "postal", country: "GB", part: "whole" },
  ];
  for (const step of all) for (const text of texts) outcome(steps(step), text);
});

describe("tables", () => {
  const plan = converter({ kind: "codes", codes: { A: "automatic", M: "manual", "01": "paper" } });
  const flag = converter({ kind: "boolean", true: ["Y", "1"], false: ["N", "0", ""] });

  it.each<[string, unknown]>([
    ["A", "automatic"],
    [" M ", "manual"],
    ["01", "paper"],
    ["1", FAULT],
    ["a", FAULT],
    ["X", FAULT],
    ["constructor", FAULT],
    ["__proto__", FAULT],
    ["", undefined],
  ])("of codes, %j", (text, value) => {
    expect(outcome(plan, text)).toBe(value);
  });

  it.each<[string, unknown]>([
    ["Y", true],
    ["N ", false],
    ["0", false],
    ["", false],
    ["  ", false],
    ["y", FAULT],
    ["true", FAULT],
  ])("of yes and no, %j", (text, value) => {
    expect(outcome(flag, text)).toBe(value);
  });

  it("may have a value for codes that they lack, and none for empty texts", () => {
    const other = converter({ kind: "codes", codes: { A: 1 }, unknown: 0 });
    expect(["A", "Z", ""].map((text) => outcome(other, text))).toEqual([1, 0, undefined]);
  });

  it("say what to do about another code", () => {
    expect(adviceOf(plan, "a")).toContain("differs from one in its case alone");
    expect(adviceOf(plan, "1")).toContain("differs from one in leading zeros alone");
    expect(adviceOf(plan, "X")).toBe("one of A, M, 01; add it to `codes`");
  });
});

describe("joins", () => {
  const join = (template: string, row: Readonly<Record<string, string>>): string => {
    const columns = Object.keys(row);
    return compileJoin(template, (column) => columns.indexOf(column))(Object.values(row));
  };
  const LINE = "{C}, {S} {Z}-{P}";

  it.each<[string, string, string, string, string]>([
    ["Springfield", "IL", "62704", "1234", "Springfield, IL 62704-1234"],
    ["Springfield", "IL", "62704", "", "Springfield, IL 62704"],
    ["Springfield", "IL", "", "", "Springfield, IL"],
    ["Springfield", "", "62704", "", "Springfield 62704"],
    ["", "IL", "62704", "", "IL 62704"],
    ["", "", "62704", "1234", "62704-1234"],
    ["Springfield", "", "", "", "Springfield"],
    [" Springfield  ", "IL ", "62704\0", " ", "Springfield, IL 62704"],
    ["", " ", "", "", ""],
  ])("of %j, %j, %j, %j", (C, S, Z, P, line) => {
    expect(join(LINE, { C, S, Z, P })).toBe(line);
  });

  it.each<[string, Record<string, string>, string]>([
    ["{A} ({B}) {C}", { A: "a", B: "b", C: "c" }, "a (b) c"],
    ["{A} ({B}) {C}", { A: "a", B: "", C: "c" }, "a c"],
    ["{A} ({B})", { A: "", B: "b" }, "(b)"],
    ["{A} ({B})", { A: "a", B: "" }, "a"],
    ["PO Box {A}", { A: "" }, ""],
    ["PO Box {A}, {B}", { A: "7", B: "" }, "PO Box 7"],
    ["PO Box {A}, {B}", { A: "", B: "x" }, "x"],
    ["{A} Apt #{B}", { A: "", B: "4" }, "Apt #4"],
    ["{A} Apt #{B}", { A: "1 Main St", B: "" }, "1 Main St"],
    ["{A}% of {B}", { A: "5", B: "9" }, "5% of 9"],
    ["{{{A}}} {B}", { A: "a", B: "b" }, "{a} b"],
    ["{ A }{B}", { A: "a", B: "b" }, "ab"],
  ])("%s of %j", (template, row, line) => {
    expect(join(template, row)).toBe(line);
  });

  it("name their columns", () => {
    expect(joinColumns("{CITY}, {STATE} {ZIP CODE}")).toEqual(["CITY", "STATE", "ZIP CODE"]);
  });

  it.each([
    ["{CITY", "a brace is open"],
    ["CITY}", "a brace is open"],
    ["{}", "braces are empty"],
    ["no column", "it joins no column"],
    ["", "it joins no column"],
  ])("%j is refused", (template, message) => {
    expect(parseJoin(template)).toContain(message);
  });
});

describe("postal codes", () => {
  const zip = (part: "whole" | "zip" | "plus4" | "deliveryPoint", lostZeros = false) =>
    steps({ step: "postal", country: "US", part, lostZeros });

  it.each<[string, unknown, unknown, unknown]>([
    ["62704", "62704", undefined, undefined],
    ["62704-1234", "62704", "1234", undefined],
    ["627041234", "62704", "1234", undefined],
    ["62704 1234", "62704", "1234", undefined],
    ["62704-", "62704", undefined, undefined],
    ["62704-    ", "62704", undefined, undefined],
    ["62704123412", "62704", "1234", "12"],
    ["62704-1234-12", "62704", "1234", "12"],
    ["", undefined, undefined, undefined],
    ["2704", FAULT, FAULT, FAULT],
    ["6270", FAULT, FAULT, FAULT],
    ["627041", FAULT, FAULT, FAULT],
    ["627-04", FAULT, FAULT, FAULT],
    ["ABCDE", FAULT, FAULT, FAULT],
  ])("%j has its parts", (text, five, four, two) => {
    const parts = (["zip", "plus4", "deliveryPoint"] as const).map((part) =>
      outcome(zip(part), text),
    );
    expect(parts).toEqual([five, four, two]);
  });

  it.each<[string, unknown]>([
    ["7030", "07030"],
    ["501", "00501"],
    ["7030-1234", "07030-1234"],
    ["70301234", "07030-1234"],
    ["6011234", "00601-1234"],
    ["62704", "62704"],
    ["12", FAULT],
    ["704123", FAULT],
  ])("%j, which may have lost zeros, is %s", (text, whole) => {
    expect(outcome(zip("whole", true), text)).toBe(whole);
  });

  it("say how lost zeros are declared", () => {
    expect(adviceOf(zip("whole"), "7030")).toContain("lost-zeros");
  });

  it.each<[string, string, unknown]>([
    ["GB", "sw1a2aa", "SW1A 2AA"],
    ["GB", "M1 1AE", "M1 1AE"],
    ["GB", "SW1A 2A", FAULT],
    ["CA", "k1a0b1", "K1A 0B1"],
    ["CA", "K1A-0B1", "K1A 0B1"],
    ["CA", "K1A0B", FAULT],
    ["NL", "1234ab", "1234 AB"],
    ["SE", "11455", "114 55"],
    ["SE", "S-114 55", "114 55"],
    ["PL", "00940", "00-940"],
    ["PT", "2725079", "2725-079"],
    ["BR", "40301110", "40301-110"],
    ["JP", "1540023", "154-0023"],
    ["DE", "D-10115", "10115"],
    ["DE", "DE 10115", "10115"],
    ["DE", "1067", FAULT],
    ["IE", "a65f4e2", "A65 F4E2"],
    ["LV", "LV1073", "LV-1073"],
    ["CH", "CH-8001", "8001"],
    ["DE", "", undefined],
    ["DE", "１０115", FAULT],
  ])("of %s, %j", (country, text, code) => {
    expect(outcome(steps({ step: "postal", country, part: "whole" }), text)).toBe(code);
  });

  it("of a country may have lost zeros", () => {
    const german = steps({ step: "postal", country: "DE", part: "whole", lostZeros: true });
    expect(outcome(german, "1067")).toBe("01067");
  });
});

it.each<[ConverterSpec, string]>([
  [{ steps: [{ step: "pad", at: "start", length: 8, fill: "" }], form: { kind: "text" } }, "pad"],
  [{ steps: [{ step: "slice", start: 0 }], form: { kind: "text" } }, "slice"],
  [
    { steps: [{ step: "split", separator: "", part: 1, partsMax: 1 }], form: { kind: "text" } },
    "split",
  ],
  [{ steps: [{ step: "postal", country: "XX", part: "whole" }], form: { kind: "text" } }, "postal"],
  [{ steps: [{ step: "postal", country: "DE", part: "zip" }], form: { kind: "text" } }, "postal"],
  [{ steps: [], form: { kind: "codes", codes: {} } }, "codes"],
  [{ steps: [], form: { kind: "boolean", true: ["Y"], false: ["Y"] } }, "boolean"],
])("%j has a fault at %s", (spec, key) => {
  expect(converterFaults(spec).map((fault) => fault.key)).toEqual([key]);
});
