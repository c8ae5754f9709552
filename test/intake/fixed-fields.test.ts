import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Prng } from "../../src/base/prng.ts";
import { recordDecodeFor } from "../../src/intake/encoding/byte-decoder.ts";
import { EBCDIC_PAGES } from "../../src/intake/encoding/ebcdic-pages.ts";
import { FieldFault } from "../../src/intake/fixed/field-fault.ts";
import { fieldReader } from "../../src/intake/fixed/field-reader.ts";
import type { FieldForm } from "../../src/model/input-format.ts";

function read(form: FieldForm, encoding: string, bytes: Uint8Array): string {
  const decode = recordDecodeFor(encoding);
  if (decode === undefined) throw new Error(`no encoding ${encoding}`);
  const record = Buffer.concat([Buffer.of(1), bytes, Buffer.of(2)]);
  const value = fieldReader(form, decode)(record, undefined, 1, 1 + bytes.length);
  return value instanceof FieldFault ? `! ${value.what}` : value;
}

const packed = { type: "packed", decimals: 2, isSigned: true } as const;
const zoned = { type: "zoned", decimals: 2, sign: "trailing" } as const;
const binary = { type: "binary", decimals: 2, isSigned: true } as const;
const wrong = (what: string): string => `! ${what}; correct it, or its place and type`;

/** Form, encoding, bytes in hexadecimal, and what is read. */
const FIELDS: readonly (readonly [FieldForm, string, string, string])[] = [
  [packed, "cp037", "00123C", "1.23"],
  [packed, "cp037", "00123D", "-1.23"],
  [packed, "cp037", "00123F", "1.23"],
  [packed, "cp037", "00123A", "1.23"],
  [packed, "cp037", "00123B", "-1.23"],
  [packed, "cp037", "00000D", "0.00"],
  [packed, "cp037", "5C", "0.05"],
  [packed, "cp037", "9999999999999999999999999999999C", "99999999999999999999999999999.99"],
  [packed, "cp037", "404040", ""],
  [packed, "cp037", "000000", ""],
  [packed, "cp037", "0A123C", wrong("is no packed decimal: its byte 1 of 3 is X'0A'")],
  [packed, "cp037", "001234", wrong("is no packed decimal: its byte 3 of 3 is X'34'")],
  [packed, "cp037", "F0F1F2", wrong("is no packed decimal: its byte 1 of 3 is X'F0'")],
  [
    { ...packed, isSigned: false },
    "cp037",
    "00123D",
    "! is below zero, and described without a sign: correct it, or its `sign`",
  ],
  [{ ...packed, decimals: 0, digits: 8 }, "cp037", "020261007C", "20261007"],
  [{ ...packed, decimals: 0, digits: 6 }, "cp037", "0000512C", "000512"],
  [{ ...packed, decimals: 0 }, "cp037", "0000512C", "512"],
  [zoned, "cp037", "F0F1F2C3", "1.23"],
  [zoned, "cp037", "F0F1F2D3", "-1.23"],
  [zoned, "cp037", "F0F1F2F3", "1.23"],
  [zoned, "cp037", "4040F2D3", "-0.23"],
  [zoned, "cp037", "40404040", ""],
  [zoned, "cp037", "F0F140C3", wrong("is no zoned decimal: its byte 3 of 4 is X'40'")],
  [zoned, "cp037", "F0C1F2C3", wrong("is no zoned decimal: its byte 2 of 4 is X'C1'")],
  [zoned, "cp037", "F0F1F240", wrong("is no zoned decimal: its byte 4 of 4 is X'40'")],
  [{ ...zoned, sign: "leading" }, "cp037", "D0F1F2F3", "-1.23"],
  [{ ...zoned, sign: "trailing-separate" }, "cp037", "F1F2F360", "-1.23"],
  [{ ...zoned, sign: "leading-separate" }, "cp037", "4EF1F2F3", "1.23"],
  [
    { ...zoned, sign: "leading-separate" },
    "cp037",
    "F1F2F3F4",
    wrong("is no zoned decimal: its byte 1 of 4 is X'F1'"),
  ],
  [zoned, "utf-8", Buffer.from("012C").toString("hex"), "1.23"],
  [zoned, "utf-8", Buffer.from("012L").toString("hex"), "-1.23"],
  [zoned, "utf-8", Buffer.from("012{").toString("hex"), "1.20"],
  [zoned, "utf-8", Buffer.from("012}").toString("hex"), "-1.20"],
  [zoned, "utf-8", Buffer.from("012s").toString("hex"), "-1.23"],
  [zoned, "utf-8", Buffer.from(" 123").toString("hex"), "1.23"],
  [
    zoned,
    "utf-8",
    Buffer.from("1.23").toString("hex"),
    wrong("is no zoned decimal: its byte 2 of 4 is X'2E'"),
  ],
  [binary, "cp037", "0000007B", "1.23"],
  [binary, "cp037", "FFFFFF85", "-1.23"],
  [binary, "cp037", "8000000000000000", "-92233720368547758.08"],
  [{ ...binary, isSigned: false }, "cp037", "FFFFFFFFFFFFFFFF", "184467440737095516.15"],
  [binary, "cp037", "00", "0.00"],
  [{ type: "text" }, "cp037", "40C889D0A900", "Hi}z"],
  [{ type: "text" }, "cp1047", "AD81BD", "[a]"],
  [{ type: "text" }, "cp037", "AD81BD", "Ýa¨"],
  [{ type: "text" }, "cp1141", "9F4AC0", "€Ää"],
  [{ type: "text" }, "IBM-500", "4A5A", "[]"],
];

