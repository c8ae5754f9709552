import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { asciiBytes, dateString, nameObject, textString } from "../../src/pdf/strings.ts";
import { operationsOf } from "../paint-pdf/content-tokens.ts";
import { textOf } from "../golden/pretty-page.ts";

/** The one operand of a content stream made of it, as a reader takes it. */
function read(source: string) {
  const [operation] = operationsOf(asciiBytes(`${source} Op`));
  expect(operation?.operands).toHaveLength(1);
  return operation?.operands[0];
}

function readText(source: string): string {
  const operand = read(source);
  return operand?.kind === "string" ? textOf(operand.bytes) : "";
}

describe("text strings", () => {
  test("come back as they were, whatever is in them", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("(", ")", "\\", "\r", "\n", "\u00e9", "\u20ac", "\u{1f600}", "\0"),
        fc.string({ minLength: 1, maxLength: 1, unit: "binary" }),
      ),
    });
    fc.assert(
      fc.property(text, (value) => {
        const source = textString(value);
        expect(source).toMatch(/^[\x20-\x7e]*$/);
        expect(readText(source)).toBe(value);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ["", "()"],
    ["plain", "(plain)"],
    ["a(b)c\\", "(a\\(b\\)c\\\\)"],
    ["\u00e9", "<FEFF00E9>"],
  ])("%j is %s", (text, source) => {
    expect(textString(text)).toBe(source);
  });
});

describe("names", () => {
  test("hold regular characters alone, and come back", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (value) => {
        const source = nameObject(value);
        expect(source).toMatch(/^\/[!-~]+$/);
        const operand = read(source);
        const raw = operand?.kind === "name" ? operand.value : "";
        const bytes = raw.replace(/#([0-9A-F]{2})/g, (_, hex) =>
          String.fromCharCode(Number.parseInt(hex, 16)),
        );
        expect(Buffer.from(bytes, "latin1").toString("utf8")).toBe(
          Buffer.from(value, "utf8").toString("utf8"),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("such as a spot colour's", () => {
    expect(nameObject("PANTONE 286 C")).toBe("/PANTONE#20286#20C");
  });
});

test("a date is a day in UTC", () => {
  expect(dateString("2026-10-31")).toBe("(D:20261031000000Z)");
});
