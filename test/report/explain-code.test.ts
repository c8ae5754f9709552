import { describe, expect, it } from "vitest";
import { codeTable } from "../../src/report/code-table.ts";
import { explainCode } from "../../src/report/explain-code.ts";
import { codesIn, codesInSources } from "./code-scan.ts";

const used = codesInSources();

describe("the catalogue of diagnostic codes", () => {
  it("has every code that the sources name", () => {
    const whole = used.filter(({ code }) => !code.includes("*"));
    const missing = whole.filter(({ code }) => explainCode(code) === undefined);
    expect(missing).toEqual([]);
    expect(new Set(used.map(({ code }) => code)).size).toBeGreaterThan(80);
  });

  it("has none that no source names", () => {
    const patterns = [...new Set(used.map(({ code }) => code))].map((code) => {
      const area = code.replace(/^(layout|job)\./, "yaml.");
      return new RegExp(`^(${area}|${code})$`.replaceAll(".", "\\.").replaceAll("*", "[a-z]+"));
    });
    const stale = Object.keys(codeTable).filter(
      (code) => !patterns.some((pattern) => pattern.test(code)),
    );
    expect(stale).toEqual([]);
  });

  it("explains in one sentence of a line", () => {
    const odd = Object.values(codeTable).filter((text) => !/^[A-Z][^.]{9,89}\.$/.test(text));
    expect(odd).toEqual([]);
  });

  it("finds codes that areas share", () => {
    expect(explainCode("job.unknown-key")).toBe("A key does not belong where it stands.");
    expect(explainCode("layout.unknown-key")).toBe(explainCode("job.unknown-key"));
    expect(explainCode("ledger.busy")).toBe(explainCode("register.busy"));
    expect(explainCode("register.mailer-id")).toContain("six nor nine");
    expect(explainCode("data.no-such-code")).toBeUndefined();
  });
});

describe("the scan", () => {
  it("sees codes however they are given", () => {
    const text = [
      'diagnostic("data.planted", message);',
      'source.report("planted-one", path);',
      'source.report(isMissing ? "either" : "other", []);',
      "source.report(`missing-${what}`, path);",
      '  read("data.json");',
      '  // not "data.in-comment"',
    ].join("\n");
    expect(codesIn("layout/planted.ts", text).map(({ code }) => code)).toEqual([
      "data.planted",
      "yaml.planted-one",
      "yaml.either",
      "yaml.missing-*",
      "yaml.other",
    ]);
  });
});
