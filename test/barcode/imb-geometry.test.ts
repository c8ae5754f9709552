import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeImb } from "../../src/barcode/imb.ts";
import {
  IMB_BYTES_PER_ROW,
  IMB_CLEAR_EDGE_MPT,
  IMB_CLEAR_SIDE_MPT,
  IMB_COLUMNS,
  IMB_HEIGHT_MPT,
  IMB_MASK_BYTES,
  IMB_ROWS,
  IMB_WIDTH_MPT,
  paintImbMask,
} from "../../src/barcode/imb-geometry.ts";

const MPT_PER_INCH = 72_000;

/** Rows of `#` and `.` as a mask paints them. */
function picture(mask: Uint8Array): string[] {
  return Array.from({ length: IMB_ROWS }, (_, row) => {
    const bytes = [...mask.subarray(row * IMB_BYTES_PER_ROW, (row + 1) * IMB_BYTES_PER_ROW)];
    const bits = bytes.map((byte) => byte.toString(2).padStart(8, "0")).join("");
    return bits.replaceAll("0", ".").replaceAll("1", "#");
  });
}

describe("the Intelligent Mail barcode's geometry", () => {
  test("keeps to USPS-B-3200 Rev H", () => {
    const columnMpt = IMB_WIDTH_MPT / IMB_COLUMNS;
    expect((4 * columnMpt) / MPT_PER_INCH).toBeCloseTo(0.0202, 4);
    expect(MPT_PER_INCH / (9 * columnMpt)).toBeCloseTo(22, 3);
    expect(IMB_WIDTH_MPT).toBe(210_909);
    expect(IMB_HEIGHT_MPT).toBe(10_440);
    expect(IMB_CLEAR_SIDE_MPT).toBe(9_000);
    expect(IMB_CLEAR_EDGE_MPT).toBe(2_016);
  });

  test("is a mask of 580 columns and 3 rows", () => {
    expect([IMB_COLUMNS, IMB_ROWS, IMB_BYTES_PER_ROW, IMB_MASK_BYTES]).toEqual([580, 3, 73, 219]);
  });

  test("paints tracker, ascender, descender and full bar", () => {
    const bars = new Uint8Array(65);
    bars.set([0, 1, 2, 3]);
    bars[64] = 3;
    const mask = new Uint8Array(IMB_MASK_BYTES).fill(0xff);
    paintImbMask(bars, mask);
    const [above = "", middle = "", below = ""] = picture(mask);
    expect(above.slice(0, 36)).toBe(".........####..............####.....");
    expect(middle.slice(0, 36)).toBe("####.....####.....####.....####.....");
    expect(below.slice(0, 36)).toBe("..................####.....####.....");
    for (const row of [above, middle, below]) expect(row.slice(571)).toBe(".....####....");
  });

  test("paints every bar where it belongs", () => {
    const states = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 65, maxLength: 65 });
    fc.assert(
      fc.property(states, (bars) => {
        const mask = new Uint8Array(IMB_MASK_BYTES);
        paintImbMask(Uint8Array.from(bars), mask);
        const row = (bit: number) =>
          bars.map((bar) => ((bar & bit) !== 0 ? "####" : "....")).join(".....") + "....";
        const tracker = bars.map(() => "####").join(".....") + "....";
        expect(picture(mask)).toEqual([row(1), tracker, row(2)]);
      }),
    );
  });

  test("takes the encoder's bars, and asserts its room", () => {
    const bars = new Uint8Array(65);
    encodeImb("01234567094987654321", "", bars);
    const mask = new Uint8Array(IMB_MASK_BYTES);
    paintImbMask(bars, mask);
    const [above, middle, below] = picture(mask).map((row) => row.match(/#+/g)?.length);
    // The specification's bars: ATTFATTDTTADTAATTDTDTATTDAFDDFADFDFTFFFFFTATFAAAATDFFTDAADFTFDTDT.
    expect({ above, middle, below }).toEqual({ above: 30, middle: 65, below: 29 });
    expect(() => paintImbMask(bars, new Uint8Array(218))).toThrow("219 bytes");
    expect(() => paintImbMask(new Uint8Array(64), mask)).toThrow("65 bars");
  });
});
