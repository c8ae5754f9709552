import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { deflateSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { compress } from "woff2-encoder";
import { type PlainFontRequest, plainFont } from "../../src/font/container/plain-font.ts";
import { unpackWoff2 } from "../../src/font/container/woff2-file.ts";
import { FontError } from "../../src/font/font-error.ts";
import { openFontFace } from "../../src/font/font-face.ts";
import { readTables } from "../../src/font/sfnt.ts";
import { fontBytes, type Oracle, oracleOf, readySubsetter } from "./faces.ts";

const SIZE_MAX = 4 * 1024 * 1024;
const UPRIGHT = { isBold: false, isItalic: false, sizeBytesMax: SIZE_MAX };

const { resolve } = createRequire(import.meta.url);
const INTER = resolve("@fontsource-variable/inter/files/inter-latin-opsz-normal.woff2");
const HEBREW = resolve(
  "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
);
const inter = readFileSync(INTER);
const regular = fontBytes("NotoSans-Regular");
const bold = fontBytes("NotoSans-Bold");

beforeAll(readySubsetter);

/** The code and message of the fault, or what came of it. */
async function faultOf(bytes: Uint8Array, request: Partial<PlainFontRequest>): Promise<string> {
  try {
    return openFontFace(await plainFont(bytes, { ...UPRIGHT, ...request })).id;
  } catch (error) {
    if (!(error instanceof FontError)) throw error;
    return `${error.code}: ${error.message}`;
  }
}

/** The tables of fonts in one file, each with a directory of its own. */
function collection(...fonts: readonly Uint8Array[]): Buffer {
  const head = 12 + 4 * fonts.length;
  const starts = fonts.map((_, index) => {
    return fonts.slice(0, index).reduce((at, { length }) => at + ((length + 3) & ~3), head);
  });
  const file = Buffer.alloc((starts.at(-1) ?? 0) + (fonts.at(-1)?.length ?? 0));
  file.write("ttcf\0\u0001\0\0", "latin1");
  file.writeUInt32BE(fonts.length, 8);
  for (const [index, font] of fonts.entries()) {
    const start = starts[index] ?? 0;
    file.writeUInt32BE(start, 12 + 4 * index);
    file.set(font, start);
    const tables = file.readUInt16BE(start + 4);
    for (let table = 0; table < tables; table += 1) {
      const at = start + 12 + 16 * table + 8;
      file.writeUInt32BE(file.readUInt32BE(at) + start, at);
    }
  }
  return file;
}

/** A WOFF 1.0 file; `state` may make an entry say something else than the truth. */
function woff(font: Uint8Array, state: (entry: Buffer, tag: string) => void = () => {}): Buffer {
  const source = Buffer.from(font);
  const count = source.readUInt16BE(4);
  const head = Buffer.alloc(44 + 20 * count);
  head.write("wOFF", "latin1");
  source.copy(head, 4, 0, 4);
  head.writeUInt16BE(count, 12);
  const parts: Buffer[] = [head];
  let at = head.length;
  for (let table = 0; table < count; table += 1) {
    const record = source.subarray(12 + 16 * table, 28 + 16 * table);
    const whole = source.subarray(record.readUInt32BE(8)).subarray(0, record.readUInt32BE(12));
    const packed = deflateSync(whole);
    const part = packed.length < whole.length ? packed : whole;
    const entry = head.subarray(44 + 20 * table, 64 + 20 * table);
    record.copy(entry, 0, 0, 4);
    for (const [index, value] of [at, part.length, whole.length].entries())
      entry.writeUInt32BE(value, 4 + 4 * index);
    record.copy(entry, 16, 4, 8);
    state(entry, record.toString("latin1", 0, 4));
    parts.push(part, Buffer.alloc(-part.length & 3));
    at += (part.length + 3) & ~3;
  }
  return Buffer.concat(parts);
}

function tablesOf(font: Uint8Array): ReadonlyMap<string, string> {
  const tables = [...readTables(font)].map(([tag, { buffer, byteOffset, byteLength }]) => {
    return [tag, Buffer.from(buffer, byteOffset, byteLength).toString("latin1")] as const;
  });
  return new Map(tables.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test("a plain font comes back as it is", async () => {
  expect(await plainFont(regular, UPRIGHT)).toBe(regular);
});

test("WOFF unpacks to the very tables of its font", async () => {
  const packed = woff(regular);
  expect(packed.length).toBeLessThan(regular.length);
  expect(tablesOf(await plainFont(packed, UPRIGHT))).toEqual(tablesOf(regular));
});

test("WOFF2 unpacks to the glyphs and characters of its font", async () => {
  const hebrew = readFileSync(HEBREW);
  const packed = await compress(hebrew);
  expect(packed.length).toBeLessThan(hebrew.length);
  const plain = await plainFont(packed, UPRIGHT);
  const [made, source] = [openFontFace(plain), openFontFace(hebrew)];
  expect(made.codePoints).toEqual(source.codePoints);
  expect(made.advances).toEqual(source.advances);
  expect(await plainFont(packed, UPRIGHT)).toEqual(plain);
  const [before, after] = [oracleOf(hebrew), oracleOf(plain)];
  for (let glyph = 0; glyph < made.glyphCount; glyph += 1)
    expect(after.getGlyph(glyph).path.toSVG()).toBe(before.getGlyph(glyph).path.toSVG());
});

describe("a collection", () => {
  const both = collection(regular, bold);
  const wanted: [string, number | string, string][] = [
    ["its number", 2, "NotoSans-Bold"],
    ["its PostScript name", "NotoSans-Bold", "NotoSans-Bold"],
    ["its full name", "Noto Sans Regular", "NotoSans-Regular"],
  ];
  test.each(wanted)("gives the font of %s", async (_, face, id) => {
    const plain = await plainFont(both, { ...UPRIGHT, face });
    expect(openFontFace(plain).id).toBe(id);
    expect(tablesOf(plain)).toEqual(tablesOf(fontBytes(id)));
  });

  test("of one needs no word; of more it does", async () => {
    expect(await faultOf(collection(bold), {})).toBe("NotoSans-Bold");
    expect(await faultOf(both, {})).toBe(
      "font.face: The file has 2 fonts: say which with `face:`, " +
        "one of 1 (NotoSans-Regular), 2 (NotoSans-Bold).",
    );
  });

  test("says what it has if a font is not there", async () => {
    expect(await faultOf(both, { face: 3 })).toBe(
      "font.face: The file has 2 fonts, none of them number 3.",
    );
    expect(await faultOf(both, { face: "NotoSans-Bald" })).toBe(
      "font.face: The file has 2 fonts, none of them called NotoSans-Bald; " +
        "did you mean `NotoSans-Bold`?",
    );
    expect(await faultOf(regular, { face: 1 })).toBe(
      "font.face: The file holds one font alone: leave out `face:`.",
    );
  });
});

/** Fontkit makes instances of its own, though not of packed fonts. */
async function interAt(axes: Readonly<Record<string, number>>): Promise<Oracle> {
  const font = oracleOf(await unpackWoff2(inter, SIZE_MAX)) as Oracle & {
    getVariation(axes: object): Oracle;
  };
  return font.getVariation(axes);
}

describe("a variable font", () => {
  test.each([
    { axes: { wght: 600, opsz: 14 }, face: {} },
    { axes: { wght: 100, opsz: 32 }, face: {} },
    { axes: { wght: 700, opsz: 14 }, face: { isBold: true } },
    { axes: { wght: 400, opsz: 14 }, face: {} },
  ])("at $axes has the advances and outlines fontkit gives it", async ({ axes, face }) => {
    const asked = Object.keys(face).length > 0 || axes.wght === 400 ? {} : axes;
    const plain = await plainFont(inter, { ...UPRIGHT, ...face, axes: asked });
    expect(await plainFont(inter, { ...UPRIGHT, ...face, axes: asked })).toEqual(plain);
    const made = openFontFace(plain);
    const oracle = await interAt(axes);
    const mine = oracleOf(plain);
    for (const letter of "HamburgefonstivQ0123456789$,.é") {
      const codePoint = letter.codePointAt(0) ?? 0;
      const [own, others] = [mine, oracle].map((font) => font.glyphForCodePoint(codePoint));
      const theirs = others as unknown as ReturnType<Oracle["getGlyph"]>;
      const ours = own as unknown as ReturnType<Oracle["getGlyph"]>;
      expect(Math.abs(ours.advanceWidth - theirs.advanceWidth)).toBeLessThanOrEqual(1);
      expect(distance(ours.path.toSVG(), theirs.path.toSVG())).toBeLessThanOrEqual(2);
    }
    expect(made.codePoints.length).toBeGreaterThan(200);
  });

  test("says which axes it has", async () => {
    const axes = "opsz from 14 to 32, wght from 100 to 900";
    expect(await faultOf(inter, { axes: { wdth: 80 } })).toBe(
      `font.axis: The font has no axis \`wdth\`: its axes are ${axes}.`,
    );
    expect(await faultOf(inter, { axes: { wght: 950 } })).toBe(
      "font.axis: The axis `wght` cannot be 950: it is wght from 100 to 900.",
    );
    expect(await faultOf(regular, { axes: { wght: 600 } })).toBe(
      "font.axis: The font is static and has no axes: leave out `axes:`.",
    );
  });
});

/** The largest difference between the numbers of two paths of the same commands. */
function distance(one: string, other: string): number {
  const numbers = (path: string): number[] => path.match(/-?[\d.]+/g)?.map(Number) ?? [];
  const [a, b] = [numbers(one), numbers(other)];
  if (a.length !== b.length) return Number.POSITIVE_INFINITY;
  return Math.max(0, ...a.map((value, index) => Math.abs(value - (b[index] ?? 0))));
}

describe("a container that is damaged or hostile is refused", () => {
  const woff2 = inter;
  const two = collection(regular, bold);
  test.each<[string, () => Uint8Array, string]>([
    ["a WOFF that ends in its list", () => woff(regular).subarray(0, 60), "font.truncated"],
    ["a WOFF that ends in a table", () => woff(regular).subarray(0, 9000), "font.truncated"],
    ["a WOFF whose table is no stream", () => spoilt(woff(regular), 9000), "font.damaged"],
    [
      "a WOFF whose table unpacks to more than is said",
      () => woff(regular, (entry, tag) => tag === "glyf" && entry.writeUInt32BE(400_000, 12)),
      "font.damaged",
    ],
    [
      "a WOFF that would fill the memory",
      () => woff(regular, (entry) => entry.writeUInt32BE(SIZE_MAX, 12)),
      "font.format",
    ],
    ["a WOFF2 that ends early", () => woff2.subarray(0, 5000), "font.truncated"],
    ["a WOFF2 that is spoilt", () => spoilt(woff2, 3000), "font.damaged"],
    ["a WOFF2 that says it is large", () => withSize(woff2, SIZE_MAX + 1), "font.format"],
    ["a collection that ends in its list", () => two.subarray(0, 14), "font.truncated"],
    ["a collection that ends in a table", () => two.subarray(0, 800_000), "font.truncated"],
    ["a collection of none", () => withWord(two, 8, 0), "font.truncated"],
    ["a collection of very many", () => withWord(two, 8, 0xffff_ffff), "font.truncated"],
  ])("%s", async (_, make, code) => {
    expect(await faultOf(make(), {})).toMatch(new RegExp(`^${code}: `));
  });
});

function spoilt(bytes: Uint8Array, at: number): Uint8Array {
  const other = Uint8Array.from(bytes);
  for (let index = at; index < at + 64; index += 1) other[index] = (other[index] ?? 0) ^ 0x5a;
  return other;
}

function withWord(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const other = Buffer.from(bytes);
  other.writeUInt32BE(value, at);
  return other;
}

function withSize(bytes: Uint8Array, value: number): Uint8Array {
  return withWord(bytes, 16, value);
}
