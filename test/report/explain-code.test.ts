import { describe, expect, it } from "vitest";
import type { CodeOf } from "../../src/base/diagnostic-code.ts";
import { diagnostic } from "../../src/base/diagnostic.ts";
import { codeTable } from "../../src/report/code-table.ts";
import { explainCode } from "../../src/report/explain-code.ts";
import { codesIn, codesInSources } from "./code-scan.ts";

const used = codesInSources();

describe("the catalogue of diagnostic codes", () => {
  it("is held by the compiler against the codes that a diagnostic may have", () => {
    // @ts-expect-error: neither area nor name is known.
    const strange = diagnostic("layout.planted", "There is no such code.");
    // @ts-expect-error: the code belongs to another area.
    const astray: CodeOf<"font"> = "mail.no-address";
    const { "cli.bad-usage": _, ...others } = codeTable;
    // @ts-expect-error: a code is not explained.
    const lacking: typeof codeTable = others;
    const texts = [strange.code, astray, ...Object.keys(lacking)].map(explainCode);
    expect(texts.filter((text) => text === undefined)).toHaveLength(1);
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
    expect(explainCode("job.unknown-key")).toBe("A key is not allowed in this place.");
    expect(explainCode("layout.unknown-key")).toBe(explainCode("job.unknown-key"));
    expect(explainCode("ledger.busy")).toBe(explainCode("register.busy"));
    expect(explainCode("register.mailer-id")).toContain("six nor nine");
    expect(explainCode("run-lock.busy")).toBe(explainCode("ledger.busy"));
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
