import fc from "fast-check";
import calculator from "sms-segments-calculator";
import { describe, expect, test } from "vitest";
import { paintSms } from "../../src/paint/sms/sms-painter.ts";
import { smsSize } from "../../src/paint/sms/sms-segments.ts";

const TO = "+12025550143";
const many = { segmentsMax: 6 };

const GSM = [
  "@\u00a3$\u00a5\u00e8\u00e9\u00f9\u00ec\u00f2\u00c7\u0394_\u03a6\u0393\u03a9",
  "\u00c6\u00e6\u00df\u00c9 !\"#\u00a4%&'()0129:;<=>?\u00a1AZ",
  "\u00c4\u00d6\u00d1\u00dc\u00a7\u00bfaz\u00e4\u00f6\u00f1\u00fc\u00e0\n^{}\\[~]|\u20ac",
].join("");

describe("segments", () => {
  const gsm = fc.string({ unit: fc.constantFrom(...GSM.split("")), minLength: 1, maxLength: 700 });
  const wide = fc.string({
    unit: fc.constantFrom("a", "\u4e2d", "\u00e7", "\u2019", "\u{1F600}", "\u{1F4C4}"),
    minLength: 1,
    maxLength: 300,
  });

  test.each([
    ["GSM", gsm],
    ["any", wide],
  ])("are as many as the oracle counts, %s text", (_name, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const oracle = new calculator.SegmentedMessage(text);
        const encoding = oracle.encodingName === "GSM-7" ? "gsm-7" : "ucs-2";
        expect(smsSize(text)).toEqual({ encoding, segments: oracle.segmentsCount });
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ["a".repeat(160), "gsm-7", 1],
    ["a".repeat(161), "gsm-7", 2],
    ["a".repeat(306), "gsm-7", 2],
    ["a".repeat(307), "gsm-7", 3],
    ["\u20ac".repeat(80), "gsm-7", 1],
    // The escaped sign does not fit the last septet of 153, so that each segment holds 76.
    ["\u20ac".repeat(152), "gsm-7", 2],
    ["\u20ac".repeat(153), "gsm-7", 3],
    ["\u4e2d".repeat(70), "ucs-2", 1],
    ["\u4e2d".repeat(71), "ucs-2", 2],
    ["\u{1F600}".repeat(35), "ucs-2", 1],
    ["\u{1F600}".repeat(66), "ucs-2", 2],
    ["\u{1F600}".repeat(67), "ucs-2", 3],
    ["\u00e7", "ucs-2", 1],
  ])("%#", (text, encoding, segments) => {
    expect(smsSize(text)).toEqual({ encoding, segments });
  });
});

describe("an SMS", () => {
  test("holds its text, encoding and number of segments", () => {
    expect(paintSms(TO, " Your statement is ready. ", many)).toEqual({
      rendition: { to: TO, text: "Your statement is ready.", encoding: "gsm-7", segments: 1 },
      diagnostics: [],
      changes: [],
    });
  });

  test("has its typography plain where that is asked for, and says so", () => {
    const text = "It\u2019s ready \u2013 \u201cnow\u201d\u2026";
    expect(paintSms(TO, text, many).rendition).toMatchObject({ text, encoding: "ucs-2" });
    const { rendition, changes } = paintSms(TO, text, { ...many, plainTypography: true });
    expect(rendition).toMatchObject({ text: 'It\'s ready - "now"...', encoding: "gsm-7" });
    expect(changes).toEqual(["\u2019", "\u2013", "\u201c", "\u201d", "\u2026"]);
  });

  test("that is too long is an error, never cut", () => {
    const { rendition, diagnostics } = paintSms(TO, "a".repeat(307), { segmentsMax: 2 });
    expect(rendition).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code: "sms.too-long", severity: "error" }]);
    expect(diagnostics[0]?.message).toContain("3 segments and may take 2");
  });

  test.each(["12025550143", "+0123456789", "+1202555", "+1 202 555 0143", "+1234567890123456"])(
    "to %s is not sent",
    (to) => {
      const codes = paintSms(to, "text", many).diagnostics.map(({ code }) => code);
      expect(codes).toEqual(to === "+1202555" ? [] : ["sms.bad-number"]);
    },
  );

  test.each([
    ["an accent behind its letter", "cafe\u0301", "caf\u00e9"],
    ["Unicode's line separators", "a\u2028b\u2029c\u0085d", "a\nb\nc\nd"],
    ["line ends of other systems", "a\r\nb\rc", "a\nb\nc"],
    ["what nobody sees", "\ufeffa\u00adb\u200bc", "abc"],
  ])("with %s goes out in the GSM alphabet", (_name, text, sent) => {
    expect(paintSms(TO, text, many).rendition).toMatchObject({ text: sent, encoding: "gsm-7" });
  });

  test("holds no control character but the line break", () => {
    const { rendition } = paintSms(TO, "a\u0000b\u001bc\nd\ue000", many);
    expect(rendition?.text).toBe("a b c\nd");
    expect(paintSms(TO, " \u0000 ", many).diagnostics).toMatchObject([{ code: "sms.empty" }]);
  });
});