test.each(FIELDS)("%j in %s: %s is %j", (form, encoding, hex, text) => {
  expect(read(form, encoding, Buffer.from(hex, "hex"))).toBe(text);
});

/** Independent of the code under test: digits, sign and encoding as IBM's manual draws them. */
const ORACLE = `
import sys, json, codecs
from decimal import Decimal, getcontext
getcontext().prec = 60
out = []
for line in sys.stdin:
    kind, value, size, decimals, page = json.loads(line)
    unscaled = int(Decimal(value).scaleb(decimals))
    sign = "D" if unscaled < 0 else "C"
    if kind == "packed":
        data = bytes.fromhex(str(abs(unscaled)).rjust(size * 2 - 1, "0") + sign)
    elif kind == "binary":
        data = unscaled.to_bytes(size, "big", signed=True)
    elif kind == "zoned":
        digits = str(abs(unscaled)).rjust(size, "0")
        data = bytearray(digits.encode(page))
        data[-1] = (data[-1] & 0x0F) | (0xD0 if unscaled < 0 else 0xC0)
    else:
        data = value.encode(page)
    out.append(bytes(data).hex())
print(json.dumps(out))
`;

const hasPython = spawnSync("python3", ["--version"]).status === 0;

interface Case {
  readonly kind: "packed" | "binary" | "zoned";
  readonly value: string;
  readonly sizeBytes: number;
  readonly decimals: number;
}

function randomCases(count: number, seed: number): Case[] {
  const prng = new Prng(seed);
  return Array.from({ length: count }, (): Case => {
    const kind = prng.pick(["packed", "binary", "zoned"] as const);
    const sizeBytes = 1 + prng.below(kind === "binary" ? 8 : 15);
    const most = kind === "packed" ? sizeBytes * 2 - 1 : kind === "zoned" ? sizeBytes : 0;
    const digitCount = kind === "binary" ? Math.floor(sizeBytes * 2.3) : most;
    const length = 1 + prng.below(digitCount);
    const digits = Array.from({ length }, () => String(prng.below(10))).join("");
    const decimals = prng.below(Math.min(5, length + 1));
    const whole = BigInt(digits)
      .toString()
      .padStart(decimals + 1, "0");
    const cut = whole.length - decimals;
    const text = decimals === 0 ? whole : `${whole.slice(0, cut)}.${whole.slice(cut)}`;
    const isNegative = prng.chance(0.4) && /[1-9]/.test(text);
    return { kind, value: isNegative ? `-${text}` : text, sizeBytes, decimals };
  });
}

