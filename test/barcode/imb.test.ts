import { asSerial, NO_SERIAL, type Serial } from "../../src/base/units.ts";
import { execFileSync } from "node:child_process";
import bwipjs from "bwip-js/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  barsToLetters,
  checkImb,
  checkMailerId,
  encodeImb,
  imbSerialCount,
  imbTracking,
} from "../../src/barcode/imb.ts";
import { decodeImb } from "./imb-decoder.ts";
import vectors from "./vectors/imb.json" with { type: "json" };

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
const tracking = fc.stringMatching(/^[0-9][0-4][0-9]{18}$/);
const routing = fc.oneof(fc.constant(""), digits(5), digits(9), digits(11));

function lettersOf(trackingCode: string, routingCode: string): string {
  const bars = new Uint8Array(65);
  encodeImb(trackingCode, routingCode, bars);
  return barsToLetters(bars);
}

/** The letters of bwip-js bars: those that reach down start at 0, full ones end at 0.15. */
function lettersByBwip(text: string): string {
  const [symbol] = bwipjs.raw("onecode", text, {});
  if (symbol === undefined || !("bhs" in symbol)) throw new Error("bwip-js gave no bars");
  return symbol.bhs
    .map((height, index) => {
      const start = symbol.bbs[index] ?? 0;
      const ascends = start + height > 0.1;
      return start === 0 ? (ascends ? "F" : "D") : ascends ? "A" : "T";
    })
    .join("");
}

/** Letters from the hex rows that `zint --dump` prints: ascenders, trackers, descenders. */
function lettersByZint(text: string): string {
  const dump = execFileSync("zint", ["--barcode=85", `--data=${text}`, "--dump"]).toString();
  const [above = "", , below = ""] = dump.trim().split("\n").map(columnsOf);
  const states = Array.from({ length: 65 }, (_, bar) => above[bar * 2] + "" + below[bar * 2]);
  return states.map((state) => "TDAF".charAt(Number.parseInt(state, 2))).join("");
}

function columnsOf(row: string): string {
  const nibbles = row.replaceAll(" ", "").split("");
  return nibbles.map((hex) => Number.parseInt(hex, 16).toString(2).padStart(4, "0")).join("");
}

