import { expect, it } from "vitest";
import { harmless, painted } from "../../src/cli/terminal.ts";

it("shows what would command a terminal, and leaves colours, tabs and lines", () => {
  const title = "a\u001b]0;owned\u0007b";
  expect(harmless(title)).toBe("a\\u001b]0;owned\\u0007b");
  expect(harmless("\u001b[2J\u009b2J\r\u202eevil")).toBe("\\u001b[2J\\u009b2J\\u000d\\u202eevil");
  expect(harmless("a\tb\nc é 漢")).toBe("a\tb\nc é 漢");
  const red = "\u001b[31mred\u001b[39m";
  expect(harmless(red)).toBe(red);
  expect(painted("red", "x", process.stdout)).toContain("x");
});
