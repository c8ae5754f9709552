import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteWriter, formatThousandths } from "../../src/pdf/byte-writer.ts";

function written(write: (out: ByteWriter) => void, capacity = 4): string {
  const out = new ByteWriter(capacity);
  write(out);
  return Buffer.from(out.view()).toString("latin1");
}

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });

describe("whole numbers", () => {
  test("are written as JavaScript writes them", () => {
    fc.assert(
      fc.property(int32, (value) => {
        expect(written((out) => out.int(value))).toBe(String(value));
      }),
      { numRuns: 500 },
    );
  });

  test("at every change of length, and at the ends", () => {
    const powers = Array.from({ length: 10 }, (_, power) => 10 ** power);
    const edges = powers.flatMap((power) => [power - 1, power, -power, 1 - power]);
    for (const value of [...edges.filter((edge) => Math.abs(edge) < 2 ** 31), 2 ** 31 - 1])
      expect(written((out) => out.int(value))).toBe(String(value === 0 ? 0 : value));
    expect(written((out) => out.int(-(2 ** 31)))).toBe("-2147483648");
  });
});

describe("thousandths", () => {
  test("are a PDF real that means the same, as short as it can be", () => {
    fc.assert(
      fc.property(int32, (value) => {
        const text = written((out) => out.thousandths(value));
        expect(text).toMatch(/^-?(\d+|\d*\.\d{1,3})$/);
        expect(Math.round(Number(text) * 1000)).toBe(value);
        expect(text).not.toMatch(/^-?0\d|\.\d*0$|^-?0\./);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    [0, "0"],
    [-0, "0"],
    [1, ".001"],
    [-250, "-.25"],
    [1000, "1"],
    [-1500, "-1.5"],
    [12_340, "12.34"],
  ])("%d is %s", (value, text) => {
    expect(formatThousandths(value)).toBe(text);
  });
});

test("whatever is written in whatever order comes out in that order, growing as it must", () => {
  const piece = fc.oneof(
    fc.record({ kind: fc.constant("byte" as const), value: fc.integer({ min: 0, max: 255 }) }),
    fc.record({ kind: fc.constant("int" as const), value: int32 }),
    fc.record({ kind: fc.constant("ascii" as const), value: fc.string({ maxLength: 200 }) }),
    fc.record({ kind: fc.constant("append" as const), value: fc.uint8Array({ maxLength: 300 }) }),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 40 }),
      fc.integer({ min: 0, max: 64 }),
      (all, room) => {
        const out = new ByteWriter(room);
        const parts: Buffer[] = [];
        for (const each of all) {
          if (each.kind === "byte") {
            out.byte(each.value);
            parts.push(Buffer.from([each.value]));
          } else if (each.kind === "int") {
            out.int(each.value);
            parts.push(Buffer.from(String(each.value)));
          } else if (each.kind === "ascii") {
            const text = each.value.replace(/[^\0-\xff]/g, "?");
            out.ascii(text);
            parts.push(Buffer.from(text, "latin1"));
          } else {
            out.append(each.value);
            parts.push(Buffer.from(each.value));
          }
        }
        expect(Buffer.from(out.view())).toEqual(Buffer.concat(parts));
        out.clear();
        expect(out.view()).toHaveLength(0);
      },
    ),
    { numRuns: 200 },
  );
});

test("bytes are written as two digits each, whatever room there is", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(written((out) => out.hex(bytes))).toBe(Buffer.from(bytes).toString("hex"));
    }),
  );
});