const hasZint = (() => {
  try {
    execFileSync("zint", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

describe("the Intelligent Mail barcode", () => {
  const valid = vectors.filter((vector) => vector.letters !== undefined);
  const rejected = vectors.filter((vector) => vector.rejectCode !== undefined);

  test("has the bars of the specification's examples and the USPS reference set", () => {
    expect(valid).toHaveLength(36);
    for (const vector of valid) {
      expect(checkImb(vector.tracking, vector.routing)).toBeUndefined();
      expect(lettersOf(vector.tracking, vector.routing)).toBe(vector.letters);
    }
  });

  test("refuses what the USPS encoder refuses, under the same code", () => {
    expect(rejected).toHaveLength(15);
    for (const vector of rejected) {
      expect(checkImb(vector.tracking, vector.routing)?.code).toBe(vector.rejectCode);
      expect(() => lettersOf(vector.tracking, vector.routing)).toThrow("fields hold");
    }
  });

  test.each([
    ["length of tracking before its digits", "7819N", "=9829", "09"],
    ["digits of tracking before length of routing", "4258963*45&123654785", "572801", "10"],
    ["digits of tracking before its second digit", "hhggyyuu555555555555", "", "10"],
    ["length of routing before its digits", "12365412563214563214", "84907T", "12"],
    ["a line break is no digit", "1234567890123456789\n", "", "10"],
    ["digits of other scripts are none", "1234567890123456789٣", "", "10"],
  ])("checks %s", (_, trackingCode, routingCode, code) => {
    expect(checkImb(trackingCode, routingCode)?.code).toBe(code);
  });

  test("never repeats a value in a fault", () => {
    const message = checkImb("4012X111574675115924", "62176609110")?.message ?? "";
    expect(message).toContain("digits only");
    expect(message).not.toMatch(/X|4012|6217/);
  });

  test.each([
    ["94999999999999999999", "99999999999"],
    ["00000000000000000000", ""],
    ["00000000000000000000", "00000"],
    ["04999999999999999999", "99999"],
    ["90000000000000000000", "000000000"],
    ["04000000000000000000", "999999999"],
    ["00000000000000000001", "00000000000"],
  ])("reads back at the edges of its range: %s %s", (trackingCode, routingCode) => {
    const expected = { tracking: trackingCode, routing: routingCode };
    expect(decodeImb(lettersOf(trackingCode, routingCode))).toEqual(expected);
  });

  test("reads back whatever is encoded", () => {
    fc.assert(
      fc.property(tracking, routing, (trackingCode, routingCode) => {
        const decoded = decodeImb(lettersOf(trackingCode, routingCode));
        expect(decoded).toEqual({ tracking: trackingCode, routing: routingCode });
      }),
      { numRuns: 1000 },
    );
  });

  test("is not read with a bar changed", () => {
    const letters = lettersOf("01234567094987654321", "01234567891");
    for (let bar = 0; bar < 65; bar += 1) {
      const other = letters.charAt(bar) === "T" ? "F" : "T";
      const changed = letters.slice(0, bar) + other + letters.slice(bar + 1);
      expect(() => decodeImb(changed)).toThrow();
    }
  });

  test("has the bars that bwip-js gives", () => {
    fc.assert(
      fc.property(tracking, routing, (trackingCode, routingCode) => {
        const letters = lettersOf(trackingCode, routingCode);
        expect(letters).toBe(lettersByBwip(trackingCode + routingCode));
      }),
      { numRuns: 100 },
    );
  });

  test.skipIf(!hasZint)("has the bars that zint gives", () => {
    fc.assert(
      fc.property(tracking, routing, (trackingCode, routingCode) => {
        const text = routingCode === "" ? trackingCode : `${trackingCode}-${routingCode}`;
        expect(lettersOf(trackingCode, routingCode)).toBe(lettersByZint(text));
      }),
      { numRuns: 5 },
    );
  });

  test("asserts the room for its bars", () => {
    expect(() => encodeImb("01234567094987654321", "", new Uint8Array(64))).toThrow("65 bars");
  });
});

describe("the tracking code", () => {
  const fields = {
    barcodeId: "01",
    serviceType: "234",
    mailerId: "567094",
    serial: asSerial(987_654_321),
  };

  test("is the specification's example", () => {
    expect(imbTracking(fields)).toBe("01234567094987654321");
  });

  test("pads the serial number to what the mailer identifier leaves", () => {
    expect(imbTracking({ ...fields, serial: asSerial(7) })).toBe("01234567094000000007");
    const nine = { ...fields, mailerId: "987654321", serial: asSerial(7) };
    expect(imbTracking(nine)).toBe("01234987654321000007");
    expect(imbSerialCount("567094")).toBe(1_000_000_000);
    expect(imbSerialCount("987654321")).toBe(1_000_000);
  });

  test.each([
    ["barcode id", { barcodeId: "05" }],
    ["barcode id", { barcodeId: "1" }],
    ["service type", { serviceType: "23" }],
    ["mailer identifier", { mailerId: "967094" }],
    ["serial number", { serial: asSerial(1_000_000_000) }],
    ["serial number", { mailerId: "987654321", serial: asSerial(1_000_000) }],
    ["serial number", { serial: NO_SERIAL }],
    ["serial number", { serial: 1.5 as Serial }],
  ])("asserts its %s", (what, change) => {
    expect(() => imbTracking({ ...fields, ...change })).toThrow(what);
  });

  test.each(["012345", "899999", "900000000", "999999999"])("takes mailer id %s", (mailerId) => {
    expect(checkMailerId(mailerId)).toBeUndefined();
  });

  test.each(["", "912345", "12345", "1234567", "812345678", "12345X", "123456\n"])(
    "refuses mailer id %j",
    (mailerId) => {
      expect(checkMailerId(mailerId)).toContain("6 digits");
    },
  );
});
