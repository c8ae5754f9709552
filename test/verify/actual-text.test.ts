import { expect, test } from "vitest";
import { agrees } from "../../src/verify/content/actual-text.ts";

test("a soft hyphen stands for a hyphen that is drawn, and for nothing else", () => {
  expect(agrees("\u00ad", "-")).toBe(true);
  expect(agrees("\u00ad", "\u2010")).toBe(true);
  expect(agrees("\u00ad", "x")).toBe(false);
  expect(agrees("\u00ad", "--")).toBe(false);
  expect(agrees("\u00ad", "")).toBe(false);
  expect(agrees("a", "-")).toBe(false);
});
