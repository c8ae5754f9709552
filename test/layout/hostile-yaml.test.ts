import { expect, test } from "vitest";
import { limits } from "../../src/base/limits.ts";
import { check, SMALL, spoiled } from "./support.ts";

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");
const codesOf = (text: string): string[] => check(text).diagnostics.map(({ code }) => code);

test.each([
  ["too many values", `${SMALL}${lines(limits.yamlValuesMax, (n) => `k${n}: 1`)}`, "too-large"],
  ["a key given twice", `${SMALL}title: Another`, "yaml-syntax"],
  ["a key given twice deep inside", spoiled("size: 9pt,", "size: 9pt, size: 8pt,"), "yaml-syntax"],
  ["an alias within its own list", spoiled("  active: boolean", "  a: &a [*a]"), "alias-limit"],
  [
    "an alias within its own mapping",
    spoiled("  active: boolean", "  a: &a { b: *a }"),
    "alias-limit",
  ],
  ["a tag of another program", spoiled("Number:", "Number: !!js/function"), "yaml-syntax"],
  ["a binary value", spoiled("title: Statement", "title: !!binary aGVsbG8="), "yaml-syntax"],
  ["a tag of one's own", spoiled("title: Statement", "title: !secret x"), "yaml-syntax"],
  ["a language that is none", `%YAML 9.9\n---\n${SMALL}`, "yaml-syntax"],
  ["two documents", `${SMALL}---\n${SMALL}`, "yaml-syntax"],
])("%s is refused with its place", (_what, text, code) => {
  const { diagnostics } = check(text);
  expect(diagnostics.map((found) => found.code)).toContain(`layout.${code}`);
  for (const { source } of diagnostics) expect(source?.line).toBeGreaterThanOrEqual(1);
});

test("a merge key is a key like others, which no section knows", () => {
  expect(codesOf(spoiled("  fine: {", "  fine: { <<: { size: 8pt },"))).toContain(
    "layout.unknown-key",
  );
});

test("thousands of mistakes are told up to a number that people read", () => {
  const { plan, diagnostics } = check(`${SMALL}${lines(9000, (n) => `k${n}: 1`)}`);
  expect(plan).toBeUndefined();
  expect(diagnostics.length).toBe(limits.findingsMax + 1);
  expect(diagnostics.at(-1)?.message).toMatch(/^88\d\d more findings are not listed\.$/);
});

test("texts that are nothing but brackets, errors or anchors end", () => {
  const sizeBytes = limits.layoutBytesMax / 8;
  for (const part of ["[", "{a: ", "- ", "? ", "**a ", "a: b: c\n", "&a ", "{account.closing}"]) {
    const text = part.repeat(Math.floor(sizeBytes / part.length));
    expect(codesOf(text).length).toBeGreaterThan(0);
  }
});

test.each([
  ["parentheses", "(".repeat(900) + "active" + ")".repeat(900)],
  ["negations", `${"!".repeat(1800)}active`],
  ["lists", `${"[".repeat(900)}${"]".repeat(900)} == 1`],
  ["sums", `${"1+".repeat(900)}1 == 1`],
  ["patterns that go back for ever", 'customer.name.matches("(a+)+$")'],
  ["more than it may have characters", `customer.name == "${"x".repeat(3000)}"`],
])("an expression of %s is refused", (_what, expression) => {
  const codes = codesOf(spoiled('account.closing > money("0.00")', `'${expression}'`));
  expect(codes.length).toBe(1);
  expect(codes[0]).toMatch(/^layout\.(expression-syntax|unsupported-expression)$/);
});