function formOf({ kind, decimals }: Case): FieldForm {
  if (kind === "zoned") return { type: kind, decimals, sign: "trailing" };
  return { type: kind, decimals, isSigned: true };
}

/** What the oracle has said of `randomCases(15_000, 5)` first. */
const RECORDED: readonly string[] = (
  "00000000000000000000168d 00208323621998591c ac 0000000000009d f0f0f0f0f0f0f0f0f0f0f0c0 " +
  "f0f6f8f2f5f1f0c1 f0f2f4f1f6f7f5c0 003c f6f5f2f8f1f4f1f2f7c4 f0f0c6 fffffd50da f0f9c7"
).split(" ");

describe("random numbers", () => {
  test("as Python has recorded them", () => {
    const cases = randomCases(RECORDED.length, 5);
    const found = cases.map((one, at) =>
      read(formOf(one), "cp037", Buffer.from(RECORDED[at] ?? "", "hex")),
    );
    expect(found).toEqual(cases.map(({ value }) => value));
    expect(RECORDED.length).toBe(12);
  });

  test.runIf(hasPython)("15,000 of them as Python writes them", () => {
    const cases = randomCases(15_000, 5);
    const lines = cases.map(({ kind, value, sizeBytes, decimals }) =>
      JSON.stringify([kind, value, sizeBytes, decimals, "cp037"]),
    );
    const out = execFileSync("python3", ["-c", ORACLE], { input: lines.join("\n") }).toString();
    const fields = JSON.parse(out) as string[];
    const found = cases.map((one, at) =>
      read(formOf(one), "cp037", Buffer.from(fields[at] ?? "", "hex")),
    );
    expect(found).toEqual(cases.map(({ value }) => value));
    expect(fields.slice(0, RECORDED.length)).toEqual(RECORDED);
  });
});

test.runIf(hasPython)("the pages that Python has are as Python has them", () => {
  const names = '("cp037","cp500","cp1140","cp273")';
  const script = `b=bytes(range(256)); print([[ord(c) for c in b.decode(p)] for p in ${names}])`;
  const pages = JSON.parse(execFileSync("python3", ["-c", script]).toString()) as number[][];
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  ["cp037", "cp500", "cp1140", "cp273"].forEach((page, index) => {
    const text = recordDecodeFor(page)?.decode(all) ?? "";
    // Python has an overline where IBM's page 273 has a macron.
    const own = text
      .split("")
      .map((char) => (page === "cp273" && char === "¯" ? 0x203e : char.charCodeAt(0)));
    expect(own).toEqual(pages[index]);
  });
});

test("every page has each character of ASCII once, letters and digits at one place in all", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const plain = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
  const [first = "", ...others] = EBCDIC_PAGES.map(
    (page) => recordDecodeFor(page)?.decode(all) ?? "",
  );
  for (const page of [first, ...others]) {
    expect(plain.filter((char) => page.split(char).length !== 2)).toEqual([]);
    for (const char of "azAZ09 ") expect(page.indexOf(char)).toBe(first.indexOf(char));
  }
});

test("any bytes are read or refused, and what is read is a number", () => {
  const forms = [packed, zoned, { ...zoned, sign: "leading-separate" } as const, binary];
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(
      fc.constantFrom(...forms),
      bytes,
      fc.constantFrom("cp037", "utf-8"),
      (form, of, page) => {
        expect(read(form, page, of)).toMatch(/^(|-?\d+\.\d\d|! is .*)$/);
      },
    ),
  );
});
