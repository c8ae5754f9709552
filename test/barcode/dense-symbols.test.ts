import bwipjs from "bwip-js/node";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeAztec } from "../../src/barcode/aztec.ts";
import { encodePdf417 } from "../../src/barcode/pdf417.ts";
import { encodeQr } from "../../src/barcode/qr.ts";
import type { QrLevel, SymbolModules } from "../../src/model/barcode.ts";
import { plainPenalty } from "./plain-penalty.ts";
import { readModules } from "./read-symbols.ts";

interface Dense {
  readonly name: string;
  readonly bcid: string;
  readonly format: string;
  readonly rowModules: number;
  readonly corrections: readonly number[];
  readonly encode: (text: string, correction: number) => SymbolModules | undefined;
}

const PDF417: Dense = {
  name: "PDF417",
  bcid: "pdf417",
  format: "PDF417",
  rowModules: 3,
  corrections: [0, 2, 3, 5],
  encode: encodePdf417,
};
const AZTEC: Dense = {
  name: "Aztec",
  bcid: "azteccode",
  format: "Aztec",
  rowModules: 1,
  corrections: [5, 23, 50],
  encode: encodeAztec,
};

/** Runs of each mode that the kinds have, so that payloads change between all of them. */
const runs = [
  /^\d{1,70}$/,
  /^[A-Z ]{1,20}$/,
  /^[a-z ]{1,20}$/,
  /^[.,:/$+*=^#&-]{1,12}$/,
  /^[;<>@[\]_`~!(){}?'"|\\\n\t\r]{1,12}$/,
  /^[éüß漢€]{1,9}$/,
  /^(?:\r\n|\. |, |: ){1,3}$/,
].map((form) => fc.stringMatching(form));
const payloads = fc
  .array(fc.oneof(...runs), { minLength: 1, maxLength: 8 })
  .map((parts) => parts.join(""));

function encoded({ encode }: Dense, text: string, correction: number): SymbolModules {
  const modules = encode(text, correction);
  if (modules === undefined) throw new Error("a text that fits");
  return modules;
}

interface RawSymbol {
  readonly pixs: readonly number[];
  readonly pixx: number;
}

function byBwip(bcid: string, text: string, options: object): RawSymbol {
  const [symbol] = bwipjs.raw({ bcid, text, ...options } as never) as unknown as [RawSymbol];
  return symbol;
}

const picture = ({ columns, rows, bits }: SymbolModules): string[] =>
  Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const byte = bits[row * Math.ceil(columns / 8) + (column >> 3)] as number;
      return String((byte >> (7 - (column & 7))) & 1);
    }).join(""),
  );

describe.each([PDF417, AZTEC])("$name", (kind) => {
  test("is read whatever it says", async () => {
    await fc.assert(
      fc.asyncProperty(payloads, fc.constantFrom(...kind.corrections), async (text, correction) => {
        const [seen] = await readModules(encoded(kind, text, correction), kind.rowModules);
        expect({ format: seen?.format, bytes: seen?.bytes }).toEqual({
          format: kind.format,
          bytes: text,
        });
      }),
      { numRuns: 60 },
    );
  });

  test("says it in no more room than that of bwip-js takes", () => {
    fc.assert(
      fc.property(payloads, fc.constantFrom(...kind.corrections), (text, correction) => {
        const { columns, rows } = encoded(kind, text, correction);
        const theirs = byBwip(kind.bcid, text, { eclevel: correction });
        const cells = (width: number, height: number): number =>
          kind === PDF417 ? ((width - 69) / 17) * height : width * height;
        const theirCells = cells(theirs.pixx, theirs.pixs.length / theirs.pixx);
        expect(cells(columns, rows)).toBeLessThanOrEqual(theirCells + (kind === PDF417 ? 2 : 0));
      }),
      { numRuns: 60 },
    );
  });

  test.each([6, 14, 30, 62, 126, 254, 500, 700])("is that of bwip-js for %i capitals", (length) => {
    const text = "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG ".repeat(20).slice(0, length);
    for (const correction of kind.corrections) {
      const ours = encoded(kind, text, correction);
      // Theirs are compact on demand alone.
      const format = ours.columns <= 27 ? "compact" : "full";
      const theirs = byBwip(kind.bcid, text, {
        eclevel: correction,
        ...(kind === AZTEC && { format }),
      });
      expect(picture(ours).join("")).toBe(theirs.pixs.join(""));
    }
  });
});

test("Aztec is read in every size", async () => {
  const sides = new Set<number>();
  for (let length = 1; length < 3000; length += Math.ceil(length / 12)) {
    const modules = encodeAztec("7".repeat(length), 23);
    if (modules === undefined || sides.has(modules.columns)) continue;
    sides.add(modules.columns);
    expect((await readModules(modules, 1))[0]?.text.length, `${modules.columns}`).toBe(length);
  }
  expect(sides.size).toBeGreaterThan(25);
});

test.each([2078, 2079, 2109, 2110, 2140, 2141, 2200])(
  "Aztec is read where a shift has no length for all of its %i bytes",
  async (length) => {
    // A byte that no other mode has, before an odd number of them.
    const text = `${length % 2 === 1 ? "\x00" : ""}${"ß".repeat(length >> 1)}`;
    const [seen] = await readModules(encoded(AZTEC, text, 5), 1);
    expect(seen?.bytes).toBe(text);
  },
);

test("PDF417 fills its largest shapes and refuses what is longer", async () => {
  const full = encodePdf417("A".repeat(1822), 3);
  if (full === undefined) throw new Error("a text that fits");
  expect((full.columns - 69) / 17).toBe(29);
  expect(full.rows).toBe(32);
  expect((await readModules(full, 3))[0]?.text).toBe("A".repeat(1822));
  expect(encodePdf417("A".repeat(1823), 3)).toBeUndefined();
  expect(encodePdf417("A".repeat(1850), 0)).toBeDefined();
});

test("QR codes have the mask with the lowest penalty", () => {
  const levels: readonly QrLevel[] = ["L", "M", "Q", "H"];
  for (const [index, length] of [3, 20, 47, 90, 160, 333].entries()) {
    const eclevel = levels[index % 4] ?? "M";
    const text = `a quick fox ${index} `.repeat(30).slice(0, length);
    const modules = encodeQr(text, { level: eclevel });
    if (modules === undefined) throw new Error("a text that fits");
    const penalties = [1, 2, 3, 4, 5, 6, 7, 8].map((mask) => {
      const { pixs, pixx } = byBwip("qrcode", text, { eclevel, mask, fixedeclevel: true });
      const rows = Array.from({ length: pixx }, (_, row) =>
        pixs.slice(row * pixx, (row + 1) * pixx).join(""),
      );
      return plainPenalty(rows);
    });
    expect(plainPenalty(picture(modules)), `${length}`).toBe(Math.min(...penalties));
  }
});
