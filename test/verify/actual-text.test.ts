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

test("a letter that a font puts together is shown by its plainer form and the rest", () => {
  const dots = "\ufffd";
  expect(agrees("ة", `${dots}ە`)).toBe(true);
  expect(agrees("नई", `नइ${dots}`)).toBe(true);
  expect(agrees("इई", `इइ${dots}`)).toBe(true);
  expect(agrees("ة", `${dots}ﻪ`)).toBe(true);
  expect(agrees("ى", "ﯽ")).toBe(true);
  expect(agrees("ي", `${dots}ﯽ`)).toBe(true);
  expect(agrees("क्यों", `${dots}या${dots}`)).toBe(true);
  expect(agrees("ي", "ﯽ")).toBe(false);
  expect(agrees("ة", "ە")).toBe(false);
  expect(agrees("نई", `नइ${dots}`)).toBe(false);
  expect(agrees("नऊ", `नइ${dots}`)).toBe(false);
  expect(agrees("नक", `नइ${dots}`)).toBe(false);
});
